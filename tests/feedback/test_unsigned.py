"""Contributing without an account: a text never gets lost, a link is needed where an address is asked for, and nobody is counted twice."""

import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import Role, User
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.core import limits
from consult.core.db import db
from consult.core.errors import Closed
from consult.core.slow_down import SlowDown
from consult.feedback import rules
from consult.feedback.models import Comment, Origin, Readiness, Stance, Visibility
from consult.feedback.services import Target, answer_statement, cast_ballot, post_comment, vote_on_comment
from consult.moderation.models import Reason
from consult.moderation.services import hide_comment, publish_comment
from consult.reports.findings import findings
from consult.reports.presenters.counted import Counted
from consult.reports.queries import evidence
from tests.builders import PASSPHRASE, make_comment, make_consultation, make_statement, make_user
from tests.feedback.test_ballots import asked_about
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox
from tests.support.pages import Page
from tests.support.site import Site

ANYONE: dict[str, Any] = {"who_may_contribute": WhoMayContribute.ANYONE, "mode": Mode.PRE}
BY_MAIL: dict[str, Any] = {"who_may_contribute": WhoMayContribute.CONFIRMED_EMAIL}
CODE = re.compile(r"\b(?:[2-9A-Z]{4} ){7}[2-9A-Z]{4}\b")
WORDS = {"kind": "concern", "body": "Words that must not get lost.", "lang": "en"}
ADDRESS = "zoe@example.ca"


def comments() -> list[Comment]:
    """All there are."""
    settle()
    return list(db.session.scalars(sa.select(Comment).order_by(Comment.id).execution_options(populate_existing=True)))


def written(site: Site, consultation: Consultation, lang: str = "en") -> Page:
    """A visitor writes a comment on the whole module, and is asked how to send it."""
    module = consultation.modules[0].module
    return site.open("feedback.discussion", module, lang=lang).submit("feedback.discussion", **WORDS)


# The choice


@pytest.mark.parametrize(
    ("lang", "who", "offers"),
    [
        ("en", ANYONE, ["Before you send", "Sign in", "The report counts it apart", "You cannot vote", "no address of your device"]),
        ("fr", ANYONE, ["Avant l’envoi", "Se connecter", "Le rapport le compte à part", "Vous ne pouvez ni voter"]),
        ("en", BY_MAIL, ["Before you send", "Sign in", "We mail you a link", "counts you as one person", "Voting takes an account"]),
        ("fr", BY_MAIL, ["Avant l’envoi", "Se connecter", "Nous vous envoyons un lien", "Pour voter, il faut un compte"]),
    ],
)
def test_a_visitor_chooses_how_to_send_and_reads_the_rules(site: Site, lang: str, who: dict[str, Any], offers: list[str]) -> None:
    page = written(site, make_consultation(**who), lang)
    assert page.path.partition("?")[0] in {"/en/before-sending", "/fr/avant-l-envoi"}
    for words in (*offers, WORDS["body"]):
        assert words in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert comments() == []


def test_with_an_account_only_a_visitor_signs_in_as_ever(site: Site) -> None:
    page = written(site, make_consultation())
    assert WORDS["body"] in page.text
    assert not page.main.all("form")
    assert page.follow("Sign in").path.startswith("/en/sign-in?next=/en/before-sending")


@pytest.mark.parametrize("who", [ANYONE, BY_MAIL])
def test_signing_in_instead_leads_back_to_the_text(site: Site, who: dict[str, Any]) -> None:
    user = make_user(email="me@example.ca", passphrase=PASSPHRASE)
    page = written(site, make_consultation(**who)).follow("Sign in")
    page = page.submit("accounts.sign_in", email=str(user.email), passphrase=PASSPHRASE)
    assert WORDS["body"] in page.html
    page.submit("feedback.discussion", **WORDS)
    assert [comment.author_id for comment in comments()] == [user.id]


def test_the_form_says_beforehand_what_comes(site: Site) -> None:
    for who, words in (
        (ANYONE, "send it without an account"),
        (BY_MAIL, "confirm your e-mail address"),
        ({}, "sign in or create an account"),
    ):
        module = make_consultation(**who).modules[0].module
        assert words in site.open("feedback.discussion", module).text


def test_without_a_text_there_is_nothing_to_send(site: Site) -> None:
    assert "Nothing waits to be sent" in site.open("feedback.review").text
    assert "Nothing waits to be sent" in site.post("feedback.review", {"name": ""}).text
    assert comments() == []


# Anyone


