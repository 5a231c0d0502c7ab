"""A thousand comments and votes around the closing instant, by the real clock: none late is taken, none early is refused."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode
from consult.consultations.services import extend_consultation
from consult.core import clock, transaction
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed
from consult.feedback import services
from consult.feedback.models import Comment, CommentVote, Kind, Stance, Statement, StatementVote
from tests.builders import make_comment, make_consultation, make_statement, make_user
from tests.support import signing_in
from tests.support.crowd import Meet, at_once
from tests.support.site import Site, apart

PEOPLE, ACTS = 4, 250  # as many at once as the embedded server has threads
CALM, RUSH = 50, 225  # the acts up to the first number are sent at once, up to the second around closing, the others after it
TAKEN, CLOSED = 303, 409
SECOND = timedelta(seconds=1)


@dataclass
class Act:
    """One request: when it was begun, when it was answered, and how."""

    begun: float
    answered: float
    status: int


@dataclass
class Round:
    """An open consultation with enough to vote on that nobody votes twice on anything, and the addresses to send to."""

    site: Site
    consultation_id: int
    comment_form: str
    votes: list[str]
    answers: list[str]
    closes: float = 0
    acts: list[Act] = field(default_factory=list)

    def send(self, client: FlaskClient, number: int) -> None:
        """A comment, an answer to a statement, a vote on a comment, and again."""
        path = (self.comment_form, self.answers[number // 3], self.votes[number // 3])[number % 3]
        form = {"kind": "support", "body": f"Comment {number}", "lang": "en", "send": "1"} if number % 3 == 0 else {"stance": "agree"}
        token = apart(lambda: signing_in.form_token(client))
        base = self.site.app.extensions["settings"].public_url
        begun = time.time()
        answer = apart(lambda: client.post(path, data={**form, "csrf_token": token}, base_url=base))
        self.acts.append(Act(begun, time.time(), answer.status_code))


def open_round(site: Site) -> Round:
    consultation = make_consultation(mode=Mode.POST)
    author = make_user()
    comments = [make_comment(consultation, author=author) for _ in range(ACTS // 3 + 1)]
    statements = [make_statement(consultation) for _ in comments]
    return Round(
        site,
        consultation.id,
        site.path("feedback.discussion", consultation.modules[0].module),
        [site.path("feedback.vote", comment_id=comment.id) for comment in comments],
        [site.path("feedback.statement", statement) for statement in statements],
    )


def wait_until(moment: float) -> None:
    time.sleep(max(0, moment - time.time()))


def participant(the_round: Round, client: FlaskClient) -> Callable[[Meet], None]:
    """Sends some in peace, most in the rush of the last seconds and over the end, and some when it is over for certain."""

    def act(_meet: Meet) -> None:
        for number in range(ACTS):
            if number == CALM:
                wait_until(the_round.closes - 2)
            if number == RUSH:
                wait_until(the_round.closes)
            the_round.send(client, number)

    return act


def host(the_round: Round, host_id: int, later: datetime) -> Callable[[Meet], None]:
    """Puts the closing later by a moment, while people send."""

    def act(_meet: Meet) -> None:
        person = db.session.get_one(User, host_id)
        consultation = db.session.get_one(Consultation, the_round.consultation_id)
        extend_consultation(person, consultation, closes_at=later, reason=Bilingual("Snow.", "La neige."))
        transaction.commit()

    return act


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_none_late_is_taken_and_none_early_is_refused(app: Flask, site: Site) -> None:
    the_round = open_round(site)
    before, host_id = rows(Comment), make_user(roles=[Role.EDITOR]).id
    clients = [site.as_(make_user()).client for _ in range(PEOPLE)]
    later = clock.now() + 8 * SECOND
    the_round.closes = later.timestamp()
    db.session.get_one(Consultation, the_round.consultation_id).closes_at = later - SECOND
    transaction.commit()
    at_once(app, [host(the_round, host_id, later), *(participant(the_round, client) for client in clients)])

    acts, closes = the_round.acts, later.timestamp()
    assert len(acts) == PEOPLE * ACTS
    assert {act.status for act in acts} == {TAKEN, CLOSED}, "Something else than taken or closed, or only one of them."
    assert not [act for act in acts if act.status == TAKEN and act.begun >= closes], "Late, and taken."
    assert not [act for act in acts if act.status == CLOSED and act.answered < closes], "Early, and refused."
    taken = [act for act in acts if act.status == TAKEN]
    assert rows(Comment) - before + rows(CommentVote) + rows(StatementVote) == len(taken)
    newest = [db.session.scalar(select(func.max(moment))) for moment in (Comment.posted_at, CommentVote.cast_at, StatementVote.cast_at)]
    assert all(moment is not None and moment < later for moment in newest), "Taken in time, with a moment after closing."


def test_what_came_in_before_closing_is_in_time_however_long_it_waits(app: Flask, monkeypatch) -> None:
    closes = clock.now() + 60 * SECOND
    consultation = make_consultation(mode=Mode.POST, closes_at=closes)
    comment, actor = make_comment(consultation), make_user()
    token = clock.arrive()
    try:
        monkeypatch.setattr(clock, "now", lambda: closes + 5 * SECOND)  # so long it waited for the lock
        services.vote_on_comment(actor, comment, Stance.AGREE)
    finally:
        clock.leave(token)
    kept = db.session.scalars(select(CommentVote.cast_at)).one()
    assert kept is not None
    assert kept < closes
    with pytest.raises(Closed):
        services.vote_on_comment(make_user(), comment, Stance.AGREE)


def ticking(monkeypatch: pytest.MonkeyPatch, start: datetime) -> None:
    """A clock that is a second further at each look."""
    looks = count()
    monkeypatch.setattr(clock, "now", lambda: start + next(looks) * SECOND)


ACTS_OF_A_SERVICE: dict[str, Callable[[User, Comment, Statement], object]] = {
    "comment": lambda actor, comment, _statement: services.post_comment(
        actor, services.Target(comment.consultation, comment.module_id, comment.version_id), kind=Kind.SUPPORT, body="Clear.", lang="en"
    ),
    "reply": lambda actor, comment, _statement: services.reply_to_comment(actor, comment, body="Clear.", lang="en"),
    "vote": lambda actor, comment, _statement: services.vote_on_comment(actor, comment, Stance.AGREE),
    "answer": lambda actor, _comment, statement: services.answer_statement(actor, statement, Stance.AGREE),
}


@pytest.mark.parametrize("act", ACTS_OF_A_SERVICE.values(), ids=ACTS_OF_A_SERVICE)
@pytest.mark.parametrize("looks", range(1, 7))
def test_what_is_taken_has_the_moment_at_which_it_was_found_open(app: Flask, monkeypatch, act, looks: int) -> None:
    """Whatever second passes between two lines of a service, nothing is kept with a moment after closing."""
    now = clock.now()
    consultation = make_consultation(mode=Mode.POST, closes_at=now + looks * SECOND)
    comment, statement, actor = make_comment(consultation), make_statement(consultation), make_user()
    ticking(monkeypatch, now)
    with suppress(Closed):
        act(actor, comment, statement)
    kept = [db.session.scalar(select(func.max(moment))) for moment in (Comment.posted_at, CommentVote.cast_at, StatementVote.cast_at)]
    assert all(moment is None or moment < now + looks * SECOND for moment in kept)


def test_a_vote_that_waited_past_the_closing_shows_on_the_page_that_was_kept(app: Flask, site: Site, monkeypatch) -> None:
    closes = clock.now() + 60 * SECOND
    consultation = make_consultation(mode=Mode.POST, closes_at=closes)
    comment, actor = make_comment(consultation), make_user()
    token = clock.arrive()
    monkeypatch.setattr(clock, "now", lambda: closes + SECOND)
    before = site.open("feedback.comment", comment_id=comment.id)
    try:
        services.vote_on_comment(actor, comment, Stance.AGREE)
    finally:
        clock.leave(token)
    after = site.open("feedback.comment", comment_id=comment.id)
    assert "Agree 0" in before.text
    assert "Agree 1" in after.text
