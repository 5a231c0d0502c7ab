"""Style sheets, scripts and drawings as they travel: one sheet in the place of five, each made small once and kept in memory."""

import gzip
from collections.abc import Callable, Iterable
from functools import cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING

import brotli
from werkzeug.http import parse_accept_header, parse_etags

from consult.core.paths import ROOT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/static/"
KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
# One request where there would be five, and smaller than the five: what every page needs, paper last.
JOINED = {"css/site.css": ("css/tokens.css", "css/base.css", "css/components.css", "css/discussion.css", "css/print.css")}
PACKED: dict[str, Callable[[bytes], bytes]] = {"br": partial(brotli.compress, quality=11), "gzip": partial(gzip.compress, mtime=0)}
Headers = list[tuple[str, str]]


@cache
def names() -> frozenset[str]:
    """The texts among the files of `static/`, and what is joined of them."""
    root = ROOT / "static"
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix[1:] in KINDS)
    return frozenset(found) | JOINED.keys()


@cache
def text(name: str) -> bytes:
    """What is in it."""
    return b"".join((ROOT / "static" / part).read_bytes() for part in JOINED.get(name, (name,)))


@cache
def digest(name: str) -> str:
    """A name for these very words."""
    return sha256(text(name)).hexdigest()[:12]


@cache
def packed(name: str, encoding: str) -> bytes:
    """The same, small. It takes a moment, once in each process."""
    return PACKED[encoding](text(name)) if encoding in PACKED else text(name)


def asked_for(environ: "WSGIEnvironment") -> str:
    """Which of the texts this request asks for; none."""
    path = environ.get("PATH_INFO", "")
    name = path.removeprefix(PREFIX)
    return name if path != name and environ["REQUEST_METHOD"] in {"GET", "HEAD"} and name in names() else ""


def answer(name: str, environ: "WSGIEnvironment", start_response: "StartResponse", *, headers: Headers) -> Iterable[bytes]:
    """This text, as small as the browser can read it; or the news that it has it already."""
    etag = f'W/"{digest(name)}"'
    headers = [*headers, ("ETag", etag), ("Vary", "Accept-Encoding")]
    if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(digest(name)):
        start_response("304 Not Modified", headers)
        return []
    encoding = _best(environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = packed(name, encoding)
    kind = KINDS[name.rpartition(".")[2]]
    said = [("Content-Type", kind), ("Content-Length", str(len(body))), *([("Content-Encoding", encoding)] if encoding else [])]
    start_response("200 OK", [*headers, *said])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _best(accepted: str) -> str:
    """The smallest that the browser takes."""
    quality = dict(parse_accept_header(accepted))
    return next((encoding for encoding in PACKED if quality.get(encoding, 0) > 0), "")
