"""Pages of refusal: in the language of the address, with a way into the other one, and with what had been written."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from consult import MAX_BODY
from consult.core import limits
from tests.builders import World
from tests.support.examples import LANGS
from tests.support.pages import Page
from tests.support.site import Site

Refusal = Callable[[Site, World, str], Page]
WRITTEN = "Words that took an evening to write."
PATIENCE = 12  # forms of one kind that a network may send a minute, and more


def not_found(site: Site, world: World, lang: str) -> Page:
    return site.open(f"/{lang}/nothing-here")


def not_shown(site: Site, world: World, lang: str) -> Page:
    """A draft, to a visitor: the same page as for nothing."""
    return site.open("consultations.page", world.consultations["draft"], lang=lang)


def not_opened(site: Site, world: World, lang: str) -> Page:
    return site.open("accounts.sign_out", lang=lang)


def closed(site: Site, world: World, lang: str) -> Page:
    reader, module = site.as_(world.people["reader"]), world.modules["small"]
    return reader.post("feedback.thread", {"kind": "support", "body": WRITTEN, "lang": "en"}, subject=module, lang=lang, key="b01")


def too_large(site: Site, world: World, lang: str) -> Page:
    return site.post("accounts.join", {"email": "x" * (MAX_BODY + 1)}, lang=lang)


def expired(site: Site, world: World, lang: str) -> Page:
    data = {"stance": "agree", "note": WRITTEN}
    return site.as_(world.people["reader"]).post("feedback.vote", data, lang=lang, token=False, comment_id=world.comments["english"].id)


def too_many(site: Site, world: World, lang: str) -> Page:
    for _ in range(PATIENCE):
        page = site.post("accounts.request_reset", {"email": "nobody@example.ca"}, lang=lang)
    return page


REFUSALS = {
    "not found": (404, not_found),
    "not shown": (404, not_shown),
    "not opened": (405, not_opened),
    "closed": (409, closed),
    "too large": (413, too_large),
    "expired": (422, expired),
    "too many": (429, too_many),
}


@pytest.fixture
def counting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits count in these tests, from nothing."""
    limits.register(app)
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], limits=True))


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("status", "refuse"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_has_a_page_in_both_languages(site: Site, world: World, lang: str, status: int, refuse: Refusal) -> None:
    page = refuse(site, world, lang)
    assert (page.status, page.lang) == (status, lang)
    other = "fr" if lang == "en" else "en"
    links = [link for link in page.first("header").all("a") if link.get("hreflang")]
    assert [link.lang for link in links] == [other]
    there = site.open(links[0]["href"])
    assert there.lang == other
    assert there.status in {200, 404}
    assert there.status == 200 or page.status == 404, f"The language link of a {status} leads to {there.path}: {there.status}."


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("refuse", [closed, expired])
def test_what_was_written_is_still_there(site: Site, world: World, lang: str, refuse: Refusal) -> None:
    assert WRITTEN in refuse(site, world, lang).html


@pytest.mark.parametrize("lang", LANGS)
def test_a_method_that_a_page_does_not_know_names_those_it_knows(site: Site, world: World, lang: str) -> None:
    assert "POST" in not_opened(site, world, lang).headers["Allow"]
