"""Discussions: a page of a thread with the first replies to each comment, all replies to one, and the page that a comment is on.

The statements are built once: to write one takes longer than to run it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, select, union_all

from consult.consultations.queries import Placement
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.feedback.models import Comment
from consult.feedback.queries.lists import UNFILTERED, Filters
from consult.feedback.queries.rows import CommentRow, Query, along, listed, read_rows, shown

COMMENTS_A_PAGE = 20
FIRST_REPLIES = 3


@dataclass(frozen=True)
class Thread:
    """One page of a discussion: comments in the order they were posted, each with its first replies."""

    page: Page[CommentRow]
    replies: dict[int, list[CommentRow]]

    @property
    def rows(self) -> list[CommentRow]:
        """All that is on the page."""
        return [*self.page.rows, *(reply for replies in self.replies.values() for reply in replies)]


def thread(placement: Placement, block_key: str, *, after: int = 0, filters: Filters = UNFILTERED) -> Thread:
    """One page of the comments on a block (or on the whole module), oldest first, by key; filtered, without tombstones."""
    rows = read_rows(
        thread_query(filters.names),
        **filters.values,
        consultation=placement.consultation.id,
        module=placement.version.module_id,
        block=block_key,
        after=after,
    )
    page = cut(rows, COMMENTS_A_PAGE)
    return Thread(page, first_replies([row.id for row in page.rows if row.reply_count]))


@cache
def thread_query(names: tuple[str, ...]) -> Query:
    """A page of a thread, filtered by these columns."""
    query = along(listed() if names else shown(), "_".join(("thread", *names))).where(*_in_thread())
    query = query.where(*(getattr(Comment, name) == bindparam(name) for name in names))
    return query.where(Comment.id > bindparam("after")).order_by(Comment.id).limit(COMMENTS_A_PAGE + 1)


def first_replies(parents: Sequence[int]) -> dict[int, list[CommentRow]]:
    """The first replies to these comments, oldest first, by parent: as many to read for a comment with three replies as with thousands."""
    found: dict[int, list[CommentRow]] = {parent: [] for parent in parents}
    if parents:
        given = {f"parent_{place}": parent for place, parent in enumerate(parents)}
        for row in sorted(read_rows(first_replies_query(len(parents)), **given), key=lambda row: row.id):
            found[row.parent_id or 0].append(row)
    return found


@cache
def first_replies_query(parents: int) -> Query:
    """The rows of so many short walks along the index of replies."""
    walks = (
        along(shown(), "replies")
        .with_only_columns(Comment.id)
        .where(Comment.parent_id == bindparam(f"parent_{place}"))
        .order_by(Comment.id)
        .limit(FIRST_REPLIES)
        .subquery()
        for place in range(parents)
    )
    return select(*shown().selected_columns).where(Comment.id.in_(union_all(*(select(walk.c.id) for walk in walks))))


def replies(parent_id: int, *, after: int = 0) -> Page[CommentRow]:
    """One page of the replies to a comment, oldest first, by key."""
    return cut(read_rows(REPLIES, parent=parent_id, after=after), COMMENTS_A_PAGE)


class ReplyPlace(NamedTuple):
    """Where a reply is found: from which key on the page of its comment shows it, and whether the thread shows it too."""

    after: int
    in_thread: bool


def page_start(comment: Comment) -> int:
    """The key to ask for the page of the thread with this comment: 0 for the first page, else the one just before its exchange."""
    root = comment.parent_id or comment.id
    given = {"consultation": comment.consultation_id, "module": comment.module_id, "block": comment.block_key}
    found = db.session.connection().execute(EARLIER_COMMENTS, {**given, "before": root}).first()
    return 0 if found is None else root - 1


def reply_place(reply: Comment) -> ReplyPlace:
    """The same for a reply among its neighbours."""
    earlier = db.session.scalars(EARLIER_REPLIES, {"parent": reply.parent_id, "before": reply.id}).all()
    return ReplyPlace(0 if len(earlier) < COMMENTS_A_PAGE else reply.id - 1, len(earlier) < FIRST_REPLIES)


def _in_thread() -> tuple[ColumnElement[bool], ...]:
    return (
        Comment.consultation_id == bindparam("consultation"),
        Comment.module_id == bindparam("module"),
        Comment.block_key == bindparam("block"),
        Comment.parent_id.is_(None),
    )


_REPLIES = along(shown(), "replies").where(Comment.parent_id == bindparam("parent")).order_by(Comment.id)
REPLIES = _REPLIES.where(Comment.id > bindparam("after")).limit(COMMENTS_A_PAGE + 1)
EARLIER_REPLIES = _REPLIES.with_only_columns(Comment.id).where(Comment.id < bindparam("before")).limit(COMMENTS_A_PAGE)
# The last comment of a full page before this one; none where it stands on the first.
EARLIER_COMMENTS = (
    along(shown(), "thread")
    .with_only_columns(Comment.id)
    .where(*_in_thread(), Comment.id < bindparam("before"))
    .order_by(Comment.id)
    .offset(COMMENTS_A_PAGE - 1)
    .limit(1)
)
