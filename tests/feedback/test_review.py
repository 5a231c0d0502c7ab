"""Before sending: the text once more as it will appear, for everybody, and no text of anybody else's."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.drafts import Draft
from consult.feedback.models import AuthorChoice, Comment, Kind, Visibility
from tests.builders import PASSPHRASE, make_block, make_comment, make_consultation, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.forms import Given
from tests.support.pages import Page
from tests.support.sending import say
from tests.support.site import Site

LANGS = ("en", "fr")
WORDS = {"kind": "concern", "body": "Zwei Schritte, dann\n\nwarten <b>.", "lang": "fr"}


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation on a text of two paragraphs."""
    version = make_version()
    for key in ("b01", "b02"):
        make_block(version, key=key)
    return make_consultation(versions=[version])


@pytest.fixture
def me(app: Flask) -> User:
    """Somebody who takes part."""
    return make_user(display_name="Zofia Author", passphrase=PASSPHRASE)


def thread(site: Site, round_: Consultation, key: str = "b01", lang: str = "en") -> Page:
    return site.open("feedback.thread", round_.modules[0].module, lang=lang, key=key)


def said() -> list[str]:
    settle()
    return list(db.session.scalars(select(Comment.body).order_by(Comment.id)))


def drafts() -> int:
    settle()
    return len(db.session.scalars(select(Draft)).all())


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_is_shown_as_it_will_appear_and_then_sent(site: Site, round_: Consultation, me: User, lang: str) -> None:
    page = thread(site.as_(me), round_, lang=lang).submit("feedback.thread", **WORDS)
    assert page.hops[0][0] == 303
    assert page.path.startswith({"en": "/en/before-sending?at=", "fr": "/fr/avant-l-envoi?at="}[lang])
    assert page.h1 == {"en": "Before you send", "fr": "Avant l’envoi"}[lang]
    shown = page.first("article", class_="comment")
    assert "Zofia Author" in shown.text
    assert {"en": "A concern", "fr": "Une préoccupation"}[lang] in shown.text
    assert "<b>" in shown.text
    assert shown.first(class_="comment-body").get("lang", "") == ("fr-CA" if lang == "en" else "")
    assert {"en": "paragraph 1", "fr": "paragraphe\N{NO-BREAK SPACE}1"}[lang] in page.text
    assert said() == []
    page = page.submit("feedback.thread")
    assert {"en": "Comment received", "fr": "Commentaire reçu"}[lang] in page.text
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.body, comment.kind, comment.lang, comment.block_key) == (WORDS["body"], Kind.CONCERN, "fr", "b01")
    assert drafts() == 0


def test_a_reply_is_looked_at_too(site: Site, round_: Consultation, me: User) -> None:
    comment = make_comment(round_, block_key="b02")
    page = site.as_(me).open("feedback.comment", comment_id=comment.id).submit("feedback.comment", body="So do I.", lang="en")
    assert f"In reply to comment {comment.id}" in page.text
    assert "Send my reply" in page.text
    page.submit("feedback.comment")
    assert said()[-1] == "So do I."
    assert drafts() == 0


def test_two_tabs_review_a_text_each(site: Site, round_: Consultation, me: User) -> None:
    reader = site.as_(me)
    first = thread(reader, round_, "b01").submit("feedback.thread", **{**WORDS, "body": "The first."})
    second = thread(reader, round_, "b02").submit("feedback.thread", **{**WORDS, "body": "The second."})
    assert "The second." in reader.open("feedback.review").text
    assert "The first." in reader.open(first.path).text
    first.submit("feedback.thread")
    second.submit("feedback.thread")
    assert said() == ["The first.", "The second."]


def test_the_text_can_be_changed_again(site: Site, round_: Consultation, me: User) -> None:
    page = thread(site.as_(me), round_).submit("feedback.thread", **WORDS).follow("Edit my text")
    form = page.form("feedback.thread")
    assert [form.value(name) for name in ("kind", "body", "lang")] == list(WORDS.values())
    say(page, "feedback.thread", body="Better words.")
    assert said() == ["Better words."]


def test_fields_that_the_page_does_not_know_are_carried_on(site: Site, round_: Consultation, me: User) -> None:
    reader, module = site.as_(me), round_.modules[0].module
    more: dict[str, Given] = {"unheard_of": ["a", "b\nc"], "quote_ok": "y"}
    page = site.open(reader.post("feedback.thread", {**WORDS, **more}, subject=module, key="b01").location)
    assert page.status == 200
    sent = reader.open("feedback.review").form("feedback.thread").standing()
    for pair in (("unheard_of", "a"), ("unheard_of", "b\nc"), ("send", "1")):
        assert pair in sent
    assert [name for name, _value in sent].count("quote_ok") == 1, "The page asks for it, and does not carry it on as well."


def test_what_an_author_wishes_is_asked_there_and_goes_with_the_text(site: Site, round_: Consultation, me: User) -> None:
    page = thread(site.as_(me), round_).submit("feedback.thread", **{**WORDS, "body": "Call me at 902-555-0134."})
    assert "This looks like a phone number." in page.text
    page.submit("feedback.thread", author_choice="initials", quote_ok=True)
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.author_choice, comment.signed_as, comment.quote_ok) == (AuthorChoice.INITIALS, "Z. A.", True)


def test_what_others_said_already_is_shown_and_one_may_send_all_the_same(site: Site, round_: Consultation, me: User) -> None:
    words = "The second unit is an hour away in the north, and nobody stays with the person meanwhile."
    twin = make_comment(round_, block_key="b01", body=words, lang="en")
    page = thread(site.as_(me), round_).submit("feedback.thread", kind="concern", body=f"{words} Here too.", lang="en")
    assert "Others said something similar" in page.text
    page.submit("feedback.vote", stance="agree")
    again = page.site.send("GET", page.path, follow=True)
    assert f"{words} Here too." in again.text, "It goes on waiting."
    again.submit("feedback.thread")
    assert said() == [twin.body, f"{words} Here too."]


