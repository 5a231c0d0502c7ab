"""Answers made small for slow lines: Brotli, Zstandard or gzip, as the browser asks. A page that is kept is compressed once."""

from flask import Flask, Request, g
from flask_compress import Compress

from consult.core.cache import KeptPage, shelf

LEAST_BYTES = 500  # below, the headers cost more than is saved


class Squeezed:
    """Where Flask-Compress looks first: what it made of a kept page before stands on the same shelf. Other answers are not kept."""

    def get(self, key: str) -> bytes | None:
        """The compressed bytes, if they are there."""
        page = shelf().take((key,)) if g.get("kept_as") else None
        return page.body if page else None

    def set(self, key: str, value: bytes) -> None:
        """Keep them, where the page itself is kept."""
        if g.get("kept_as"):
            shelf().put((key,), KeptPage(value, key))


def register(app: Flask) -> None:
    """Compress what this app sends. Files under `static/` never come by here."""
    app.config.update(COMPRESS_MIN_SIZE=LEAST_BYTES, COMPRESS_CACHE_BACKEND=Squeezed, COMPRESS_CACHE_KEY=_name)
    Compress(app)


def _name(_request: Request) -> str:
    return str(g.get("kept_as", ""))
