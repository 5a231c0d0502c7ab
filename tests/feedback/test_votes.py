"""Votes: one live answer a person and item, counted once whatever happens, with its history."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.core.db import db
from consult.core.errors import Closed, Refused, SignInNeeded
from consult.feedback import services
from consult.feedback.models import CommentVote, FormerCommentVote, FormerStatementVote, Stance, StatementStatus, Visibility
from tests.builders import make_comment, make_consultation, make_statement, make_user

AGREE, DISAGREE, UNSURE = Stance.AGREE, Stance.DISAGREE, Stance.UNSURE


def tally(item: object) -> tuple[int, int, int]:
    db.session.flush()
    db.session.refresh(item)
    return item.agree_count, item.disagree_count, item.unsure_count  # type: ignore[attr-defined]


def rows(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_answer_is_counted_once(app: Flask) -> None:
    comment, voter = make_comment(), make_user()
    services.vote_on_comment(voter, comment, AGREE)
    services.vote_on_comment(voter, comment, AGREE)
    assert tally(comment) == (1, 0, 0)
    assert (rows(CommentVote), rows(FormerCommentVote)) == (1, 0)


def test_a_changed_answer_replaces_the_former_one_and_keeps_it_in_the_history(app: Flask) -> None:
    comment, voter = make_comment(), make_user()
    for stance in (AGREE, UNSURE, DISAGREE):
        services.vote_on_comment(voter, comment, stance)
    assert tally(comment) == (0, 1, 0)
    assert rows(CommentVote) == 1
    assert [vote.stance for vote in db.session.scalars(select(FormerCommentVote).order_by(FormerCommentVote.id))] == [AGREE, UNSURE]


def test_a_statement_is_answered_like_a_comment(app: Flask) -> None:
    statement, voter = make_statement(), make_user()
    services.answer_statement(voter, statement, DISAGREE)
    services.answer_statement(voter, statement, AGREE)
    services.answer_statement(make_user(), statement, UNSURE)
    assert tally(statement) == (1, 0, 1)
    assert rows(FormerStatementVote) == 1


def test_nobody_votes_on_their_own_comment(app: Flask) -> None:
    author = make_user()
    with pytest.raises(Refused):
        services.vote_on_comment(author, make_comment(author=author), AGREE)


@pytest.mark.parametrize("visibility", [Visibility.PENDING, Visibility.HIDDEN, Visibility.WITHDRAWN])
def test_nobody_votes_on_what_is_not_public(app: Flask, visibility: Visibility) -> None:
    with pytest.raises(Refused):
        services.vote_on_comment(make_user(), make_comment(visibility=visibility), AGREE)


@pytest.mark.parametrize("status", [StatementStatus.DRAFT, StatementStatus.REJECTED, StatementStatus.RETIRED])
def test_only_a_live_statement_is_answered(app: Flask, status: StatementStatus) -> None:
    with pytest.raises(Refused):
        services.answer_statement(make_user(), make_statement(status=status), AGREE)


def test_votes_are_taken_only_while_open_and_only_from_confirmed_people(app: Flask) -> None:
    with pytest.raises(Closed):
        services.vote_on_comment(make_user(), make_comment(make_consultation("closed")), AGREE)
    with pytest.raises(SignInNeeded):
        services.vote_on_comment(None, make_comment(), AGREE)
    with pytest.raises(Refused):
        services.vote_on_comment(make_user(confirmed=False), make_comment(), AGREE)
