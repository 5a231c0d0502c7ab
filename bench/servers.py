"""The servers under load: gunicorn with two sync workers, the same for site and floors, started and stopped with their block."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import LoadFault
from consult.core.paths import ROOT

SITE = "app:app"
# How the site is set up to run under gunicorn; ports and numbers of the benchmark go before it.
PRODUCTION = ROOT / "deploy" / "gunicorn.conf.py"
WORKERS = 2
START_SECONDS = 60
STOP_SECONDS = 15
LAST_LINES = 10
# A server of the site has no library that only tests bring; structlog and Mako load these two wherever they find them.
GUNICORN = "import sys; sys.modules.update(rich=None, pygments=None); from gunicorn.app.wsgiapp import run; run()"
# What of our own environment a measured process may see: nothing that configures the site.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
_PARENT, _USER, _SYSTEM = 1, 11, 12  # in /proc/<pid>/stat, counted from behind the name


class ServerFault(Exception):
    """A server did not start; the message is what it wrote."""


def environment(**ours: str) -> dict[str, str]:
    """The environment of a measured process: a few words of the system's, and ours."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | ours


@dataclass(frozen=True)
class Server:
    """One gunicorn: a master and its workers."""

    pid: int
    port: int

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [
            int(found.name) for found in Path("/proc").iterdir() if found.name.isdigit() and _stat(int(found.name), _PARENT) == self.pid
        ]

    def cpu_seconds(self) -> float:
        """What the workers have used of the processors so far. Unlike the time of an answer, it holds nothing of other programs."""
        ticks = sum(_stat(worker, _USER) + _stat(worker, _SYSTEM) for worker in self.workers())
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(app: str, port: int, log: Path, **settings: str) -> Iterator[Server]:
    """Serve `app` on this port while the block runs."""
    command = [
        sys.executable,
        "-c",
        GUNICORN,
        "--preload",
        "--no-control-socket",
        f"--workers={WORKERS}",
        f"--bind=127.0.0.1:{port}",
        *([f"--config={PRODUCTION}"] if app == SITE and PRODUCTION.exists() else []),
        app,
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(**settings), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        server = Server(process.pid, port)
        _wait(process, server, log)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", server: Server, log: Path) -> None:
    """Until it listens and all its workers are there."""
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) == 0 and len(server.workers()) == WORKERS:
                return
        time.sleep(0.1)
    raise ServerFault(f"gunicorn did not start:\n{log.read_text(errors='replace')[-2000:]}")


def memory_mb(pid: int) -> tuple[float, float] | None:
    """RSS and PSS of a process, from the kernel; None where it does not say."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines() if line.endswith(" kB")}
    return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024


def _stat(pid: int, place: int) -> int:
    """One number of /proc/<pid>/stat; 0 where the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(text.rpartition(")")[2].split()[place])


@contextmanager
def explained(log: Path) -> Iterator[None]:
    """Where a request fails, say what the site wrote: its folder is gone a moment later."""
    try:
        yield
    except LoadFault as fault:
        lines = [line for line in log.read_text(errors="replace").splitlines() if '"event": "request"' not in line]
        fault.add_note("\n".join(lines[-LAST_LINES:]))
        raise
