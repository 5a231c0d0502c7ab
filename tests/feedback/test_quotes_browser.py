"""Quoting in a real browser: by selection, by radio button, by keyboard alone, on a phone, and after the page was restyled."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult.consultations.models import Consultation, Mode
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.i18n import address
from consult.feedback.models import Anchor
from tests.builders import give_quote, make_block, make_comment, make_consultation, make_user, make_version
from tests.support.database import settle
from tests.support.sending import review_and_send
from tests.support.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

Axe = Callable[[Page], list[str]]
TEXT = Bilingual(
    "🧑🏽‍🚒 Time & *distance* help. Two extra **steps** back, a parked car or a counter can turn a threat into a conversation.",
    "🧑🏽‍🚒 Le temps aide : oui. Deux pas de recul, une voiture ou un comptoir peuvent changer une menace en conversation.",
)
PARTS = {
    "en": ("steps back, a parked car", "a parked car or a counter"),
    "fr": ("Deux pas de recul, une voiture", "une voiture ou un comptoir"),
}
MARKED = {
    "en": ["steps", " back,", "a parked car", "or a counter"],
    "fr": ["Deux pas de recul,", "une voiture", "ou un comptoir"],
}
OTHER_STYLE = "* { font: 30px/2 monospace; letter-spacing: .2em; word-spacing: .5em } p { width: 9em; columns: 2 }"
# Selects words as a person does: from the middle of one text node to the middle of another.
SELECT = """(words) => {
  const text = document.querySelector(".is-open .text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let all = "";
  while (walker.nextNode()) { nodes.push([walker.currentNode, all.length]); all += walker.currentNode.data; }
  const first = all.indexOf(words), last = first + words.length;
  const at = (place, isEnd) => {
    const [node, start] = nodes.filter(([, start]) => (isEnd ? start < place : start <= place)).at(-1);
    return [node, place - start];
  };
  getSelection().setBaseAndExtent(...at(first, false), ...at(last, true));
}"""


def a_round() -> Consultation:
    version = make_version()
    make_block(version, key="b01", markdown=TEXT)
    return make_consultation("open", versions=[version], mode=Mode.POST)


def overlapping() -> Consultation:
    """Two people quoted in English, two in French."""
    round_ = a_round()
    for lang, parts in PARTS.items():
        for words in parts:
            give_quote(make_comment(round_, block_key="b01", lang=lang), words, lang)
    return round_


def marks(page: Page) -> list[str]:
    return [words.strip("\n") for words in page.locator("mark").all_inner_texts()]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def send(page: Page) -> None:
    """Fill in the rest, and send it."""
    page.locator("input[name=kind][value=concern]").check()
    page.locator("#body").fill("Say how.")
    review_and_send(page)
    expect(page.locator(".messages")).to_be_visible()


def kept() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Anchor.exact).order_by(Anchor.comment_id)))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
def test_overlapping_quotes_stand_right_after_a_reload_and_in_another_style(visits: Visits, axe: Axe, lang: str, width: int) -> None:
    module = overlapping().modules[0].module
    settle()
    for path in (address("feedback.thread", module, lang, key="b01"), address("feedback.module", module, lang)):
        page = visits.open(path, lang=lang, width=width)
        before = marks(page)
        assert [words.strip() for words in before] == [words.strip() for words in MARKED[lang]]
        assert page.locator(".quoted-by > [aria-hidden]").all_inner_texts() == ["1", "2", "1"]
        assert fits(page)
        assert axe(page) == []
        page.route("**/*.css*", lambda route: route.fulfill(content_type="text/css", body=OTHER_STYLE))
        page.reload()
        assert page.locator("mark").first.evaluate("mark => getComputedStyle(mark).fontFamily") == "monospace"
        assert [words.strip() for words in marks(page)] == [words.strip() for words in MARKED[lang]]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "distance help. Two extra steps"), ("fr", "Le temps aide\u00a0: oui. Deux"), ("en", "🧑🏽‍🚒 Time & dist")],
)
def test_words_that_are_selected_are_quoted_as_they_stand(visits: Visits, lang: str, words: str) -> None:
    module = a_round().modules[0].module
    page = visits.open("feedback.thread", module, lang=lang, user=make_user(lang=lang), key="b01")
    page.evaluate(SELECT, words)
    button = page.locator(".quote-this")
    expect(button).to_be_visible()
    button.click()
    expect(page.locator("input[name=quote]:checked")).to_be_focused()
    send(page)
    assert kept() == [words.replace("\u00a0", " ")]
    expect(page.locator(".comment .quoted p").first).to_have_text(words)
    assert "".join(marks(page)).split() == words.split()
    assert visits.complaints == []


def test_a_text_is_taken_back_with_the_words_it_quotes(visits: Visits) -> None:
    module = a_round().modules[0].module
    page = visits.open("feedback.thread", module, key="b01")
    page.evaluate(SELECT, "distance help. Two extra steps")
    page.locator(".quote-this").click()
    page.locator("#body").fill("Say how.")
    visits.go(page, "accounts.join")
    visits.go(page, "feedback.thread", module, key="b01")
    page.locator("[data-kept=use]").click()
    expect(page.locator("label:has(input[name=quote]:checked)")).to_have_text("distance help. Two extra steps")


def test_where_the_discussion_was_put_away_no_button_is_left(visits: Visits) -> None:
    version = make_version()
    for key in ("b01", "b02"):
        make_block(version, key=key, markdown=TEXT)
    page = visits.open("feedback.module", make_consultation("open", versions=[version]).modules[0].module)
    for key in ("b01", "b02"):
        page.locator(f"#{key} .tools a").last.click()
        expect(page.locator(f"#{key}-thread .quote-words")).to_be_visible()
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#b02 .text'))")
    expect(page.locator("#b02 .quote-this")).to_be_visible()
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#b01 .text'))")
    expect(page.locator(".quote-this:visible")).to_have_count(0)


def test_marks_that_stand_already_do_not_move_what_is_selected(visits: Visits) -> None:
    module = overlapping().modules[0].module
    page = visits.open("feedback.thread", module, user=make_user(), key="b01")
    page.evaluate("""() => { const text = document.querySelector(".is-open .text"), marks = text.querySelectorAll("mark");
      getSelection().setBaseAndExtent(marks[0].firstChild, 2, text.lastChild, 12); }""")
    page.locator(".quote-this").click()
    send(page)
    assert kept()[-1] == "eps back, a parked car or a counter can turn a"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_sentence_is_quoted_without_scripts(visits: Visits, lang: str) -> None:
    module = a_round().modules[0].module
    page = visits.open("feedback.thread", module, lang=lang, width=320, javascript=False, user=make_user(lang=lang), key="b01")
    page.locator(".quote-words summary").click()
    page.locator("input[name=quote]").nth(2).check()
    assert fits(page)
    send(page)
    expected = {"en": "Two extra steps back", "fr": "Deux pas de recul"}
    assert kept()[0].startswith(expected[lang])
    assert marks(page)[0].startswith(expected[lang].partition(" steps")[0])


def test_a_sentence_is_quoted_with_the_keyboard_alone(visits: Visits, axe: Axe) -> None:
    module = a_round().modules[0].module
    page = visits.open("feedback.thread", module, user=make_user(), key="b01")
    page.locator("input[name=kind]").last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator(".quote-words summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("input[name=quote]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=quote]").nth(1)).to_be_checked()
    assert axe(page) == []
    page.keyboard.press("Tab")
    page.keyboard.type("Say how.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#add .form-actions button").first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("main form:has(input[name=send]) .form-actions button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert kept() == ["🧑🏽‍🚒 Time & distance help."]
