"""Answers made small for slow lines: Brotli, Zstandard or gzip, as the browser asks. A page that is kept is kept so (`core.shelf`)."""

from flask import Flask
from flask_compress import Compress

LEAST_BYTES = 500  # below, the headers cost more than is saved


def register(app: Flask) -> None:
    """Compress what this app sends. Files under `static/` never come by here."""
    app.config["COMPRESS_MIN_SIZE"] = LEAST_BYTES
    Compress(app)
