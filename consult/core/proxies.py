"""Behind a proxy on the same machine: who asked, and over what, is what that proxy says."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from consult.settings import Settings


def register(app: Flask) -> None:
    """Believe the nearest proxy, and only it, where there must be one; anywhere else a visitor could write these headers."""
    settings: Settings = app.extensions["settings"]
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
