"""Answers of many people at once, with the counters that pages read."""

from collections.abc import Sequence

from sqlalchemy import insert

from consult.accounts.models import User
from consult.core import clock
from consult.core.db import db
from consult.feedback.models import Comment, CommentVote, Stance, Statement, StatementVote


def make_votes(item: Comment | Statement, voters: Sequence[User], *, agree: int = 0, disagree: int = 0, unsure: int = 0) -> None:
    """Let the first so many agree, the next disagree, the next be unsure."""
    stances = [Stance.AGREE] * agree + [Stance.DISAGREE] * disagree + [Stance.UNSURE] * unsure
    assert len(stances) <= len(voters), f"{len(stances)} answers need as many voters; there are {len(voters)}."
    table, column = (CommentVote, "comment_id") if isinstance(item, Comment) else (StatementVote, "statement_id")
    shared = {column: item.id, "consultation_id": item.consultation_id, "cast_at": clock.now()}
    rows = [{**shared, "voter_id": voter.id, "stance": stance} for voter, stance in zip(voters, stances, strict=False)]
    db.session.execute(insert(table), rows)
    item.agree_count += agree
    item.disagree_count += disagree
    item.unsure_count += unsure
    db.session.flush()
