"""Comments as rows: what the public may see of each, and nothing more of a tombstone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import or_, select

from consult.accounts.models import Perspective, Province
from consult.core.db import db
from consult.feedback.models import AuthorChoice, Comment, Kind, Visibility
from consult.feedback.queries.public import publishable, tombstones


@dataclass(frozen=True)
class CommentRow:
    """A comment as the public may see it; a tombstone has no text, no author and no totals."""

    id: int
    parent_id: int | None
    public: bool
    html: str
    kind: Kind | None
    lang: str
    author_choice: AuthorChoice
    signed_as: str
    perspective: Perspective | None
    province: Province | None
    posted_at: datetime
    settled_at: datetime | None
    visibility: Visibility
    reason_code: str | None
    reply_count: int
    agree_count: int
    disagree_count: int
    unsure_count: int


COLUMNS = [
    Comment.id,
    Comment.parent_id,
    Comment.safe_html,
    Comment.kind,
    Comment.lang,
    Comment.author_choice,
    Comment.signed_as,
    Comment.perspective,
    Comment.province,
    Comment.posted_at,
    Comment.settled_at,
    Comment.visibility,
    Comment.reason_code,
    Comment.reply_count,
    Comment.agree_count,
    Comment.disagree_count,
    Comment.unsure_count,
]


def shown() -> sa.Select[*tuple[Any, ...]]:
    """Public comments and tombstones, told apart by the column `public`."""
    return select(publishable(Comment).label("public"), *COLUMNS).where(or_(publishable(Comment), tombstones()))


def read_rows(query: sa.Select[*tuple[Any, ...]]) -> list[CommentRow]:
    """Run a query made of `shown`."""
    return [_row(bool(row.public), row) for row in db.session.execute(query)]


def _row(public: bool, comment: sa.Row[Any]) -> CommentRow:  # noqa: FBT001 - a column of the row, not a switch
    """Make the row; of a tombstone, only number, place, dates and reason go further than this function."""
    return CommentRow(
        id=comment.id,
        parent_id=comment.parent_id,
        public=public,
        html=comment.safe_html if public else "",
        kind=comment.kind if public else None,
        lang=comment.lang if public else "",
        author_choice=comment.author_choice if public else AuthorChoice.ANONYMOUS,
        signed_as=comment.signed_as if public else "",
        perspective=comment.perspective if public else None,
        province=comment.province if public else None,
        posted_at=comment.posted_at,
        settled_at=comment.settled_at,
        visibility=comment.visibility,
        reason_code=comment.reason_code,
        reply_count=comment.reply_count,
        agree_count=comment.agree_count if public else 0,
        disagree_count=comment.disagree_count if public else 0,
        unsure_count=comment.unsure_count if public else 0,
    )
