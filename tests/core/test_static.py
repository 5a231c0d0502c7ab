"""Static files: kept for a year only where their address has a version, and never without the headers of a page that matter to them."""

from pathlib import Path

import pytest
from flask import Flask

from consult.core.static import asset, register
from consult.settings import Settings


def a_site(tmp_path: Path, public_url: str) -> Flask:
    """A small site that serves the files."""
    app = Flask("small", static_folder=None)
    app.extensions["settings"] = Settings(
        instance=tmp_path, secret_key="a key for tests only", database_url="sqlite://", public_url=public_url
    )
    register(app)
    return app


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        (asset("css/base.css"), 365 * 24 * 3600),
        ("/static/css/base.css", 24 * 3600),
        ("/static/fonts/source-serif-4-latin-400-normal.woff2", 24 * 3600),
        ("/static/css/base.css?other=1", 24 * 3600),
    ],
)
def test_only_an_address_with_a_version_is_kept_for_a_year(app: Flask, path: str, seconds: int) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, f"max-age={seconds}, public")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


@pytest.mark.parametrize(("public_url", "expected"), [("https://consult.example.ca", True), ("http://127.0.0.1:8000", False)])
def test_a_file_says_https_where_the_site_does(tmp_path: Path, public_url: str, expected: bool) -> None:
    answer = a_site(tmp_path, public_url).test_client().get("/static/css/base.css")
    assert ("Strict-Transport-Security" in answer.headers) is expected
    answer.close()
