"""Drafts of members: saved by a button or while one types, found on any device, several at once, and theirs alone."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import OneTimeToken, User
from consult.consultations.models import Consultation
from consult.core import drafts, transaction
from consult.core.db import db
from consult.core.drafts import Draft
from consult.feedback.models import Comment, Visibility
from consult.jobs.services import start_recurring
from tests.builders import PASSPHRASE, make_block, make_comment, make_consultation, make_draft, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, links_in
from tests.support.pages import Page, local
from tests.support.site import Site

LANGS = ("en", "fr")
ADDRESS = "mireille@example.ca"
WORDS = {"kind": "concern", "body": "An evening’s work.", "lang": "en"}


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
    return make_user(passphrase=PASSPHRASE)


def thread(site: Site, round_: Consultation, key: str = "b01", lang: str = "en") -> Page:
    return site.open("feedback.thread", round_.modules[0].module, lang=lang, key=key)


def kept() -> list[Draft]:
    settle()
    return list(db.session.scalars(sa.select(Draft).order_by(Draft.written_at).execution_options(populate_existing=True)))


def sign_in(site: Site, person: User, **more: bool) -> Page:
    return site.open("accounts.sign_in").submit("accounts.sign_in", email=person.email, passphrase=PASSPHRASE, **more)


# Saving


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_is_saved_by_its_button_and_found_on_any_device(site: Site, round_: Consultation, me: User, lang: str) -> None:
    page = thread(site.as_(me), round_, lang=lang)
    button = {"en": "Save draft", "fr": "Enregistrer le brouillon"}[lang]
    page = page.send("feedback.thread", {"body": "Not complete"}, button=button)
    assert {"en": "Draft saved.", "fr": "Brouillon enregistré."}[lang] in page.text
    assert page.form("feedback.thread").value("body") == "Not complete"
    elsewhere = site.as_(me)
    assert thread(elsewhere, round_).form("feedback.thread").value("body") == "Not complete"
    listed = elsewhere.open("feedback.my_drafts", lang=lang)
    assert "Not complete" in listed.text
    assert {"en": "paragraph 1", "fr": "paragraphe\N{NO-BREAK SPACE}1"}[lang] in listed.text
    assert listed.first("a", **{"aria-current": "page"}).text == {"en": "My drafts", "fr": "Mes brouillons"}[lang]


def test_a_visitor_may_save_too_in_this_browser(site: Site, round_: Consultation) -> None:
    page = thread(site, round_).send("feedback.thread", {"body": "Mine"}, button="Save draft")
    assert "kept in this browser for seven days" in page.text
    assert thread(site, round_).form("feedback.thread").value("body") == "Mine"
    assert thread(Site(site.app), round_).form("feedback.thread").value("body") == ""


def test_nothing_is_no_draft(site: Site, round_: Consultation, me: User) -> None:
    page = thread(site.as_(me), round_).send("feedback.thread", {"body": "  \n "}, button="Save draft")
    assert page.status == 422
    assert kept() == []


def test_several_drafts_wait_at_once_and_each_can_be_deleted(site: Site, round_: Consultation, me: User) -> None:
    comment, mine = make_comment(round_), site.as_(me)
    thread(mine, round_, "b01").send("feedback.thread", {"body": "The first."}, button="Save draft")
    thread(mine, round_, "b02").send("feedback.thread", {"body": "The second."}, button="Save draft")
    mine.open("feedback.comment", comment_id=comment.id).send("feedback.comment", {"body": "The third."}, button="Save draft")
    page = mine.open("feedback.my_drafts")
    assert [article.first(class_="excerpt").text for article in page.all("article")] == ["The third.", "The second.", "The first."]
    assert f"In reply to comment {comment.id}" in page.text
    page = page.submit("feedback.delete_draft")
    assert "The draft is deleted." in page.text
    assert [draft.fields["body"] for draft in kept()] == [["The first."], ["The second."]]


def test_going_on_leads_to_the_form(site: Site, round_: Consultation, me: User) -> None:
    mine = site.as_(me)
    thread(mine, round_, "b02").send("feedback.thread", {"body": "The second."}, button="Save draft")
    page = mine.open("feedback.my_drafts", lang="fr").submit("feedback.go_on_with_draft")
    assert page.path == site.path("feedback.thread", round_.modules[0].module, lang="fr", key="b02")
    assert page.form("feedback.thread").value("body") == "The second."


def test_the_list_costs_the_same_however_many_there_are(site: Site, round_: Consultation, me: User, statements) -> None:
    path = site.path("feedback.thread", round_.modules[0].module, key="b01")
    make_draft(me, path)
    mine = site.as_(me)
    mine.open("feedback.my_drafts")
    with statements as few:
        mine.open("feedback.my_drafts")
    for number in range(30):
        make_draft(me, site.path("feedback.comment", comment_id=make_comment(round_).id if number % 2 else 10_000 + number))
    with statements as many:
        page = mine.open("feedback.my_drafts")
    assert len(page.all("article")) == 31
    assert len(many.selects) <= min(12, len(few.selects) + 1)


# While somebody types


def test_what_is_typed_is_saved_without_a_page(site: Site, round_: Consultation, me: User) -> None:
    mine, path = site.as_(me), site.path("feedback.thread", round_.modules[0].module, key="b01")
    answer = mine.post("feedback.save_draft", {**WORDS, "at": path})
    assert (answer.status, answer.html) == (204, "")
    assert thread(mine, round_).form("feedback.thread").value("body") == WORDS["body"]
    (draft,) = kept()
    assert set(draft.fields) == {"kind", "body", "lang"}
    assert mine.post("feedback.save_draft", {**WORDS, "body": " ", "at": path}).status == 204
    assert kept() == []


@pytest.mark.parametrize("at", ["", "https://evil.example/", "/en/settings", "/en/nothing"])
def test_only_for_a_page_where_people_write(site: Site, me: User, at: str) -> None:
    assert site.as_(me).post("feedback.save_draft", {**WORDS, "at": at}).status == 404
    assert kept() == []


def test_not_without_a_token_and_not_for_visitors(site: Site, round_: Consultation, me: User) -> None:
    given = {**WORDS, "at": site.path("feedback.thread", round_.modules[0].module, key="b01")}
    assert site.as_(me).post("feedback.save_draft", given, token=False).status == 422
    for _time in range(3):
        assert site.post("feedback.save_draft", given).status == 401
    assert kept() == []
    assert "Sign in to continue" not in site.open("home.index").text, "Nobody pressed anything."


def test_only_in_answer_to_what_everybody_can_read(site: Site, round_: Consultation, me: User) -> None:
    hidden = make_comment(round_, visibility=Visibility.HIDDEN)
    for number in (hidden.id, 99_999):
        given = {"body": "So do I.", "lang": "en", "at": site.path("feedback.comment", comment_id=number)}
        assert site.as_(me).post("feedback.save_draft", given).status == 404
    assert kept() == []


def test_nobody_keeps_more_than_they_will_ever_send(site: Site, round_: Consultation, me: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_OF_A_PERSON", 1)
    mine, path = site.as_(me), site.path("feedback.thread", round_.modules[0].module, key="b02")
    thread(mine, round_, "b01").send("feedback.thread", {"body": "The first."}, button="Save draft")
    page = thread(mine, round_, "b02").send("feedback.thread", {"body": "The second."}, button="Save draft")
    assert page.status == 422
    assert "this one was not saved" in page.text
    assert page.form("feedback.thread").value("body") == "The second."
    assert mine.post("feedback.save_draft", {**WORDS, "at": path}).status == 409
    assert thread(mine, round_, "b01").send("feedback.thread", {"body": "Again."}, button="Save draft").status == 200
    assert [draft.fields["body"] for draft in kept()] == [["Again."]]


def test_a_newer_text_than_the_one_that_is_sent_goes_on_waiting(site: Site, round_: Consultation, me: User) -> None:
    mine, path = site.as_(me), site.path("feedback.thread", round_.modules[0].module, key="b01")
    review = thread(mine, round_).submit("feedback.thread", **WORDS)
    site.as_(me).post("feedback.save_draft", {**WORDS, "body": "Longer, and new.", "at": path})
    review.submit("feedback.thread")
    assert [draft.fields["body"] for draft in kept()] == [["Longer, and new."]]


def test_an_answer_to_what_one_took_back_goes_on_waiting(site: Site, round_: Consultation, me: User) -> None:
    mine, comment = site.as_(me), make_comment(round_, author=me)
    page = mine.open("feedback.comment", comment_id=comment.id)
    mine.post("feedback.withdraw", comment_id=comment.id)
    page = page.send("feedback.comment", {"body": "My long answer.", "lang": "en"})
    assert "Your reply was not sent" in page.text
    assert [draft.fields["body"] for draft in kept()] == [["My long answer."]]


def test_what_somebody_wrote_before_their_sign_in_ended_is_nobody_elses(
    site: Site, round_: Consultation, me: User, clock: StoppedClock
) -> None:
    mine, path = site.as_(me), site.path("feedback.thread", round_.modules[0].module, key="b01")
    page, other = thread(mine, round_), make_user(passphrase=PASSPHRASE)
    token = dict(page.form("feedback.thread").standing())["csrf_token"]
    clock.move(hours=21)
    assert mine.send("POST", "/en/drafts/save", [("csrf_token", token), ("body", "x"), ("at", path)], follow=False).status == 401
    assert "An evening’s work." in page.submit("feedback.thread", **WORDS).text
    sign_in(mine, other)
    assert "An evening’s work." not in mine.open("feedback.my_drafts").text
    assert "An evening’s work." not in thread(mine, round_).text
    assert [draft.user_id for draft in kept()] == [me.id]
    listed = site.as_(me).open("feedback.my_drafts")
    assert "An evening’s work." in listed.text
    assert listed.submit("feedback.go_on_with_draft").form("feedback.thread").value("body") == "An evening’s work."


def test_who_sits_down_after_them_writes_their_own(site: Site, round_: Consultation, me: User, clock: StoppedClock) -> None:
    mine, other = site.as_(me), make_user(passphrase=PASSPHRASE)
    page = thread(mine, round_)
    clock.move(hours=21)
    page.submit("feedback.thread", **WORDS)
    thread(mine, round_).submit("feedback.thread", **{**WORDS, "body": "The next person’s."})
    sign_in(mine, other)
    assert {(draft.user_id, draft.fields["body"][0]) for draft in kept()} == {(me.id, WORDS["body"]), (other.id, "The next person’s.")}


def test_a_link_does_not_bring_what_was_written_after_it_was_asked_for(site: Site, round_: Consultation) -> None:
    thread(site, round_).send("feedback.thread", WORDS, button="Save draft")
    join(site)
    assert kept()[0].claim
    thread(site, round_).send("feedback.thread", {**WORDS, "body": "Somebody else’s."}, button="Save draft")
    assert kept()[0].claim is None


# How long


@pytest.mark.parametrize(("days", "left"), [(6, 2), (8, 1), (29, 1), (31, 0)])
def test_drafts_are_forgotten_in_time(site: Site, round_: Consultation, me: User, clock: StoppedClock, days: int, left: int) -> None:
    thread(site.as_(me), round_).send("feedback.thread", {"body": "A member’s"}, button="Save draft")
    thread(site, round_).send("feedback.thread", {"body": "A visitor’s"}, button="Save draft")
    clock.move(days=days)
    start_recurring()
    transaction.commit()
    assert len(kept()) == left


# Signing in


def test_what_a_browser_wrote_is_theirs_who_sign_in(site: Site, round_: Consultation, me: User) -> None:
    thread(site, round_).submit("feedback.thread", **WORDS)
    assert "An evening’s work." in sign_in(site, me).text
    assert [draft.user_id for draft in kept()] == [me.id]
    assert "An evening’s work." in site.as_(me).open("feedback.my_drafts").text
    site.open("feedback.my_drafts")
    site.post("accounts.sign_out")
    assert "An evening’s work." not in thread(site, round_).html
    assert "An evening’s work." not in sign_in(site, make_user(passphrase=PASSPHRASE)).text


def test_of_two_texts_for_one_page_neither_is_lost(site: Site, round_: Consultation, me: User, clock: StoppedClock) -> None:
    thread(site.as_(me), round_).send("feedback.thread", {"body": "The older."}, button="Save draft")
    clock.move(minutes=5)
    thread(site, round_).submit("feedback.thread", **{**WORDS, "body": "The newer."})
    assert "The newer." in sign_in(site, me).text
    page = site.open("feedback.my_drafts")
    assert [article.first(class_="excerpt").text for article in page.all("article")] == ["The newer.", "The older."]
    older = page.all("article")[1].first("form", action=site.path("feedback.go_on_with_draft"))
    key = older.first("input", name="draft").get("value")
    back = site.open(site.post("feedback.go_on_with_draft", {"draft": key}).location)
    assert back.form("feedback.thread").value("body") == "The older."
    assert len(kept()) == 2


# Confirming in another browser


def join(site: Site, email: str = ADDRESS, lang: str = "en", **more: bool) -> None:
    site.open("accounts.join").submit("accounts.join", email=email, passphrase=PASSPHRASE, lang=lang, **more)


def mailed(mailbox: Mailbox, which: str) -> str:
    """The path of this link in the latest letter."""
    return next(local(found) for found in links_in(mailbox[-1]) if which in found)


@pytest.mark.parametrize("lang", LANGS)
def test_the_text_is_there_where_the_address_is_confirmed(site: Site, round_: Consultation, mailbox: Mailbox, lang: str) -> None:
    thread(site, round_, lang=lang).submit("feedback.thread", **WORDS)
    join(site, lang=lang)
    elsewhere = Site(site.app)
    page = elsewhere.open(mailed(mailbox, {"en": "/join/confirm", "fr": "/adhesion/confirmer"}[lang])).submit("accounts.confirm")
    assert {"en": "What you wrote is waiting for you", "fr": "Ce que vous avez écrit vous attend"}[lang] in page.text
    page = page.submit("accounts.sign_in", email=ADDRESS, passphrase=PASSPHRASE)
    assert page.h1 == {"en": "Before you send", "fr": "Avant l’envoi"}[lang]
    assert "An evening’s work." in page.text
    assert "An evening’s work." in elsewhere.open("feedback.my_drafts").text
    page.submit("feedback.thread")
    assert db.session.scalars(sa.select(Comment.body)).all() == ["An evening’s work."]
    assert kept() == []


def test_a_link_that_is_mailed_again_takes_the_text_along(site: Site, round_: Consultation, mailbox: Mailbox) -> None:
    thread(site, round_).submit("feedback.thread", **WORDS)
    join(site)
    elsewhere = Site(site.app)
    page = elsewhere.open("accounts.sign_in").submit("accounts.sign_in", email=ADDRESS, passphrase=PASSPHRASE)
    page.submit("accounts.send_again")
    elsewhere.open(mailed(mailbox, "/join/confirm")).submit("accounts.confirm")
    assert [draft.user_id is not None for draft in kept()] == [True]


def test_no_text_goes_to_an_account_that_is_confirmed_already(site: Site, round_: Consultation, me: User, mailbox: Mailbox) -> None:
    """A stranger types somebody's address: the owner chooses a new passphrase by the letter, and gets nothing of the stranger's."""
    thread(site, round_).submit("feedback.thread", **WORDS)
    join(site, str(me.email))
    Site(site.app).open(mailed(mailbox, "/link/")).submit("accounts.reset", passphrase=PASSPHRASE)
    assert [draft.user_id for draft in kept()] == [None]
    assert {link.claim for link in db.session.scalars(sa.select(OneTimeToken))} == {None}


def test_a_stranger_who_joined_first_leaves_nothing(site: Site, round_: Consultation, mailbox: Mailbox) -> None:
    """The owner joins after them: by the letter that answers this, their own text comes along, and not the stranger's."""
    stranger, owner = Site(site.app), Site(site.app)
    thread(stranger, round_).submit("feedback.thread", **{**WORDS, "body": "A stranger’s."})
    join(stranger)
    thread(owner, round_).submit("feedback.thread", **WORDS)
    join(owner)
    page = Site(site.app).open(mailed(mailbox, "/link/")).submit("accounts.reset", passphrase=PASSPHRASE)
    assert "An evening’s work." in page.text
    assert [(draft.user_id is None, draft.fields["body"]) for draft in kept()] == [(True, ["A stranger’s."]), (False, [WORDS["body"]])]


