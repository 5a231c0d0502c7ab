"""What the source of an import says of its totals. There are no rows behind them: they are passed on, never added to anything."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from consult.core.db import db
from consult.feedback.models import Comment, SourceTotal, Statement
from consult.feedback.queries import publishable

ItemType = Literal["statement", "comment"]


@dataclass(frozen=True)
class StatedTotal:
    """The totals that the source states for one statement or comment."""

    type: ItemType
    number: int
    source_id: str | None
    agree: int
    disagree: int
    unsure: int


def source_totals(consultation_id: int) -> list[StatedTotal]:
    """The source's totals of what is public: of statements, then of comments, by number."""
    stated = (SourceTotal.agree, SourceTotal.disagree, SourceTotal.unsure)
    of_statements = (
        select(Statement.number, Statement.source_id, *stated)
        .join(SourceTotal, SourceTotal.statement_id == Statement.id)
        .where(SourceTotal.consultation_id == consultation_id, publishable(Statement))
        .order_by(Statement.number)
    )
    of_comments = (
        select(Comment.id, Comment.source_id, *stated)
        .join(SourceTotal, SourceTotal.comment_id == Comment.id)
        .where(SourceTotal.consultation_id == consultation_id, publishable(Comment))
        .order_by(Comment.id)
    )
    return [
        *(StatedTotal("statement", *row) for row in db.session.execute(of_statements)),
        *(StatedTotal("comment", *row) for row in db.session.execute(of_comments)),
    ]
