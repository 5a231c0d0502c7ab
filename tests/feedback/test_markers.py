"""The ways to comment in the text: to be hidden and shown again, kept on the device, each as a page of its own."""

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from tests.builders import make_block, make_comment, make_consultation, make_version
from tests.support.pages import Page
from tests.support.site import Site

SWITCH = {
    "en": ("Hide comment links", "Show comment links"),
    "fr": ("Masquer les liens pour commenter", "Afficher les liens pour commenter"),
}


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation on one paragraph that has a comment."""
    version = make_version()
    make_block(version, key="b01")
    found = make_consultation("open", versions=[version])
    make_comment(found, block_key="b01")
    return found


def read(site: Site, round_: Consultation, lang: str = "en") -> Page:
    return site.open("feedback.module", round_.modules[0].module, lang=lang)


@pytest.mark.parametrize("lang", SWITCH)
def test_the_links_are_hidden_until_they_are_shown_again(site: Site, round_: Consultation, lang: str) -> None:
    hide, show = SWITCH[lang]
    shown = read(site, round_, lang)
    assert shown.has("p", class_="tools")
    hidden = shown.follow(hide)
    assert not hidden.has("p", class_="tools")
    assert not read(site, round_, lang).has("p", class_="tools"), "kept on this device"
    assert not read(site, round_, {"en": "fr", "fr": "en"}[lang]).has("p", class_="tools")
    assert hidden.has("a", href="#all-comments"), "the list of all comments stays"
    assert hidden.follow(show).has("p", class_="tools")
    assert read(site, round_, lang).html == shown.html


def test_each_display_is_kept_apart_and_nobody_gets_another_ones(site: Site, round_: Consultation) -> None:
    shown = read(site, round_)
    chosen = shown.follow("Hide comment links")
    assert "markers=0" in chosen.headers["Set-Cookie"]
    assert "ETag" not in chosen.headers
    without = read(site, round_)
    assert "Set-Cookie" not in without.headers
    assert without.headers["ETag"] != shown.headers["ETag"]
    assert read(site, round_).html == without.html
    assert read(Site(site.app), round_).html == shown.html


@pytest.mark.parametrize("asked", ["2", "", "on"])
def test_any_other_word_is_no_choice(site: Site, round_: Consultation, asked: str) -> None:
    page = site.open("feedback.module", round_.modules[0].module, markers=asked)
    assert page.has("p", class_="tools")
    assert "Set-Cookie" not in page.headers
