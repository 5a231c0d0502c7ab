"""A button that is pressed twice sends one text; and what is sent is what was shown."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import User
from consult.consultations.models import Consultation, WhoMayContribute
from consult.core.db import db
from consult.feedback.models import Comment, UnconfirmedComment
from tests.builders import make_block, make_comment, make_consultation, make_user, make_version
from tests.support.database import settle
from tests.support.mail import Mailbox, links_in
from tests.support.pages import Page, local
from tests.support.site import Site

LANGS = ("en", "fr")
WORDS = {"kind": "concern", "body": "Once only.", "lang": "en"}
AT_ONCE = 4


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation on a text of one paragraph."""
    version = make_version()
    make_block(version, key="b01")
    return make_consultation(versions=[version])


@pytest.fixture
def me(app: Flask) -> User:
    """Somebody who takes part."""
    return make_user(display_name="Zofia Author")


def review(site: Site, round_: Consultation, lang: str = "en", **more: str) -> Page:
    page = site.open("feedback.thread", round_.modules[0].module, lang=lang, key="b01")
    return page.submit("feedback.thread", **{**WORDS, **more})


def count(model: type[Comment] | type[UnconfirmedComment] = Comment) -> int:
    settle()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def at_once(site: Site, page: Page, form: str) -> list[tuple[int, str]]:
    """Press the button of this form several times at the same moment, with the same cookies."""
    app, client = site.app, site.client
    name = str(app.config["SESSION_COOKIE_NAME"])
    cookie = client.get_cookie(name, domain="127.0.0.1")
    assert cookie is not None
    held = cookie.value
    wanted = page.form(form)
    pairs: dict[str, list[str]] = {}
    for field, value in wanted.standing():
        pairs.setdefault(field, []).append(value)
    base = app.extensions["settings"].public_url

    def press() -> tuple[int, str]:
        browser = app.test_client()
        browser.set_cookie(name, held, domain="127.0.0.1")
        answer = browser.post(wanted.action, data=pairs, base_url=base)
        return answer.status_code, answer.headers.get("Location", "")

    settle()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [pressed.result() for pressed in [pool.submit(press) for _time in range(AT_ONCE)]]


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_that_is_sent_twice_is_one_comment(site: Site, round_: Consultation, me: User, lang: str) -> None:
    page = review(site.as_(me), round_, lang)
    first, second = page.submit("feedback.thread"), page.submit("feedback.thread")
    assert count() == 1
    assert first.path == second.path
    for answer in (first, second):
        assert {"en": "Comment received", "fr": "Commentaire reçu"}[lang] in answer.text


def test_a_reply_too(site: Site, round_: Consultation, me: User) -> None:
    comment = make_comment(round_, block_key="b01")
    page = site.as_(me).open("feedback.comment", comment_id=comment.id).submit("feedback.comment", body="So do I.", lang="en")
    for _time in range(2):
        assert page.submit("feedback.comment").status == 200
    assert count() == 2


def test_the_same_words_can_be_said_again(site: Site, round_: Consultation, me: User) -> None:
    mine = site.as_(me)
    for _time in range(2):
        review(mine, round_).submit("feedback.thread")
    assert count() == 2


def test_the_word_of_somebody_elses_page_leads_to_nothing_of_theirs(site: Site, round_: Consultation, me: User) -> None:
    word = {"send": "1", "once": "the same"}
    for person in (me, make_user()):
        site.as_(person).post("feedback.thread", {**WORDS, **word}, subject=round_.modules[0].module, key="b01")
    assert count() == 2


def test_at_the_same_moment_too(site: Site, round_: Consultation, me: User) -> None:
    mine = site.as_(me)
    answers = at_once(mine, review(mine, round_), "feedback.thread")
    assert count() == 1
    assert {status for status, _location in answers} == {303}
    assert len({location for _status, location in answers}) == 1


def test_without_an_account_too(site: Site, round_: Consultation) -> None:
    round_.who_may_contribute = WhoMayContribute.ANYONE
    page = review(site, round_)
    answers = [page.submit("feedback.review") for _time in range(2)]
    assert count() == 1
    assert answers[0].path == answers[1].path
    assert "Comment received" in answers[1].text


def test_one_link_is_mailed(site: Site, round_: Consultation, mailbox: Mailbox) -> None:
    round_.who_may_contribute = WhoMayContribute.CONFIRMED_EMAIL
    page = review(site, round_)
    for _time in range(2):
        assert page.submit("feedback.review", email="zoe@example.ca").path == site.path("feedback.link_sent")
    assert count(UnconfirmedComment) == 1
    assert len(mailbox) == 1
    site.open(local(links_in(mailbox[-1])[0])).submit("feedback.confirm_comment")
    page.submit("feedback.review", email="zoe@example.ca")
    assert (count(), count(UnconfirmedComment), len(mailbox)) == (1, 0, 1)


@pytest.mark.parametrize("lang", LANGS)
def test_only_what_was_shown_is_sent(site: Site, round_: Consultation, lang: str) -> None:
    round_.who_may_contribute = WhoMayContribute.ANYONE
    page = review(site, round_, lang)
    review(site, round_, lang, body="Other words.")
    again = page.submit("feedback.review")
    assert (again.status, count()) == (422, 0)
    assert {"en": "The text changed since", "fr": "Le texte a changé depuis"}[lang] in again.text
    assert "Other words." in again.text
    again.submit("feedback.review")
    assert count() == 1
