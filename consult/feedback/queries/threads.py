"""Discussions: a page of a thread with its replies, and the page that a comment is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.consultations.queries import Placement
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.feedback.models import Comment
from consult.feedback.queries.rows import CommentRow, read_rows, shown

COMMENTS_A_PAGE = 20


@dataclass(frozen=True)
class Thread:
    """One page of a discussion: comments in the order they were posted, each with its replies."""

    page: Page[CommentRow]
    replies: dict[int, list[CommentRow]]


def thread(placement: Placement, block_key: str, *, after: int = 0) -> Thread:
    """One page of the comments on a block (or on the whole module), oldest first, by key."""
    rows = read_rows(
        shown()
        .where(
            Comment.consultation_id == placement.consultation.id,
            Comment.module_id == placement.version.module_id,
            Comment.block_key == block_key,
            Comment.parent_id.is_(None),
            Comment.id > after,
        )
        .order_by(Comment.id)
        .limit(COMMENTS_A_PAGE + 1)
    )
    page = cut(rows, COMMENTS_A_PAGE)
    return Thread(page, replies([row.id for row in page.rows]))


def replies(parents: Sequence[int]) -> dict[int, list[CommentRow]]:
    """The replies to these comments, oldest first, by parent."""
    found: dict[int, list[CommentRow]] = {parent: [] for parent in parents}
    if not parents:
        return found
    query = shown().where(Comment.parent_id.in_(parents)).order_by(Comment.id)
    for row in read_rows(query):
        found[row.parent_id or 0].append(row)
    return found


def page_start(comment: Comment) -> int:
    """The key to ask for the page with this comment: 0 for the first page, else the one just before its exchange."""
    root = comment.parent_id or comment.id
    same = (
        Comment.consultation_id == comment.consultation_id,
        Comment.module_id == comment.module_id,
        Comment.block_key == comment.block_key,
    )
    earlier = select(Comment.id).where(*same, Comment.parent_id.is_(None), Comment.id < root).order_by(Comment.id)
    beyond = db.session.scalar(earlier.offset(COMMENTS_A_PAGE - 1).limit(1))
    return root - 1 if beyond is not None else 0
