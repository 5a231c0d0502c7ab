"""Answers kept as they went out, and the doorstep: there a visitor gets one before the site itself is asked.

`core.cache` says which answers may be kept, and how to ask for the state that they show. Here that question is asked again at each
visit, without opening a session, matching an address or running a hook; only where the state is another one does the site answer.
What is kept is what was sent, compressed, with all of its headers.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask, current_app, has_app_context
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_etags

from consult.core import identity
from consult.core.context import markers_in, theme_in
from consult.core.db import reading
from consult.core.errors import NotFound
from consult.core.logs import note_answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Key = tuple[object, ...]
Name = tuple[Key, str, int]  # the code, what the page shows, the revision of the words around it
Headers = list[tuple[str, str]]

MOST_BYTES = 2 * 1024 * 1024  # in each process: some two hundred pages as browsers ask for them
LONGEST_QUERY = 200  # characters; nothing on this site links to a longer one
MARK, NAMED = "consult.may_be_kept", "consult.named"
OK, NOT_MODIFIED = "200 OK", "304 NOT MODIFIED"
OF_THE_BODY = re.compile(r"content-(?!security)", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """What `core.cache` says of an answer that may be kept."""

    ask: Callable[[], Name]  # what the page shows now: two answers of one name are the same
    name: Name
    etag: str
    endpoint: str
    lang: str


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it went out."""

    mark: Mark
    headers: Headers
    body: bytes


class Shelf:
    """The answers kept last, as many as fit. Safe for the threads of one process; each process has its own."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.answers: OrderedDict[Key, KeptAnswer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def take(self, key: Key) -> KeptAnswer | None:
        """The answer, if it is there."""
        with self._lock:
            answer = self.answers.get(key)
            if answer is not None:
                self.answers.move_to_end(key)
            return answer

    def put(self, key: Key, answer: KeptAnswer) -> None:
        """Keep an answer in the place of the one before; what nobody asked for in the longest time makes room for it."""
        with self._lock:
            before = self.answers.pop(key, None)
            self.answers[key] = answer
            self._bytes += len(answer.body) - (len(before.body) if before else 0)
            while self._bytes > self.most_bytes:
                _oldest, gone = self.answers.popitem(last=False)
                self._bytes -= len(gone.body)


def shelf() -> Shelf:
    """The answers that this application keeps."""
    return _shelf_of(current_app)


def register(app: Flask) -> None:
    """Stand before the site; behind the proxy's words and the files, which are registered later."""
    site = app.wsgi_app

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or _knows_the_site(app, environ):
            return site(environ, start_response)
        begun = perf_counter()
        kept = _shelf_of(app).take(key_of(environ))
        if kept is None or not _is_as_it_was(app, kept, environ):
            return _kept_on_its_way(app, site, environ, start_response)
        return _hand_over(kept, environ, start_response, begun)

    app.wsgi_app = answer  # type: ignore[method-assign]


def key_of(environ: "WSGIEnvironment") -> Key:
    """What a visitor asks for: the address, in an encoding, displayed as their cookies say."""
    asked = tuple(environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING"))
    cookies = environ.get("HTTP_COOKIE", "")
    return (*asked, theme_in(cookies), markers_in(cookies))


def _shelf_of(app: Flask) -> Shelf:
    kept: Shelf = app.extensions.setdefault("kept_pages", Shelf())
    return kept


def _knows_the_site(app: Flask, environ: "WSGIEnvironment") -> bool:
    """A cookie of a session: whose it is, and what waits for them, the site itself must see."""
    cookies = environ.get("HTTP_COOKIE", "")
    return bool(cookies) and f"{app.config['SESSION_COOKIE_NAME']}=" in cookies


def _is_as_it_was(app: Flask, kept: KeptAnswer, environ: "WSGIEnvironment") -> bool:
    """The page shows now what it showed then. What was found out, the site need not ask again; what cannot be, it shall say itself."""
    try:
        with _inside(app), reading(), identity.heard_once():
            environ[NAMED] = kept.mark.ask()
    except (NotFound, SQLAlchemyError):
        return False
    return bool(environ[NAMED] == kept.mark.name)


def _inside(app: Flask) -> AbstractContextManager[object]:
    """The application's context; one that is open already is used, as Flask does."""
    is_open = has_app_context() and current_app._get_current_object() is app  # type: ignore[attr-defined]  # noqa: SLF001 - the only way past the proxy
    return nullcontext() if is_open else app.app_context()


def _hand_over(kept: KeptAnswer, environ: "WSGIEnvironment", start_response: "StartResponse", begun: float) -> Iterable[bytes]:
    """The kept answer, or the news that the browser has it already."""
    method, known = environ["REQUEST_METHOD"], environ.get("HTTP_IF_NONE_MATCH")
    is_known = known is not None and parse_etags(known).contains_weak(kept.mark.etag)
    note_answer(method, kept.mark.endpoint, kept.mark.lang, int((NOT_MODIFIED if is_known else OK)[:3]), begun, request=token_hex(8))
    if is_known:
        start_response(NOT_MODIFIED, [(name, value) for name, value in kept.headers if not OF_THE_BODY.match(name)])
        return []
    start_response(OK, list(kept.headers))
    return [] if method == "HEAD" else [kept.body]


def _kept_on_its_way(app: Flask, site: "WSGIApplication", environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The site's own answer; where it may be kept, kept as it passes by."""
    seen: list[tuple[str, Headers]] = []

    def look(status: str, headers: Headers, *fault: object) -> object:
        seen.append((status, headers))
        return start_response(status, headers, *fault)  # type: ignore[arg-type]  # as the server was called

    chunks = site(environ, look)  # type: ignore[arg-type]  # the write() of old servers is passed on
    mark: Mark | None = environ.get(MARK)
    if mark is None or environ["REQUEST_METHOD"] != "GET" or not _may_be_kept(seen, environ):
        return chunks
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    _shelf_of(app).put(key_of(environ), KeptAnswer(mark, seen[-1][1], body))
    return [body]


def _may_be_kept(seen: list[tuple[str, Headers]], environ: "WSGIEnvironment") -> bool:
    if not seen or len(environ.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return False
    status, headers = seen[-1]
    return status == OK and all(name.lower() != "set-cookie" for name, _value in headers)
