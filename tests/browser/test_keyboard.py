"""Everything with the keyboard alone: the way there, the form, the answer; the focus always to be seen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult.core.db import db
from consult.feedback.models import Comment, Stance, StatementVote
from tests.builders import World, make_world
from tests.support.database import settle
from tests.support.visits import NARROW, WIDE, Visits

pytestmark = pytest.mark.browser

# What is wrong with the focus as it is now.
FOCUS = (Path(__file__).parent / "focus.js").read_text(encoding="utf-8")
MOST_STEPS = 150
WAYS = [("en", WIDE, True), ("fr", NARROW, True), ("en", NARROW, False), ("fr", WIDE, False)]
SHORT_WAYS = [("fr", NARROW, True), ("en", NARROW, False)]
WORDS = {
    "en": {
        "link": "Comment on paragraph 5",
        "review": "Review and send",
        "send": "Send my comment",
        "received": "Comment received",
        "save": "Save and continue",
    },
    "fr": {
        "link": "Commenter le paragraphe\N{NO-BREAK SPACE}5",
        "review": "Relire et envoyer",
        "send": "Envoyer mon commentaire",
        "received": "Commentaire reçu",
        "save": "Enregistrer et continuer",
    },
}


def focused(page: Page, question: str) -> str:
    """Ask something of the element that has the focus."""
    return str(page.evaluate(f"document.activeElement.{question}"))


def tab_to(page: Page, there: Callable[[], bool]) -> None:
    """Press Tab until the focus is there; at each step it must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        fault = page.evaluate(FOCUS)
        assert not fault, f"{page.url}: {fault}"
        if there():
            return
    pytest.fail(f"{page.url}: {MOST_STEPS} times Tab did not lead there.")


def tab_to_words(page: Page, words: str) -> None:
    """The same, to a link or a button with these words."""
    tab_to(page, lambda: focused(page, "textContent").strip().startswith(words))


def tab_to_field(page: Page, name: str) -> None:
    """The same, to a field."""
    tab_to(page, lambda: focused(page, "name") == name)


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def said(page: Page) -> str:
    """What the page says of what was just done."""
    return page.locator("[role=status]").first.inner_text()


@pytest.fixture
def world(visits: Visits) -> World:
    """A site with a discussion."""
    return make_world()


@pytest.mark.parametrize(("lang", "width", "javascript"), WAYS)
def test_a_comment_is_written_and_sent(visits: Visits, world: World, lang: str, width: int, javascript: bool) -> None:
    module, reader = world.modules["first_minute"], world.people["reader"]
    page = visits.open("feedback.module", module, user=reader, lang=lang, width=width, javascript=javascript)
    tab_to_words(page, WORDS[lang]["link"])
    if javascript:  # the discussion opens in place
        page.keyboard.press("Enter")
        expect(page.locator("#b05-thread h2")).to_be_focused()
    else:
        press(page, "Enter")
    tab_to_field(page, "kind")
    page.keyboard.press("ArrowDown")
    tab_to_field(page, "body")
    page.keyboard.type("Written without a mouse.")
    tab_to_words(page, WORDS[lang]["review"])
    press(page, "Enter")
    tab_to_words(page, WORDS[lang]["send"])
    press(page, "Enter")
    assert WORDS[lang]["received"] in said(page)
    settle()
    assert db.session.scalar(select(Comment.body).order_by(Comment.id.desc()).limit(1)) == "Written without a mouse."
    assert visits.complaints == []


@pytest.mark.parametrize(("lang", "width", "javascript"), WAYS)
def test_a_statement_is_answered(visits: Visits, world: World, lang: str, width: int, javascript: bool) -> None:
    consultation, reader = world.consultations["open"], world.people["reader"]
    page = visits.open("feedback.statement", consultation, user=reader, lang=lang, width=width, javascript=javascript, number=1)
    tab_to_field(page, "stance")
    page.keyboard.press("ArrowDown")
    tab_to_words(page, WORDS[lang]["save"])
    press(page, "Enter")
    settle()
    assert db.session.scalars(select(StatementVote).filter_by(voter_id=reader.id)).one().stance is Stance.DISAGREE


@pytest.mark.parametrize(("lang", "width", "javascript"), SHORT_WAYS)
def test_what_must_be_mended_leads_to_its_field(visits: Visits, world: World, lang: str, width: int, javascript: bool) -> None:
    module, reader = world.modules["first_minute"], world.people["reader"]
    page = visits.open("feedback.thread", module, user=reader, lang=lang, width=width, javascript=javascript, key="b05")
    tab_to_words(page, WORDS[lang]["review"])
    press(page, "Enter")
    if javascript:
        expect(page.locator("main [role=alert]")).to_be_focused()
    tab_to(page, lambda: focused(page, "getAttribute('href')") == "#body")
    page.keyboard.press("Enter")
    page.keyboard.type("Mended.")
    assert page.locator("#body").input_value() == "Mended."


@pytest.mark.parametrize(("lang", "width", "javascript"), SHORT_WAYS)
def test_the_first_link_skips_to_the_content(visits: Visits, world: World, lang: str, width: int, javascript: bool) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"], lang=lang, width=width, javascript=javascript)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == ""
    assert focused(page, "getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("lang", "javascript"), [("en", True), ("fr", False)])
def test_the_menu_opens_and_leads_on(visits: Visits, world: World, lang: str, javascript: bool) -> None:
    page = visits.open("home.index", lang=lang, width=NARROW, javascript=javascript)
    tab_to_words(page, "Menu")
    page.keyboard.press("Enter")
    tab_to(page, lambda: focused(page, "getAttribute('href')").endswith(("/reports", "/rapports")))
    press(page, "Enter")
    assert page.locator("h1").inner_text() == {"en": "Reports", "fr": "Rapports"}[lang]
