"""Static files: kept for a year only where their address has a version, and never without the headers of a page that matter to them."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask

from consult.core import sheets
from consult.core.paths import ROOT
from consult.core.static import asset, register
from consult.settings import Settings

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


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


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", "")]
)
@pytest.mark.parametrize("name", ["css/site.css", "js/main.js", "img/mark.svg"])
def test_a_text_travels_as_small_as_the_browser_can_read_it(app: Flask, name: str, accepted: str, encoding: str) -> None:
    answer = app.test_client().get(asset(name), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == encoding
    assert UNPACK[encoding](answer.data) == sheets.text(name)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_text_that_the_browser_has_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    first = client.get(asset("css/site.css"))
    again = client.get(asset("css/site.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(asset("css/site.css")).data == b""


def test_one_sheet_has_all_that_every_page_needs(app: Flask) -> None:
    sheet = app.test_client().get(asset("css/site.css")).text
    for part in ("tokens", "base", "components", "discussion", "print"):
        assert (ROOT / "static" / "css" / f"{part}.css").read_text(encoding="utf-8") in sheet


@pytest.mark.parametrize("path", ["/static/css/none.css", "/static/../app.py", "/static/css/../../app.py", "/static/"])
def test_no_other_file_is_a_text(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
