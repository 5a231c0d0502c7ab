"""The site on a real socket, for a real browser."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

IDLE_SECONDS = 10


class Counted:
    """A WSGI app that knows how many requests are under way, so that nothing is cleaned under their feet."""

    def __init__(self, app: Flask) -> None:
        """Pass everything on to this app."""
        self._app = app
        self._running = 0
        self._changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, whole: it is over when its last byte is known."""
        self._count(1)
        try:
            answer = self._app(environ, start_response)
            try:
                return list(answer)
            finally:
                getattr(answer, "close", lambda: None)()
        finally:
            self._count(-1)

    def wait_until_idle(self) -> None:
        """Until no request is under way."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._running == 0, timeout=IDLE_SECONDS), "A request of the browser does not end."

    def _count(self, change: int) -> None:
        with self._changed:
            self._running += change
            self._changed.notify_all()


class _Quiet(WSGIRequestHandler):
    """Keeps the list of requests out of the test report."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the parameter is Werkzeug's
        """Say nothing."""


@contextmanager
def serving(app: Flask, port: int) -> Iterator[Counted]:
    """Serve in threads while the block runs."""
    counted = Counted(app)
    server = make_server("127.0.0.1", port, counted, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield counted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
