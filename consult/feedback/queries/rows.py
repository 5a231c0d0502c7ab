"""Comments as rows: what the public may see of each, and nothing more of a tombstone."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement, or_, select

from consult.accounts.models import Perspective, Province
from consult.core.db import all_rows
from consult.feedback.models import AuthorChoice, Comment, Kind, Origin, Visibility
from consult.feedback.queries import public

Query = sa.Select[*tuple[Any, ...]]


class CommentRow(NamedTuple):
    """A comment as the public may see it; a tombstone has no text, no author and no totals."""

    id: int
    parent_id: int | None
    module_id: int
    version_id: int
    block_key: str
    safe_html: str
    title: str
    kind: Kind | None
    lang: str
    author_choice: AuthorChoice
    origin: Origin
    signed_as: str
    perspective: Perspective | None
    province: Province | None
    posted_at: datetime | None
    settled_at: datetime | None
    edited_at: datetime | None
    visibility: Visibility
    reason_code: str | None
    reply_count: int
    agree_count: int
    disagree_count: int
    unsure_count: int

    @property
    def public(self) -> bool:
        """It can be read; else it is a tombstone."""
        return self.visibility is Visibility.PUBLISHED and self.author_choice is not AuthorChoice.TEAM_ONLY


COLUMNS = [getattr(Comment, name) for name in CommentRow._fields]


def shown() -> Query:
    """Public comments and tombstones."""
    return select(*COLUMNS).where(public.shown, is_shown())


def is_shown() -> ColumnElement[bool]:
    """The public sees it, or what is left of it."""
    return or_(public.publishable(Comment), public.tombstones())


def listed() -> Query:
    """Public comments alone."""
    return select(*COLUMNS).where(public.publishable(Comment))


def along(query: Query, index: str) -> Query:
    """Walk this index, in its order. SQLite chooses by statistics that may be old, and then reads other people's threads as well."""
    return query.with_hint(Comment, f"INDEXED BY ix_comments_{index}", "sqlite")


def read_rows(query: Query | sa.Select[Any], **given: object) -> list[CommentRow]:
    """Run a query made of `shown` or `listed`."""
    rows = map(CommentRow._make, all_rows(query, **given))
    return [row if row.public else _bare(row) for row in rows]


def row_of(comment: Comment) -> CommentRow:
    """The row of a comment that is shown."""
    row = CommentRow._make(getattr(comment, name) for name in CommentRow._fields)
    return row if row.public else _bare(row)


def _bare(row: CommentRow) -> CommentRow:
    """Of a tombstone only number, place, dates and reason go further than this function; what became the team’s was taken back."""
    was_left_to_the_team = row.author_choice is AuthorChoice.TEAM_ONLY
    return row._replace(
        visibility=Visibility.WITHDRAWN if was_left_to_the_team else row.visibility,
        reason_code=None if was_left_to_the_team else row.reason_code,
        safe_html="",
        title="",
        kind=None,
        lang="",
        author_choice=AuthorChoice.ANONYMOUS,
        origin=Origin.WEB,
        signed_as="",
        perspective=None,
        province=None,
        edited_at=None,
        agree_count=0,
        disagree_count=0,
        unsure_count=0,
    )
