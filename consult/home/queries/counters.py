"""Every stored counter, the count of its rows as SQL beside it, and where the two are not the same.

Each count is found by an index that begins with what it is counted by, so that a check reads every row once, and not once for each
row that has a counter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from consult.consultations.models import Consultation, ConsultationModule
from consult.core.db import Model, db
from consult.feedback.models import (
    WHOLE_MODULE,
    Comment,
    CommentVote,
    Stance,
    Statement,
    StatementStatus,
    StatementVote,
)
from consult.feedback.queries import counted
from consult.modules.models import Block

Count = ScalarSelect[int]


@dataclass(frozen=True)
class Counter:
    """A stored counter, and the count of its rows."""

    table: type[Model]
    column: InstrumentedAttribute[int]
    truth: Count

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.table.__tablename__}.{self.column.key}"

    @property
    def keys(self) -> Sequence[ColumnElement[int]]:
        """The columns that name a row."""
        keys: Sequence[ColumnElement[int]] = sa.inspect(self.table).primary_key
        return keys

    @property
    def is_wrong(self) -> ColumnElement[bool]:
        """The condition of a row whose counter does not agree with its rows."""
        return self.column.is_distinct_from(self.truth)


@dataclass(frozen=True)
class Difference:
    """One counter that is not what its rows say. The key is that of its row."""

    counter: str
    key: tuple[int, ...]
    stored: int
    counted: int


def counters() -> list[Counter]:
    """Every stored counter of the site."""
    return [
        Counter(Block, Block.comment_count, comments_on_block()),
        Counter(ConsultationModule, ConsultationModule.comment_count, comments_on_module()),
        Counter(ConsultationModule, ConsultationModule.general_count, comments_on_whole_module()),
        Counter(Comment, Comment.reply_count, replies()),
        *(Counter(Comment, column, votes_on_comment(stance)) for stance, column in _tallies(Comment)),
        *(Counter(Statement, column, answers_to_statement(stance)) for stance, column in _tallies(Statement)),
        Counter(Consultation, Consultation.statement_count, live_statements()),
    ]


def differences(counter: Counter) -> list[Difference]:
    """Where this counter is wrong."""
    wrong = select(*counter.keys, counter.column, counter.truth).where(counter.is_wrong).order_by(*counter.keys)
    return [Difference(counter.name, tuple(key), stored, truth) for *key, stored, truth in db.session.execute(wrong)]


def comments_on_block() -> Count:
    """Published comments on a block of a version, replies included."""
    on_it = (Comment.version_id == Block.version_id, Comment.block_key == Block.key)
    return _count(*on_it, counted(Comment)).correlate(Block).scalar_subquery()


def comments_on_module() -> Count:
    """Published comments on a module of a consultation, wherever in it."""
    return _count(*_in_entry(), counted(Comment)).correlate(ConsultationModule).scalar_subquery()


def comments_on_whole_module() -> Count:
    """Those of them that are on the module as a whole."""
    whole = Comment.block_key == WHOLE_MODULE
    return _count(*_in_entry(), whole, counted(Comment)).correlate(ConsultationModule).scalar_subquery()


def replies() -> Count:
    """Published replies to a comment."""
    reply = aliased(Comment)
    return _count(reply.parent_id == Comment.id, counted(reply)).correlate(Comment).scalar_subquery()


def votes_on_comment(stance: Stance) -> Count:
    """Live votes of this kind on a comment."""
    return _count(CommentVote.comment_id == Comment.id, CommentVote.stance == stance).correlate(Comment).scalar_subquery()


def answers_to_statement(stance: Stance) -> Count:
    """Live answers of this kind to a statement."""
    return _count(StatementVote.statement_id == Statement.id, StatementVote.stance == stance).correlate(Statement).scalar_subquery()


def live_statements() -> Count:
    """Statements of a consultation that can be voted on."""
    own = Statement.consultation_id == Consultation.id
    return _count(own, Statement.status == StatementStatus.LIVE).correlate(Consultation).scalar_subquery()


def _count(*conditions: ColumnElement[bool]) -> sa.Select[int]:
    return select(func.count()).where(*conditions)


def _in_entry() -> tuple[ColumnElement[bool], ...]:
    """On a module of a consultation."""
    return Comment.consultation_id == ConsultationModule.consultation_id, Comment.module_id == ConsultationModule.module_id


def _tallies(item: type[Comment] | type[Statement]) -> list[tuple[Stance, InstrumentedAttribute[int]]]:
    return [(Stance.AGREE, item.agree_count), (Stance.DISAGREE, item.disagree_count), (Stance.UNSURE, item.unsure_count)]