def test_anyone_sends_a_comment_that_waits_for_a_moderator(site: Site) -> None:
    page = written(site, make_consultation(**ANYONE)).submit("feedback.review", name="  Zo\u202ee  ")
    (comment,) = comments()
    assert (comment.author_id, comment.origin, comment.visibility) == (None, Origin.UNSIGNED, Visibility.PENDING)
    assert (comment.body, comment.signed_as) == (WORDS["body"], "Zoe")
    assert len(CODE.findall(page.text)) == 1
    assert page.headers["Cache-Control"] == "private, no-store"
    assert WORDS["body"] not in page.form("feedback.discussion").element.text, "It was sent: the form is empty again."


def test_the_code_of_anyone_tells_what_became_of_it(site: Site) -> None:
    page = written(site, make_consultation(**ANYONE)).submit("feedback.review")
    code = CODE.findall(page.text)[0]
    (comment,) = comments()
    assert "Waiting" in site.open("feedback.receipt").submit("feedback.receipt", code=code).text
    comment.visibility, comment.reason_code = Visibility.HIDDEN, "THREAT"
    settle()
    assert "Threat" in site.open("feedback.receipt").submit("feedback.receipt", code=code).text


@pytest.mark.parametrize(
    ("lang", "name", "shown"),
    [
        ("en", "", ["Someone without an account"]),
        ("fr", "", ["Quelqu’un sans compte"]),
        ("en", "Moderator", ["Moderator", "without an account"]),
        ("fr", "Zoé", ["Zoé", "sans compte"]),
    ],
)
def test_everybody_sees_that_there_is_no_account_behind_it(site: Site, lang: str, name: str, shown: list[str]) -> None:
    consultation = make_consultation(**ANYONE)
    written(site, consultation).submit("feedback.review", name=name)
    (comment,) = comments()
    publish_comment(moderator_of(consultation), comment)
    settle()
    for page in (
        site.open("feedback.discussion", consultation.modules[0].module, lang=lang),
        site.open("feedback.comment", comment_id=comment.id, lang=lang),
        site.open("feedback.comments", consultation, lang=lang),
        site.as_(moderator_of(consultation)).open("moderation.item", comment_id=comment.id, lang=lang),
    ):
        for words in shown:
            assert words in page.text


def moderator_of(consultation: Consultation) -> User:
    """Somebody who may decide."""
    return make_user(roles=[(Role.MODERATOR, {"consultation_id": consultation.id})])


def test_a_decision_about_it_tells_nobody(app: Flask, site: Site, mailbox: Mailbox) -> None:
    consultation = make_consultation(**ANYONE)
    written(site, consultation).submit("feedback.review")
    hide_comment(moderator_of(consultation), comments()[0], reason=Reason.SPAM)
    settle()
    assert len(mailbox) == 0


def test_anyone_answers_a_comment(site: Site) -> None:
    comment = make_comment(make_consultation(**ANYONE))
    page = site.open("feedback.comment", comment_id=comment.id).submit("feedback.comment", body="So it is here.", lang="en")
    page.submit("feedback.review")
    reply = comments()[-1]
    assert (reply.parent_id, reply.origin) == (comment.id, Origin.UNSIGNED)


@pytest.mark.parametrize("who", [ANYONE, BY_MAIL])
def test_a_reply_to_what_is_hidden_meanwhile_keeps_its_words(site: Site, who: dict[str, Any]) -> None:
    comment = make_comment(make_consultation(**who))
    page = site.open("feedback.comment", comment_id=comment.id).submit("feedback.comment", body="So it is here.", lang="en")
    comment.visibility = Visibility.HIDDEN
    settle()
    for answer in (page.send("feedback.review", {"name": ""}), site.open("feedback.review")):
        assert answer.status == 409
        assert "So it is here." in answer.text
        assert "not public any more" in answer.text
    assert len(comments()) == 1


def test_nothing_of_the_sender_is_kept(site: Site) -> None:
    written(site, make_consultation(**ANYONE)).submit("feedback.review", name="Zoe")
    settle()
    dump = "\n".join(str(row) for table in db.metadata.sorted_tables for row in db.session.execute(sa.select(table)).all())
    for kept in ("127.0.0.1", "127.0.0.0", "werkzeug", "Werkzeug"):
        assert kept not in dump
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 0


def test_it_leaves_an_entry_without_an_actor(site: Site) -> None:
    written(site, make_consultation(**ANYONE)).submit("feedback.review")
    settle()
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "comment_posted")).one()
    assert entry.actor_ref is None


