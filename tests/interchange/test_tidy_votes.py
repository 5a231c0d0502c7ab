"""Votes of a tidy folder: which answer of a person counts, and what becomes of the others."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.core.db import db
from consult.feedback.models import Comment, CommentVote, FormerCommentVote, FormerStatementVote, Stance, StatementVote
from tests.builders.interchange import cast
from tests.support.commands import everything, run

pytestmark = pytest.mark.usefixtures("app")
A, B, U = "1", "-1", "0"
AGREE, DISAGREE, UNSURE = Stance.AGREE, Stance.DISAGREE, Stance.UNSURE


def day(number):
    return datetime(2026, 3, number, tzinfo=UTC) if number else None


def bring_in(app, tidy, *given):
    """Import answers of one person to one comment, each a value and its day or None; again, that writes nothing."""
    tidy.votes = [cast("p1", "u1", value, **({"created_at": f"2026-03-{at:02}"} if at else {})) for value, at in given]
    outcome = run(app, "import-tidy", str(tidy.write()))
    assert outcome.exit_code == 0, outcome.output
    before = everything()
    assert "; 0 rows written, 0 rows skipped" in run(app, "import-tidy", str(tidy.folder)).stdout
    assert everything() == before
    assert run(app, "check").exit_code == 0
    return outcome.stdout


def live(table=CommentVote):
    row = db.session.scalars(select(table)).one()
    return row.stance, row.cast_at


def former(table=FormerCommentVote):
    return [(row.stance, row.cast_at, row.replaced_at) for row in db.session.scalars(select(table).order_by(table.id))]


@pytest.mark.parametrize(
    ("given", "last", "before"),
    [
        ([(A, 1), (B, 2)], (DISAGREE, 2), [(AGREE, 1, 2)]),
        ([(B, 2), (A, 1)], (DISAGREE, 2), [(AGREE, 1, 2)]),
        ([(A, 3), (B, 1), (U, 2)], (AGREE, 3), [(DISAGREE, 1, 2), (UNSURE, 2, 3)]),
        ([(A, 1), (B, 1)], (DISAGREE, 1), [(AGREE, 1, 1)]),  # at one moment: further down the file is later
        ([(A, 1), (A, 2)], (AGREE, 2), []),
        ([(A, 1), (A, 2), (B, 3)], (DISAGREE, 3), [(AGREE, 2, 3)]),
        ([(A, None), (B, None)], (DISAGREE, None), [(AGREE, None, None)]),
        (
            [(A, None), (B, None), (A, None), (B, None)],
            (DISAGREE, None),
            [(AGREE, None, None), (DISAGREE, None, None), (AGREE, None, None)],
        ),
        ([(A, 3), (U, None), (B, 1)], (DISAGREE, 1), [(AGREE, 3, None), (UNSURE, None, 1)]),  # one has no date: file order for all
    ],
)
def test_the_last_answer_counts_and_those_before_are_history(app, tidy, clock, given, last, before):
    stdout = bring_in(app, tidy, *given)
    assert "1 vote," in stdout
    assert live() == (last[0], day(last[1]))
    assert [row[:2] for row in former()] == [(stance, day(at)) for stance, at, _replaced in before]
    assert [row[2] for row in former() if row[2] < clock.now()] == [day(replaced) for _stance, _at, replaced in before if replaced]
    tally = db.session.scalars(select(Comment).where(Comment.source_id == "p1")).one()
    assert tally.seen == 1


@pytest.mark.parametrize(
    ("imports", "last", "before"),
    [
        ([[(A, 1)], [(A, 1), (B, 2)]], (DISAGREE, 2), [(AGREE, 1)]),
        ([[(A, 1)], [(B, 2)]], (DISAGREE, 2), [(AGREE, 1)]),
        ([[(A, 1), (B, 2)], [(A, 1), (B, 2), (U, 3)]], (UNSURE, 3), [(AGREE, 1), (DISAGREE, 2)]),
        ([[(A, 1), (B, 2)], [(U, 3)]], (UNSURE, 3), [(AGREE, 1), (DISAGREE, 2)]),
        ([[(B, 2)], [(A, 1), (B, 2)]], (DISAGREE, 2), [(AGREE, 1)]),  # what an earlier export did not have
        ([[(A, None)], [(A, 1), (B, 2)]], (DISAGREE, 2), [(AGREE, 1)]),
        ([[(A, None), (B, None)], [(A, 1), (B, 2)]], (DISAGREE, 2), [(AGREE, None)]),
        ([[(A, None)], [(B, None)], [(A, None)], [(B, None)]], (DISAGREE, None), [(AGREE, None), (DISAGREE, None), (AGREE, None)]),
        ([[(A, 1), (B, 2)], [(A, 1)], [(A, 1), (B, 2)]], (DISAGREE, 2), [(AGREE, 1), (DISAGREE, 2)]),
    ],
)
def test_history_is_told_once_however_often_it_is_imported(app, tidy, imports, last, before):
    for given in imports:
        bring_in(app, tidy, *given)
    assert live() == (last[0], day(last[1]))
    assert [row[:2] for row in former()] == [(stance, day(at)) for stance, at in before]


def test_people_and_targets_are_told_apart(app, tidy):
    march = [{"created_at": f"2026-03-{number:02}"} for number in range(1, 6)]
    tidy.votes = [
        cast("a1", "u1", A, "section", **march[4]),
        cast("a1", "u2", B, "section", **march[3]),
        cast("a1", "u1", B, "section", **march[2]),
        cast("p1", "u1", U, **march[1]),
        cast("t1", "u1", A, **march[0]),
    ]
    assert run(app, "import-tidy", str(tidy.write())).exit_code == 0
    assert former() == []
    assert former(FormerStatementVote) == [(DISAGREE, day(3), day(5))]
    assert [row.stance for row in db.session.scalars(select(StatementVote).order_by(StatementVote.voter_id))] == [AGREE, DISAGREE]
