"""Voting: one live answer a person and item, one counter changed, whatever the number of votes; history kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, Update, bindparam, insert, select, update

from consult.accounts.models import User
from consult.consultations.rules import is_open
from consult.consultations.services import count_late, renew
from consult.core import clock
from consult.core.access import require
from consult.core.db import db, insert_unless_there, rows_of
from consult.core.seals import COLUMN as SEAL
from consult.core.seals import sealed
from consult.feedback import rules
from consult.feedback.models import Comment, CommentVote, FormerCommentVote, FormerStatementVote, Stance, Statement, StatementVote
from consult.feedback.services.comments import casting


@dataclass(frozen=True)
class Voting:
    """The three tables of one kind of vote, and the name of the column that points to the item."""

    item: type[Comment] | type[Statement]
    live: type[CommentVote] | type[StatementVote]
    former: type[FormerCommentVote] | type[FormerStatementVote]
    column: str


ANSWER = ("stance", "perspective", "cast_at", SEAL)
ON_COMMENTS = Voting(Comment, CommentVote, FormerCommentVote, "comment_id")
ON_STATEMENTS = Voting(Statement, StatementVote, FormerStatementVote, "statement_id")


def vote_on_comment(actor: User | None, comment: Comment, stance: Stance) -> None:
    """Say agree, disagree or unsure of somebody else's comment; the latest answer counts."""
    now = clock.received()
    voter = casting(actor, comment.consultation, now)
    require(rules.may_vote, actor, comment, now)
    _cast(ON_COMMENTS, comment, voter, stance, now)
    count_late(voter, comment.consultation, f"vote:comment:{comment.id}", now)
    if not is_open(comment.consultation, clock.now()):
        renew(comment.consultation)  # it waited past the closing: a page with the totals may be kept already


def answer_statement(actor: User | None, statement: Statement, stance: Stance) -> None:
    """Say agree, disagree or unsure of a statement; the latest answer counts."""
    now = clock.received()
    voter = casting(actor, statement.consultation, now)
    require(rules.may_answer, actor, statement, now)
    _cast(ON_STATEMENTS, statement, voter, stance, now)
    count_late(voter, statement.consultation, f"vote:statement:{statement.id}", now)


def _cast(voting: Voting, item: Comment | Statement, voter: User, stance: Stance, now: datetime) -> None:
    """Keep the answer. Two requests of one person at the same moment meet at the primary key: one row, counted once.

    `now` is the moment at which the consultation was found open: read again here, it could be one after closing.
    """
    place = {voting.column: item.id, "voter_id": voter.id, "consultation_id": item.consultation_id}
    perspective = voter.profile.perspective if voter.profile else None
    if insert_unless_there(voting.live, **place, stance=stance, perspective=perspective, cast_at=now):
        _count(voting, item, {stance: 1})
        return
    given = {"item": item.id, "voter": voter.id}
    connection = db.session.connection()
    before = connection.execute(_asked(voting), given).one()
    if before.stance is stance:
        return
    # Whoever waited for the lock may have come in before the one that was waited for.
    now = max(now, before.cast_at or now)
    connection.execute(insert(rows_of(voting.former)), {**place, "stance": before.stance, "cast_at": before.cast_at, "replaced_at": now})
    answer = sealed(voting.live, {**place, "stance": stance, "perspective": perspective, "cast_at": now})
    connection.execute(_changed(voting), {**given, **{name: answer[name] for name in ANSWER}})
    _count(voting, item, {before.stance: -1, stance: 1})


@cache
def _asked(voting: Voting) -> Select[Stance, datetime | None]:
    """The answer given before as it is now, locked until the transaction ends. Like all here written once and then only run."""
    live = rows_of(voting.live)
    return select(live.c.stance, live.c.cast_at).where(*_key(voting)).with_for_update()


@cache
def _changed(voting: Voting) -> Update:
    """That answer, made another."""
    return update(rows_of(voting.live)).where(*_key(voting)).values({name: bindparam(name) for name in ANSWER})


def _key(voting: Voting) -> tuple[ColumnElement[bool], ...]:
    live = rows_of(voting.live)
    return live.c[voting.column] == bindparam("item"), live.c.voter_id == bindparam("voter")


def _count(voting: Voting, item: Comment | Statement, changes: dict[Stance, int]) -> None:
    """Change the counters of the item in one statement."""
    names = tuple((f"{stance.value}_count", change) for stance, change in sorted(changes.items()))
    db.session.connection().execute(_counted(voting, names), {"item": item.id})
    db.session.expire(item, [name for name, _change in names])


@cache
def _counted(voting: Voting, changes: tuple[tuple[str, int], ...]) -> Update:
    items = rows_of(voting.item)
    return update(items).where(items.c.id == bindparam("item")).values({name: items.c[name] + change for name, change in changes})