def test_where_anyone_may_write_nobody_votes(app: Flask) -> None:
    consultation, voter = asked_about(), make_user()
    comment, statement = make_comment(consultation), make_statement(consultation)
    consultation.who_may_contribute, consultation.mode = WhoMayContribute.ANYONE, Mode.PRE
    entry = consultation.modules[0]
    target = Target(consultation, entry.module_id, entry.version_id, "s1")
    ballot: dict[str, Any] = {"readiness": Readiness.READY, "importance": 3, "reasons": [], "reason": "", "lang": "en"}
    for act in (
        lambda: vote_on_comment(voter, comment, Stance.AGREE),
        lambda: answer_statement(voter, statement, Stance.AGREE),
        lambda: cast_ballot(voter, target, **ballot),
    ):
        with pytest.raises(Closed):
            act()


@pytest.mark.parametrize(("lang", "sentence"), [("en", "That is why there are no votes."), ("fr", "C’est pourquoi il n’y a pas de votes.")])
def test_pages_say_that_nobody_votes_there(site: Site, lang: str, sentence: str) -> None:
    consultation = asked_about()
    make_comment(consultation), make_statement(consultation)
    consultation.who_may_contribute, consultation.mode = WhoMayContribute.ANYONE, Mode.PRE
    settle()
    module = consultation.modules[0].module
    for browser in (site, site.as_(make_user())):
        assert not browser.open("feedback.discussion", module, lang=lang).has("form", class_="vote")
        for page in (
            browser.open("feedback.statements", consultation, lang=lang),
            browser.open("feedback.statement", consultation, number=1, lang=lang),
            browser.open("feedback.section", module, key="s1", lang=lang),
        ):
            assert sentence in page.text


def test_with_a_confirmed_address_people_vote_with_an_account(app: Flask) -> None:
    consultation = make_consultation(**BY_MAIL)
    vote_on_comment(make_user(), make_comment(consultation), Stance.AGREE)


@pytest.mark.parametrize("who", [{}, BY_MAIL])
def test_elsewhere_nobody_sends_without_being_asked(site: Site, who: dict[str, Any]) -> None:
    """The text was written while anyone might; whoever runs the consultation has changed that since."""
    consultation = make_consultation(**ANYONE)
    page = written(site, consultation)
    consultation.who_may_contribute = who.get("who_may_contribute", WhoMayContribute.ACCOUNT)
    settle()
    page.send("feedback.review", {"name": ""})
    assert comments() == []


def test_first_visibility_of_anyone_is_never_public() -> None:
    for mode in Mode:
        assert rules.first_visibility(Consultation(mode=mode, who_may_contribute=WhoMayContribute.ANYONE)) is Visibility.PENDING


def test_sending_without_an_account_is_limited(site: Site, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    limits.register(app)
    monkeypatch.setitem(app.extensions, "slow_down", SlowDown())
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], limits=True))
    consultation, statuses = make_consultation(**ANYONE), []
    for _ in range(17):
        assert site.post("feedback.review", {"name": ""}).status == 200, "Nothing waits to be sent; it counts all the same."
    for _ in range(4):
        page = written(site, consultation)
        statuses.append(page.send("feedback.review", {"name": ""}, follow=False).status)
    assert statuses == [303, 303, 303, 429]
    assert WORDS["body"] in site.open("feedback.review").text, "What was too fast still waits."
    followed = [site.post(f"/en/contributions/confirm/unknown-{number}").status for number in range(40)]
    assert set(followed) == {410}, "A classroom that follows its links at once is not stopped."
    limits.register(app)


# Counting


def test_what_nobody_signed_is_counted_apart_and_never_as_people(app: Flask, site: Site, clock: StoppedClock) -> None:
    consultation = make_consultation(**ANYONE)
    entry = consultation.modules[0]
    author = make_user()
    known = post_comment(author, Target(consultation, entry.module_id, entry.version_id), kind="support", body="Clear.", lang="fr")  # type: ignore[arg-type]
    for _ in range(3):
        written(Site(app), consultation).submit("feedback.review", name="One name")
    moderator = moderator_of(consultation)
    for comment in comments()[:3]:
        publish_comment(moderator, comment)
    assert known.visibility is Visibility.PUBLISHED
    found = evidence(consultation)
    assert (found.participants, found.commenters, found.published, found.without_account) == (1, 1, 3, 2)
    assert found.by_language == {"fr": 1}, "What nobody signed is in no group of people, not even as nobody."
    snapshot = findings(consultation, found, clock.now())
    assert snapshot["participation"]["without_account"] == 2
    with app.test_request_context("/en/"):
        assert Counted(snapshot).without_account.startswith("2 published contributions were made without an account.")


def test_where_all_had_an_account_nothing_is_said_of_it(app: Flask, clock: StoppedClock) -> None:
    consultation = make_comment().consultation
    snapshot = findings(consultation, evidence(consultation), clock.now())
    assert "without_account" not in snapshot["participation"]
    assert Counted(snapshot).without_account == ""
