"""A private PostgreSQL server for one test run: made in a temporary folder, thrown away at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tests.support.ports import free_port

START_SECONDS = 30
# The server refuses to run as root; Debian's package brings a user for it.
UNPRIVILEGED = ("postgres", "nobody")
# Durability is of no use to a test: nothing waits for the disk.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
}


class ServerFault(Exception):
    """The server cannot be started; the message says what to install or where to look."""


class Cluster:
    """One PostgreSQL server on a free port of 127.0.0.1."""

    def __init__(self) -> None:
        """Make the folder and its database files, and start the server."""
        self._programs = find_programs()
        self._user = _unprivileged_user()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._port = free_port()
        self._give_away(self._folder)
        try:
            self._run(
                "initdb",
                "--pgdata",
                str(self._data),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            )
            self._server = self._start()
            self._wait()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """Where the server is, with a `{}` for the name of a database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/{{}}"

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        server = getattr(self, "_server", None)
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _start(self) -> subprocess.Popen[bytes]:
        settings = [f"--{name}={value}" for name, value in OPTIONS.items()]
        command = [str(self._programs / "postgres"), "-D", str(self._data), "-k", str(self._folder), "-p", str(self._port), *settings]
        with self._log.open("wb") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self._folder, user=self._user, start_new_session=True
            )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments], capture_output=True, text=True, cwd=self._folder, user=self._user, check=False
        )
        if done.returncode:
            message = f"{program} failed: {done.stderr.strip()}"
            raise ServerFault(message)

    def _wait(self) -> None:
        """Until it takes connections."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._server.poll() is None:
            try:
                psycopg.connect(host="127.0.0.1", port=self._port, user="postgres", dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        message = f"PostgreSQL did not start:\n{self._log.read_text(errors='replace')}"
        raise ServerFault(message)

    def _give_away(self, folder: Path) -> None:
        if self._user is not None:
            os.chown(folder, self._user, -1)


def make_database(url: str, name: str) -> str:
    """Make an empty database on the server behind `url`; return its own URL."""
    plain = url.format("postgres").replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.format(name)


def find_programs() -> Path:
    """The folder of the server's programs: Debian keeps them out of PATH."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]), reverse=True)
    in_path = shutil.which("initdb")
    if candidates:
        return candidates[0].parent
    if in_path:
        return Path(in_path).resolve().parent
    message = "PostgreSQL is not installed: run `make test`, or `apt-get install postgresql`, or leave out --database=postgresql."
    raise ServerFault(message)


def _unprivileged_user() -> int | None:
    """Whom to run the server as, where the tests run as root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    message = "The tests run as root, and there is no user to start PostgreSQL as."
    raise ServerFault(message)