def test_the_language_switch_keeps_the_text(site: Site, round_: Consultation, me: User) -> None:
    page = thread(site.as_(me), round_).submit("feedback.thread", **WORDS).follow("Français")
    assert page.lang == "fr"
    assert "warten" in page.text
    page.submit("feedback.thread")
    assert said() == [WORDS["body"]]


@pytest.mark.parametrize("at", ["https://evil.example/en/", "//evil.example", "/en/nothing-here", "/en/settings", "\\evil", ""])
def test_only_a_page_of_this_site_can_be_named(site: Site, me: User, at: str) -> None:
    page = site.as_(me).open(f"/en/before-sending?at={quote(at)}")
    assert page.hops == []
    assert page.h1 == "Nothing waits to be sent"


def test_nobody_else_reads_it_at_any_address(site: Site, round_: Consultation, me: User) -> None:
    module = round_.modules[0].module
    mine = site.as_(me)
    review = thread(mine, round_).submit("feedback.thread", **WORDS).path
    settle()
    key = db.session.scalars(select(Draft.key_hash)).one()
    for other in (Site(site.app), site.as_(make_user())):
        for page in (
            other.open(review),
            other.open("feedback.review"),
            other.open("feedback.thread", module, key="b01"),
            other.open("feedback.my_drafts"),
            other.post("feedback.go_on_with_draft", {"draft": key}),
            other.post("feedback.delete_draft", {"draft": key}),
        ):
            assert "warten" not in page.html
    assert "warten" in mine.open(review).text


def test_a_text_that_is_sent_with_a_fault_comes_back_in_its_form(site: Site, round_: Consultation, me: User) -> None:
    page = thread(site.as_(me), round_).submit("feedback.thread", **WORDS)
    assert (page.form("feedback.thread").names.count("body"), said()) == (1, [])
    answer = page.submit("feedback.thread", kind="")
    assert answer.status == 422
    assert answer.errors == ["Choose what your comment is."]
    assert answer.form("feedback.thread").value("body") == WORDS["body"]
    assert drafts() == 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_consultation_that_closes_meanwhile_loses_nothing(
    site: Site, round_: Consultation, me: User, clock: StoppedClock, lang: str
) -> None:
    page = thread(site.as_(me), round_, lang=lang).submit("feedback.thread", **WORDS)
    round_.closes_at = clock.now()
    sent = page.send("feedback.thread")
    assert sent.status == 409
    assert "warten" in sent.html
    again = page.site.send("GET", page.path, follow=True)
    assert again.status == 409
    assert {"en": "Your text was not sent.", "fr": "Votre texte n’a pas été envoyé."}[lang] in again.text
    assert "30" in again.text
    assert "warten" in again.text


def test_an_answer_to_what_is_hidden_meanwhile_loses_nothing(site: Site, round_: Consultation, me: User) -> None:
    comment = make_comment(round_)
    page = site.as_(me).open("feedback.comment", comment_id=comment.id).submit("feedback.comment", body="So do I.", lang="en")
    comment.visibility = Visibility.HIDDEN
    settle()
    answer = page.submit("feedback.comment")
    assert answer.status == 409
    assert "not public any more" in answer.text
    assert "So do I." in answer.text
    assert len(said()) == 1
    again = site.as_(me).open("feedback.review", at=site.path("feedback.comment", comment_id=comment.id))
    assert (again.status, "cannot be sent" in again.text, "So do I." in again.text) == (409, True, True)
    assert f"In reply to comment {comment.id}" in site.as_(me).open("feedback.my_drafts").text


def test_who_is_signed_out_meanwhile_comes_back_to_the_text(site: Site, round_: Consultation, me: User, clock: StoppedClock) -> None:
    """The page was left for a day: it is sent without an account, and nothing is sent twice."""
    mine = site.as_(me)
    page = thread(mine, round_).submit("feedback.thread", **WORDS)
    clock.move(hours=21)
    answer = page.send("feedback.thread", follow=False)
    assert answer.status == 303
    review = mine.open(answer.location)
    assert "You were away for a while." in review.text
    assert "warten" in review.text
    back = review.follow("Sign in").submit("accounts.sign_in", email=me.email, passphrase=PASSPHRASE)
    assert "warten" in back.text
    back.submit("feedback.thread")
    assert said() == [WORDS["body"]]
    assert drafts() == 0


@pytest.mark.parametrize("lang", LANGS)
def test_a_token_that_is_too_old_keeps_the_text(site: Site, round_: Consultation, me: User, lang: str) -> None:
    mine, module = site.as_(me), round_.modules[0].module
    for sent in ({}, {"send": "1"}, {"keep": "1"}):
        answer = mine.post("feedback.thread", {**WORDS, **sent}, subject=module, lang=lang, key="b01", token=False)
        assert answer.status == 422
        assert answer.form("feedback.thread").value("body") == WORDS["body"]
        assert {"en": "Your text is still here", "fr": "Votre texte est encore"}[lang] in answer.text
    assert said() == []
    answer.submit("feedback.thread").submit("feedback.thread")
    assert said() == [WORDS["body"]]


def test_a_text_that_is_not_complete_leads_back_to_its_form(site: Site, round_: Consultation, me: User) -> None:
    mine = site.as_(me)
    thread(mine, round_).send("feedback.thread", {"body": "Half a"}, button="Save draft")
    page = mine.open("feedback.review")
    assert page.path == site.path("feedback.thread", round_.modules[0].module, key="b01")
    assert page.form("feedback.thread").value("body") == "Half a"
