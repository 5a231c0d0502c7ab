"""The embedded way to run the site: one server, and one worker as its child, started and stopped with it."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

import click
import structlog
from flask import Flask
from waitress import create_server
from waitress.server import MultiSocketServer, TcpWSGIServer

from consult.core.paths import ROOT
from consult.settings import Settings

THREADS = 4
SILENT_SECONDS = 60  # a connection without traffic is closed
HEADER_BYTES = 32 * 1024
# Above what the application takes, so that it is the application that refuses a body, with a page in two languages.
BODY_BYTES = 8 * 1024 * 1024

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60
PATIENCE_SECONDS = 12  # longer than the worker's own

log = structlog.get_logger()


def serve(app: Flask, announce: Callable[[], None]) -> None:
    """Serve the site until told to stop, the worker beside it. `announce` prints what else the start has to say."""
    settings: Settings = app.extensions["settings"]
    server = _listening(app, settings)
    worker = Child([sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "consult", "work", "--until-stdin-closes"])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    worker.start()
    click.echo(f"{settings.site_name.en}: {settings.public_url}/  (Ctrl+C to stop)")
    announce()
    try:
        server.run()
    finally:
        worker.stop()
        server.close()


class Child:
    """A process that is started again when it ends, until it is stopped. Its stdin is a pipe that closes with this process."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Start it, and watch it from now on."""
        self._watcher.start()

    def stop(self) -> None:
        """Tell it to stop, wait for what it has in hand, and end it where that takes too long."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._watcher.join(PATIENCE_SECONDS)

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while (process := self._begin()) is not None:
            began = time.monotonic()
            process.wait()
            if process.stdin:
                process.stdin.close()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - began > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
            log.error("worker_died", status=process.returncode, seconds=pause)
            self._stopping.wait(pause)

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        """A new process, unless this one is being stopped."""
        with self._lock:
            if self._stopping.is_set():
                return None
            # A session of its own: Ctrl+C reaches this process alone, which then stops the child in order.
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own command
            return self._process


def _listening(app: Flask, settings: Settings) -> MultiSocketServer | TcpWSGIServer:
    try:
        return create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            ident=None,
            url_scheme="https" if settings.https else "http",
            channel_timeout=SILENT_SECONDS,
            # Waitress drops what a proxy says unless told to keep it; `core.proxies` reads it.
            clear_untrusted_proxy_headers=not settings.behind_proxy,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
        )
    except OSError as fault:
        message = f"Cannot listen on {settings.host}:{settings.port} ({fault.strerror}). Set PORT to a free one."
        raise SystemExit(message) from fault


def _leave(*_arguments: object) -> None:
    raise SystemExit(0)
