"""Every script is welcome: what people write is kept code point for code point, and shown so wherever it is shown."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode
from consult.core.db import db
from consult.feedback.models import Comment, Kind
from consult.feedback.services import Target, post_comment
from tests.builders import make_block, make_consultation, make_user, make_version
from tests.support.database import settle
from tests.support.pages import Page
from tests.support.sending import review_and_send
from tests.support.site import Site
from tests.support.visits import NARROW, Visits

# Escaped where the eye cannot tell the code points: combining marks in the order typed, joiners, flags of letters, direction.
TEXTS = {
    "Inuktitut": "ᐃᓅᖃᑎᒌᑦᑎᐊᕐᓂᖅ ᐱᒻᒪᕆᐅᕗᖅ ᐸᓖᓯᓄᑦ.",
    "Mi’kmaw": "Wela’lin, ketu’ keknuitmatijik aqq l’nui’sultijik kji-wikuo’m.",
    "Kwak̓wala": "Gilakas’la! Kwak\u0313wala, \u0331Ga\u0331lsgam\u0331, xa\u0331nx\u0331 a\u0331dzi.",
    "SENĆOŦEN": "SENĆOŦEN: ÍY SĆÁĆEL, HÍSW̱ḴE SIÁM, Á,LEṈEȻ.",
    "marks": "A\u0331 a\u0331\u0301 o\u0328\u0301 e\u0301 é n\u0303 ɬ ƛ\u0313 \u0294 x\u0323\u02b7",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1e8\U0001f1e6 \U0001f469\U0001f3fd\u200d\U0001f692",
    "Arabic": "يجب أن تتحدث الشرطة بهدوء (خطوتان إلى الوراء) 2026.",
    "Hebrew": "שתי פסיעות אחורה, ואז לדבר.",
}
RIGHT_TO_LEFT = ("Arabic", "Hebrew")


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation whose comments are public at once."""
    version = make_version()
    make_block(version, key="b01")
    return make_consultation("open", versions=[version], mode=Mode.POST)


def target(round_: Consultation) -> Target:
    entry = round_.modules[0]
    return Target(round_, entry.module_id, entry.version_id, "b01")


def shown(page: Page, text: str) -> None:
    """It stands there as typed, and its own first letter says which way it runs."""
    found = [element for element in page.main.walk() if element.get("dir") == "auto" and text in element.text]
    assert found, f"{page.path} does not show it, or not with dir=auto: {page.text[:1500]}"


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_kept_as_typed_and_shown_wherever_comments_are(site: Site, round_: Consultation, name: str) -> None:
    text, module, author = TEXTS[name], round_.modules[0].module, make_user(display_name=TEXTS[name][:20])
    said = post_comment(author, target(round_), kind=Kind.CONCERN, body=f"  {text}\r\n\r\n{text}\n", lang="other")
    settle()
    kept = db.session.scalars(select(Comment.body).filter_by(id=said.id)).one()
    assert kept == f"{text}\n\n{text}"
    moderator = make_user(roles=(Role.MODERATOR,))
    for page in (
        site.open("feedback.thread", module, key="b01"),
        site.open("feedback.comment", comment_id=said.id),
        site.open("feedback.comments", round_),
        site.as_(author).open("feedback.my_comments"),
        Site(site.app).as_(moderator).open("moderation.item", comment_id=said.id),
    ):
        shown(page, text)
    assert text in site.as_(author).open("feedback.edit", comment_id=said.id).first("textarea").text


def test_the_words_of_a_flag_run_their_own_way(site: Site, round_: Consultation) -> None:
    author: User = make_user()
    said = post_comment(author, target(round_), kind=Kind.CONCERN, body=TEXTS["Arabic"], lang="ar")
    shown(Site(site.app).as_(make_user()).open("feedback.flag", comment_id=said.id), TEXTS["Arabic"])


@pytest.mark.browser
@pytest.mark.parametrize("name", TEXTS)
def test_a_browser_sends_and_shows_it_the_right_way(visits: Visits, round_: Consultation, name: str) -> None:
    text, person = TEXTS[name], make_user()
    page = visits.open("feedback.module", round_.modules[0].module, width=NARROW, user=person)
    page.locator("#b01 .tools a").last.click()
    page.locator(".thread input[name=kind]").first.check()
    page.locator(".thread #body").fill(text)
    direction = "rtl" if name in RIGHT_TO_LEFT else "ltr"
    assert page.locator(".thread #body").evaluate("(field) => getComputedStyle(field).direction") == direction
    review_and_send(page)
    body = page.locator(".comment-body", has_text=text).first
    assert body.evaluate("(said) => getComputedStyle(said).direction") == direction
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    settle()
    assert db.session.scalars(select(Comment.body)).one() == text
    if name == "Inuktitut":
        assert page.evaluate("document.fonts.check('16px \"Noto Sans Canadian Aboriginal\"', 'ᐃᓄ')")
