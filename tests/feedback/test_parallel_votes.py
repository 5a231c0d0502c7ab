"""Fifty hands on the same vote at the same moment: one row a person and item, counters equal rows, a history without a gap.

Twelve items each time; with CONSULT_STRESS_ITEMS=100 in the environment all the hundred of the acceptance, in a minute and a half.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, NamedTuple, cast

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import User
from consult.core import transaction
from consult.core.db import Model, db, writing
from consult.feedback.models import Comment, CommentVote, FormerCommentVote, FormerStatementVote, Stance, Statement, StatementVote
from consult.feedback.services import answer_statement, vote_on_comment
from consult.home.services import check
from tests.builders import make_comment, make_consultation, make_statement, make_user
from tests.support.crowd import Meet, at_once

HANDS = 50
ITEMS = int(os.environ.get("CONSULT_STRESS_ITEMS", "12"))
STANCES = tuple(Stance)
END = datetime.max.replace(tzinfo=UTC)  # of the live answer
Item = tuple[type[Comment] | type[Statement], int]


class Answer(NamedTuple):
    """A stance, from when and until when."""

    stance: Stance
    since: datetime
    until: datetime


@pytest.fixture
def items(app: Flask) -> list[Item]:
    """Things to vote on, comments and statements mixed."""
    consultation, author = make_consultation(), make_user()
    made = [thing for _ in range(ITEMS // 2) for thing in (make_comment(consultation, author=author), make_statement(consultation))]
    places: list[Item] = [(type(one), one.id) for one in made]
    transaction.commit()
    return places


def thing(item: Item) -> Comment | Statement:
    table, number = item
    return cast("Comment | Statement", db.session.get_one(table, number))


def press(voter: User, item: Item, stance: Stance) -> None:
    """One press of a button: one request, one transaction."""
    subject = thing(item)
    if isinstance(subject, Comment):
        vote_on_comment(voter, subject, stance)
    else:
        answer_statement(voter, subject, stance)
    transaction.commit()


def hand(place: int, voter_id: int, items: list[Item]) -> Callable[[Meet], None]:
    """On each item: the same answer as all the other hands, then one that two thirds of them contradict."""

    def act(meet: Meet) -> None:
        voter = db.session.get_one(User, voter_id)
        transaction.roll_back()  # on SQLite the first statement takes the write lock
        for number, item in enumerate(items):
            for stance in (STANCES[number % 3], STANCES[place % 3]):
                meet()
                press(voter, item, stance)

    return act


def histories(live: type[Model], former: type[Model], column: str) -> list[list[Answer]]:
    """What the one person answered to each item, in order."""
    rows: dict[int, list[Answer]] = {}
    votes: list[Any] = [*db.session.scalars(select(former).order_by(sa.column("id"))), *db.session.scalars(select(live))]
    for vote in votes:
        until = getattr(vote, "replaced_at", END)
        rows.setdefault(getattr(vote, column), []).append(Answer(vote.stance, vote.cast_at, until))
    return list(rows.values())


def follows(before: Answer, after: Answer) -> bool:
    """Without a gap, and another answer."""
    return before.stance is not after.stance and before.since <= before.until == after.since


def found_wrong() -> list[object]:
    """What `flask consult check` would name."""
    transaction.commit()
    reading = writing.set(False)
    try:
        checked = check()
        transaction.roll_back()
    finally:
        writing.reset(reading)
    return [*checked.counters, *checked.seals, *checked.links, *checked.editions]


def test_fifty_equal_and_fifty_conflicting_votes_on_each_item(app: Flask, items: list[Item]) -> None:
    voter_id = make_user().id
    transaction.commit()
    at_once(app, [hand(place, voter_id, items) for place in range(HANDS)])
    told = [*histories(CommentVote, FormerCommentVote, "comment_id"), *histories(StatementVote, FormerStatementVote, "statement_id")]
    assert len(told) == len(items)
    for story in told:
        assert all(follows(before, after) for before, after in pairwise(story)), story
        assert sum(answer.until == END for answer in story) == 1
    assert sum(len(story) > 1 for story in told) == len(items), "The conflicting votes of some item did not meet."
    assert {thing(item).seen for item in items} == {1}
    assert found_wrong() == []


def test_fifty_people_vote_on_one_item_at_once(app: Flask, items: list[Item]) -> None:
    some, voters = items[:2], [make_user().id for _ in range(HANDS)]
    transaction.commit()
    at_once(app, [hand(place, voter_id, some) for place, voter_id in enumerate(voters)])
    assert {(one.agree_count, one.disagree_count, one.unsure_count) for one in map(thing, some)} == {(17, 17, 16)}
    assert found_wrong() == []
