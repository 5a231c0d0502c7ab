"""A discussion opened where its paragraph stands: beside it or under it, by touch and keys; closed and found again with its words."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult.core.db import db
from consult.feedback.models import Comment, CommentVote, Stance
from tests.builders import World, make_world
from tests.support.database import settle
from tests.support.sending import review_and_send
from tests.support.visits import NARROW, WIDE, Visits

pytestmark = pytest.mark.browser
Axe = Callable[..., list[str]]

WORDS = {
    "en": {"heading": "Comments on paragraph 5", "typed": "Typed here, and kept."},
    "fr": {
        "heading": "Commentaires sur le paragraphe\N{NO-BREAK SPACE}5",
        "typed": "Écrit ici, et gardé.",
        "send": "Envoyer mon commentaire",
    },
}
WAYS = [("en", WIDE), ("fr", NARROW)]
FINGER = 44
FOCUSED = "document.activeElement"


@pytest.fixture
def world(visits: Visits) -> World:
    """A site with a discussion."""
    return make_world()


def opener(page: Page, key: str = "b05") -> str:
    """The last way into the discussion of a block: the one to comment."""
    return f"#{key} .tools a:last-child"


def heading(page: Page, key: str = "b05") -> None:
    """The discussion is open, and its heading has the focus."""
    expect(page.locator(f"#{key}-thread h2")).to_be_focused()


def is_closed(page: Page, link: str) -> None:
    """Nothing is open, and the link that opened it has the focus."""
    expect(page.locator("#text .thread")).to_have_count(0)
    expect(page.locator(link)).to_be_focused()
    expect(page.locator(link)).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_a_discussion_opens_at_its_paragraph_and_gives_back_what_was_typed(
    visits: Visits, axe: Axe, world: World, lang: str, width: int
) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"], lang=lang, width=width)
    link, words = opener(page), WORDS[lang]
    page.locator(link).focus()
    page.keyboard.press("Enter")
    heading(page)
    expect(page.locator("#b05-thread h2")).to_have_text(words["heading"])
    expect(page.locator("#b05 + .thread")).to_be_visible()
    expect(page.locator(link)).to_have_attribute("aria-expanded", "true")
    assert page.locator("#b05-thread article").count()
    beside = page.locator("#b05").bounding_box(), page.locator("#b05-thread").bounding_box()
    assert beside[0]
    assert beside[1]
    assert (beside[1]["x"] > beside[0]["x"] + 300) is (width == WIDE)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    page.locator(".thread #body").fill(words["typed"])
    page.keyboard.press("Escape")
    is_closed(page, link)
    page.locator(opener(page, "b06")).click()
    heading(page, "b06")
    page.locator(link).click()
    heading(page)
    assert page.locator(".thread #body").input_value() == words["typed"]
    page.go_back()
    is_closed(page, link)
    page.go_forward()
    heading(page)
    assert page.locator(".thread #body").input_value() == words["typed"]
    page.locator(".thread .close:visible").last.click()
    is_closed(page, link)
    assert visits.complaints == []


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_what_was_written_in_place_is_sent_to_its_discussion(visits: Visits, world: World, lang: str, width: int) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"], lang=lang, width=width, user=world.people["reader"])
    page.locator(opener(page)).click()
    heading(page)
    page.locator(".thread input[name=kind]").nth(1).check()
    page.locator(".thread #body").fill(WORDS[lang]["typed"])
    review_and_send(page)
    assert WORDS[lang]["typed"] in page.content()


def test_a_finger_opens_and_closes_it_and_hits_what_it_aims_at(visits: Visits, world: World) -> None:
    page = visits.start(width=NARROW, lang="fr", touch=True)
    visits.go(page, "feedback.module", world.modules["first_minute"], lang="fr")
    page.locator(opener(page)).tap()
    heading(page)
    page.locator(".thread #body").fill(WORDS["fr"]["typed"])
    targets = page.locator("#b05 .tools a, .toolbar a, .thread :is(.close, .comment-actions a, .vote button, .form-actions button)")
    low = [target.inner_text() for target in targets.all() if (target.bounding_box() or {"height": 0})["height"] < FINGER]
    assert low == []
    page.locator(".thread .close").first.tap()
    is_closed(page, opener(page))
    page.locator(opener(page)).tap()
    assert page.locator(".thread #body").input_value() == WORDS["fr"]["typed"]


def test_a_reload_and_a_copied_address_open_it_again(visits: Visits, world: World) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"])
    page.locator(opener(page)).click()
    heading(page)
    assert page.url.endswith("#b05-thread")
    page.reload()
    heading(page)
    page.locator(".utility a[hreflang=fr-CA]").click()
    heading(page)
    assert "/fr/" in page.url
    page.locator(".utility a[hreflang=en-CA]").click()
    heading(page)
    page.keyboard.press("Escape")
    expect(page.locator("#text .thread")).to_have_count(0)
    assert "#" not in page.url
    elsewhere = visits.open(f"{urlsplit(page.url).path}#b05-thread")
    heading(elsewhere)
    plain = visits.open("feedback.module", world.modules["first_minute"], javascript=False)
    plain.locator(opener(plain)).click()
    assert plain.url.endswith("/paragraphs/b05#add")


def test_where_the_discussion_cannot_be_fetched_the_link_is_followed(visits: Visits, world: World) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"])
    page.route("**/paragraphs/b05", lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_())
    page.locator(opener(page)).click()
    page.wait_for_url("**/paragraphs/b05#add")


@pytest.mark.parametrize(("lang", "width"), WAYS)
def test_an_answer_is_saved_in_place_and_said(visits: Visits, world: World, lang: str, width: int) -> None:
    reader = world.people["reader"]
    page = visits.open("feedback.module", world.modules["first_minute"], lang=lang, width=width, user=reader)
    page.locator(opener(page)).click()
    heading(page)
    page.locator(".thread #body").fill("Still here.")
    article = page.locator("#b05-thread article:has(.vote [aria-pressed=false])").first
    number = int((article.get_attribute("id") or "c0")[1:])
    article.locator("[value=disagree]").click()
    expect(page.locator(f"#c{number} [value=disagree]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#c{number} [value=disagree]")).to_be_focused()
    expect(page.locator("p.vh[role=status]")).to_contain_text({"en": "saved for comment", "fr": "commentaire"}[lang])
    assert page.locator(".thread #body").input_value() == "Still here."
    settle()
    assert db.session.scalars(select(CommentVote).filter_by(comment_id=number, voter_id=reader.id)).one().stance is Stance.DISAGREE
    settle()  # what was typed is still being saved


def test_a_visitors_answer_leads_to_the_sign_in(visits: Visits, world: World) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"])
    page.locator(opener(page)).click()
    heading(page)
    with page.expect_navigation():
        page.locator("#b05-thread [value=agree]").first.click()
    page.wait_for_url("**/sign-in**")
    settle()
    assert db.session.scalar(select(Comment.id).limit(1))


def test_with_the_keyboard_alone_the_focus_goes_through_and_out_again(visits: Visits, world: World) -> None:
    page = visits.open("feedback.module", world.modules["before"])
    link = page.locator(".block .tools a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text .thread h2")).to_be_focused()
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate(f"{FOCUSED}.closest('.thread')"):
            break
    assert page.evaluate(f"{FOCUSED}.closest('#text > :not(.thread)') !== null"), "after the form, the text goes on"


def test_an_open_discussion_prints_whole(visits: Visits, world: World) -> None:
    page = visits.open("feedback.module", world.modules["first_minute"])
    page.locator(opener(page)).click()
    heading(page)
    page.emulate_media(media="print")
    style = page.locator("#b05-thread").evaluate("(thread) => [getComputedStyle(thread).position, getComputedStyle(thread).maxHeight]")
    assert style == ["static", "none"]
    assert [box.is_visible() for box in page.locator("#b05-thread textarea").all()] == [False, False]
