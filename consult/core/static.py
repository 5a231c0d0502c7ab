"""Addresses of static files: each carries a hash of its content, so that a browser may keep it for a year."""

from functools import cache
from hashlib import sha256

from flask import Flask

from consult.core.paths import ROOT


@cache
def asset(name: str) -> str:
    """The address of a file under `static/`, e.g. `asset('css/base.css')`."""
    digest = sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def register(app: Flask) -> None:
    """Give templates `asset()`."""
    app.jinja_env.globals["asset"] = asset
