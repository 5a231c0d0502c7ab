"""Static files: most addresses carry a hash of the content, so that a browser may keep the file for a year."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from consult.core.headers import HEADERS, HSTS
from consult.core.paths import ROOT
from consult.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DAY = 24 * 3600
YEAR = 365 * DAY
VERSION = "v="


@cache
def asset(name: str) -> str:
    """The address of a file under `static/`, e.g. `asset('css/base.css')`."""
    digest = sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{VERSION}{digest}"


def register(app: Flask) -> None:
    """Give templates `asset()`, and serve the files."""
    settings: Settings = app.extensions["settings"]
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = beside(app.wsgi_app, https=settings.https)  # type: ignore[assignment, method-assign]


def beside(site: "WSGIApplication", *, https: bool) -> "WSGIApplication":
    """Serve the files before the site is asked, to be kept for a year by an address with a version, a day by a bare one (fonts)."""

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        # What `core.headers` adds to a page never sees these answers.
        headers["X-Content-Type-Options"] = HEADERS["X-Content-Type-Options"]
        if https:
            headers["Strict-Transport-Security"] = HSTS

    # WhiteNoise settles the headers of a file when it starts and never looks at the query: hence two, one for each kind of address.
    root = str(ROOT / "static")
    yearly = WhiteNoise(site, root=root, prefix="static/", max_age=YEAR, add_headers_function=add_headers)
    daily = WhiteNoise(site, root=root, prefix="static/", max_age=DAY, add_headers_function=add_headers)

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        files = yearly if environ.get("QUERY_STRING", "").startswith(VERSION) else daily
        answered: Iterable[bytes] = files(environ, start_response)
        return answered

    return answer
