"""Static files: most addresses carry a hash of the content, so that a browser may keep it for a year. `core.sheets` sends the texts."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from consult.core import sheets
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
    is_text = name in sheets.names()
    digest = sheets.digest(name) if is_text else sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{VERSION}{digest}"


def register(app: Flask) -> None:
    """Give templates `asset()`, and serve the files."""
    settings: Settings = app.extensions["settings"]
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = beside(app.wsgi_app, https=settings.https)  # type: ignore[assignment, method-assign]


def beside(site: "WSGIApplication", *, https: bool) -> "WSGIApplication":
    """Serve the files before the site is asked, to be kept for a year by an address with a version, a day by a bare one (fonts)."""
    # What `core.headers` adds to a page never sees these answers.
    always = [("X-Content-Type-Options", HEADERS["X-Content-Type-Options"]), *([("Strict-Transport-Security", HSTS)] if https else [])]

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in always:
            headers[name] = value

    # WhiteNoise settles the headers of a file when it starts and never looks at the query: hence two, one for each kind of address.
    root = str(ROOT / "static")
    yearly = WhiteNoise(site, root=root, prefix="static/", max_age=YEAR, add_headers_function=add_headers)
    daily = WhiteNoise(site, root=root, prefix="static/", max_age=DAY, add_headers_function=add_headers)

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        has_version = environ.get("QUERY_STRING", "").startswith(VERSION)
        name = sheets.asked_for(environ)
        if name:
            keep = ("Cache-Control", f"max-age={YEAR if has_version else DAY}, public")
            return sheets.answer(name, environ, start_response, headers=[*always, keep])
        files = yearly if has_version else daily
        answered: Iterable[bytes] = files(environ, start_response)
        return answered

    return answer
