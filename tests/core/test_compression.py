"""Answers are small where the browser can read them so, and say the same words."""

import gzip

import brotli
import pytest

from consult.core.shelf import shelf
from tests.support.site import Site

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "identity": bytes}


@pytest.mark.parametrize("encoding", UNPACK)
def test_a_page_comes_as_the_browser_can_read_it(site: Site, encoding: str) -> None:
    plain = site.client.get("/en/consultations")
    answer = site.client.get("/en/consultations", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert UNPACK[encoding](answer.data) == plain.data
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert encoding == "identity" or len(answer.data) < len(plain.data) / 2


def test_a_word_is_not_worth_it(site: Site) -> None:
    assert "Content-Encoding" not in site.client.get("/healthz", headers={"Accept-Encoding": "br"}).headers


def test_what_is_not_kept_is_never_on_the_shelf(site: Site) -> None:
    site.client.get("/en/consultations", headers={"Accept-Encoding": "br"})
    with site.app.app_context():
        assert not shelf().answers