def test_whether_there_is_an_account_is_not_told_by_what_becomes_of_the_text(site: Site, round_: Consultation, me: User) -> None:
    shown = []
    for email in (str(me.email), ADDRESS):
        browser = Site(site.app)
        review = thread(browser, round_).submit("feedback.thread", **WORDS)
        join(browser, email)
        shown.append((browser.open(review.path).html, browser.open("feedback.my_drafts").status))
    assert shown[0] == shown[1]


# Shared computers


@pytest.mark.parametrize("shared", [True, False])
def test_on_a_shared_computer_the_sign_in_ends_with_the_browser(site: Site, me: User, shared: bool) -> None:
    sign_in(site, me, shared=shared)
    name = str(site.app.config["SESSION_COOKIE_NAME"])
    cookie = site.client.get_cookie(name, domain="127.0.0.1")
    assert cookie is not None
    assert (cookie.expires is None) is shared
    told = site.client.get_cookie("shared", domain="127.0.0.1")
    assert (told is not None) is shared
    if told:
        assert (told.expires, told.http_only, told.same_site) == (None, False, "Lax")


def test_who_joins_on_a_shared_computer_says_so_too(site: Site) -> None:
    join(site, shared=True)
    assert site.client.get_cookie("shared", domain="127.0.0.1") is not None


# No trace


def test_no_log_holds_a_word(site: Site, round_: Consultation, me: User, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]) -> None:
    words = {**WORDS, "body": "zqdraftqz"}
    mine, path = site.as_(me), site.path("feedback.thread", round_.modules[0].module, key="b01")
    thread(site, round_).submit("feedback.thread", **words)
    join(site)
    mine.post("feedback.save_draft", {**words, "at": path})
    mine.open("feedback.review").submit("feedback.thread")
    said = capfd.readouterr()
    assert "zqdraftqz" not in said.out + said.err
    assert all("zqdraftqz" not in letter.as_string() for letter in mailbox)


def test_a_device_tells_people_apart_and_knows_no_account(site: Site, round_: Consultation, me: User) -> None:
    someone = make_user()
    owners = [re.findall(r'data-owner="(\w*)"', thread(as_, round_).html) for as_ in (site, site.as_(me), site.as_(someone), site.as_(me))]
    assert [len(found) for found in owners] == [1, 1, 1, 1]
    assert owners[0] == [""]
    assert owners[1] == owners[3] != owners[2]
    assert all(re.fullmatch("[0-9a-f]{16}", mark) for (mark,) in owners[1:])
