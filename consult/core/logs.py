"""Structured logs: one JSON object a line on stderr, and one line a request.

A log is read by more people than the database, and kept elsewhere. So nothing reaches it but codes and numbers, in fields
named here: no path (it may carry a one-time link), no query, no words, no e-mail or network address. What another library
writes is cut down to where it was written.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from secrets import token_hex
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, has_app_context, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from consult.core.i18n import language

FIELDS = frozenset(
    "event level timestamp request method endpoint status ms lang fault frames job attempt logger where seconds count".split()
)
CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,120}")
WITHHELD = "withheld"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
MOST_FRAMES = 12

Event = MutableMapping[str, Any]
log = structlog.get_logger()


class FromLibraries(logging.Handler):
    """Takes what Flask, the server and other libraries log. Their sentences may quote an address: only their origin is kept."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line for one record."""
        log.log(record.levelno, "library_message", logger=record.name, where=f"{record.module}:{record.lineno}", exc_info=record.exc_info)


def register(app: Flask) -> None:
    """Set up the logs of this process, and write a line when a request ends."""
    configure()

    @app.before_request
    def start() -> None:
        clear_contextvars()
        bind_contextvars(request=token_hex(8))
        g.started = perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        note_answer(request.method, request.endpoint or "none", language(), response.status_code, g.get("started", perf_counter()))
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        clear_contextvars()


def note_answer(method: str, endpoint: str, lang: str, status: int, begun: float, **named: str) -> None:
    """The line of a request that began at `begun` of `perf_counter`."""
    ms = round((perf_counter() - begun) * 1000, 1)
    log.info("request", method=method if method in METHODS else "OTHER", endpoint=endpoint, status=status, ms=ms, lang=lang, **named)


def configure() -> None:
    """Send everything of this process through the same sieve to stderr."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            name_exception,
            sieve,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Asked at each line: a test, or a supervisor, may have put another stderr in place.
        logger_factory=lambda *_arguments: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    if not any(isinstance(handler, FromLibraries) for handler in root.handlers):
        root.addHandler(FromLibraries(logging.WARNING))


def name_exception(_logger: object, _method: str, event: Event) -> Event:
    """Put the kind of an exception and the places it came through in the line. Its message may hold what a person wrote."""
    info = event.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info else None
    if error is None:
        return event
    event.setdefault("fault", type(error).__name__)
    event["frames"] = frames(error)
    if has_app_context() and (current_app.debug or current_app.testing):
        traceback.print_exception(error, file=sys.stderr)
    return event


def sieve(_logger: object, _method: str, event: Event) -> Event:
    """Let codes and numbers through, in the fields that are allowed and in ids."""
    return {name: _clean(value) for name, value in event.items() if name in FIELDS or name.endswith("_id")}


def frames(error: BaseException) -> list[str]:
    """Where an exception came through, innermost last: `consult.core.transaction:44`."""
    found = [f"{frame.f_globals.get('__name__', '')}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)]
    return found[-MOST_FRAMES:]


def _clean(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return value if isinstance(value, str) and CODE.fullmatch(value) else WITHHELD
