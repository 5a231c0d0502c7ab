"""Voting: one live answer a person and item, one counter changed, whatever the number of votes; history kept."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from consult.accounts.models import User
from consult.core import clock
from consult.core.access import require
from consult.core.db import db, insert_unless_there
from consult.feedback import rules
from consult.feedback.models import Comment, CommentVote, FormerCommentVote, FormerStatementVote, Stance, Statement, StatementVote
from consult.feedback.services.comments import taking_part


@dataclass(frozen=True)
class Ballot:
    """The three tables of one kind of vote, and the name of the column that points to the item."""

    item: type[Comment] | type[Statement]
    live: type[CommentVote] | type[StatementVote]
    former: type[FormerCommentVote] | type[FormerStatementVote]
    column: str


ON_COMMENTS = Ballot(Comment, CommentVote, FormerCommentVote, "comment_id")
ON_STATEMENTS = Ballot(Statement, StatementVote, FormerStatementVote, "statement_id")


def vote_on_comment(actor: User | None, comment: Comment, stance: Stance) -> None:
    """Say agree, disagree or unsure of somebody else's comment; the latest answer counts."""
    now = clock.now()
    voter = taking_part(actor, comment.consultation, now)
    require(rules.may_vote, actor, comment, now)
    _cast(ON_COMMENTS, comment, voter, stance)


def answer_statement(actor: User | None, statement: Statement, stance: Stance) -> None:
    """Say agree, disagree or unsure of a statement; the latest answer counts."""
    now = clock.now()
    voter = taking_part(actor, statement.consultation, now)
    require(rules.may_answer, actor, statement, now)
    _cast(ON_STATEMENTS, statement, voter, stance)


def _cast(ballot: Ballot, item: Comment | Statement, voter: User, stance: Stance) -> None:
    """Keep the answer. Two requests of one person at the same moment meet at the primary key: one row, counted once."""
    now = clock.now()
    key = {ballot.column: item.id, "voter_id": voter.id}
    perspective = voter.profile.perspective if voter.profile else None
    is_new = insert_unless_there(
        ballot.live, **key, consultation_id=item.consultation_id, stance=stance, perspective=perspective, cast_at=now
    )
    if is_new:
        _count(ballot, item, {stance: 1})
        return
    vote = _live_vote(ballot, key)
    if vote.stance is stance:
        return
    db.session.add(ballot.former(**key, consultation_id=item.consultation_id, stance=vote.stance, cast_at=vote.cast_at, replaced_at=now))
    _count(ballot, item, {vote.stance: -1, stance: 1})
    vote.stance, vote.perspective, vote.cast_at = stance, perspective, now


def _live_vote(ballot: Ballot, key: dict[str, int]) -> CommentVote | StatementVote:
    """The answer given before, locked until the transaction ends."""
    found = db.session.scalars(select(ballot.live).filter_by(**key).with_for_update()).one()
    return cast("CommentVote | StatementVote", found)


def _count(ballot: Ballot, item: Comment | Statement, changes: dict[Stance, int]) -> None:
    """Change the counters of the item in one statement."""
    table = ballot.item
    columns: dict[Stance, InstrumentedAttribute[int]] = {
        Stance.AGREE: table.agree_count,
        Stance.DISAGREE: table.disagree_count,
        Stance.UNSURE: table.unsure_count,
    }
    values = {f"{stance.value}_count": columns[stance] + change for stance, change in changes.items()}
    db.session.execute(update(table).where(table.id == item.id).values(values), execution_options={"synchronize_session": False})
    db.session.expire(item, values)
