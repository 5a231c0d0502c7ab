"""Reads of feedback. Whatever the public sees starts from `publishable`, or is a tombstone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Perspective, Province, User
from consult.consultations.models import Consultation
from consult.consultations.queries import Placement
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut
from consult.feedback.models import (
    AuthorChoice,
    Comment,
    CommentVote,
    Kind,
    Stance,
    Statement,
    StatementStatus,
    StatementVote,
    Visibility,
)

COMMENTS_A_PAGE = 20
STATEMENTS_A_PAGE = 50


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


@dataclass(frozen=True)
class Thread:
    """One page of a discussion: comments in the order they were posted, each with its replies."""

    page: Page[CommentRow]
    replies: dict[int, list[CommentRow]]


@overload
def publishable(kind: type[Comment]) -> ColumnElement[bool]: ...
@overload
def publishable(kind: type[Statement]) -> ColumnElement[bool]: ...
def publishable(kind: type[Comment] | type[Statement]) -> ColumnElement[bool]:
    """The one answer to: what is public? Page, export, report and mail all start from it."""
    in_public = kind.consultation_id.in_(select(Consultation.id).where(Consultation.published_at.is_not(None)))
    if kind is Statement:
        return and_(Statement.status == StatementStatus.LIVE, in_public)
    return and_(Comment.visibility == Visibility.PUBLISHED, Comment.author_choice != AuthorChoice.TEAM_ONLY, in_public)


def tombstones() -> ColumnElement[bool]:
    """Comments of which only number, dates and reason are public: hidden ones; withdrawn ones that others answered or voted on."""
    answered = Comment.reply_count + Comment.agree_count + Comment.disagree_count + Comment.unsure_count > 0
    in_public = Comment.consultation_id.in_(select(Consultation.id).where(Consultation.published_at.is_not(None)))
    gone = or_(Comment.visibility == Visibility.HIDDEN, and_(Comment.visibility == Visibility.WITHDRAWN, answered))
    return and_(gone, Comment.author_choice != AuthorChoice.TEAM_ONLY, in_public)


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


def _shown() -> sa.Select[*tuple[Any, ...]]:
    """Public comments and tombstones, told apart by the column `public`."""
    return select(publishable(Comment).label("public"), *COLUMNS).where(or_(publishable(Comment), tombstones()))


def thread(placement: Placement, block_key: str, *, after: int = 0) -> Thread:
    """One page of the comments on a block (or on the whole module), oldest first, by key."""
    rows = _rows(
        _shown()
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
    query = _shown().where(Comment.parent_id.in_(parents)).order_by(Comment.id)
    for row in _rows(query):
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


def comment_row(comment_id: int) -> CommentRow:
    """One comment as the public may see it, or its tombstone."""
    rows = _rows(_shown().where(Comment.id == comment_id))
    if not rows:
        raise NotFound(comment_id)
    return rows[0]


def comment(comment_id: int) -> Comment:
    """The comment itself, for its services."""
    found = db.session.scalar(select(Comment).where(Comment.id == comment_id).options(joinedload(Comment.consultation)))
    if found is None:
        raise NotFound(comment_id)
    return found


def own_comments(author: User, consultation_id: int, module_id: int, block_key: str) -> list[Comment]:
    """What this person wrote here that the public does not see as it is: waiting, hidden, withdrawn."""
    return list(
        db.session.scalars(
            select(Comment)
            .where(
                Comment.author_id == author.id,
                Comment.consultation_id == consultation_id,
                Comment.module_id == module_id,
                Comment.block_key == block_key,
                Comment.visibility != Visibility.PUBLISHED,
            )
            .order_by(Comment.id)
            .options(joinedload(Comment.consultation))
        )
    )


def own_replies(author: User, parent_id: int) -> list[Comment]:
    """The same for this person's replies to one comment."""
    return list(
        db.session.scalars(
            select(Comment)
            .where(Comment.author_id == author.id, Comment.parent_id == parent_id, Comment.visibility != Visibility.PUBLISHED)
            .order_by(Comment.id)
            .options(joinedload(Comment.consultation))
        )
    )


def own_public_ids(author: User, comment_ids: Sequence[int]) -> set[int]:
    """Which of these comments this person wrote."""
    return set(db.session.scalars(select(Comment.id).where(Comment.author_id == author.id, Comment.id.in_(comment_ids))))


def stances_on_comments(voter: User, comment_ids: Sequence[int]) -> dict[int, Stance]:
    """This person's live answers to these comments."""
    wanted = (CommentVote.voter_id == voter.id, CommentVote.comment_id.in_(comment_ids))
    query = select(CommentVote.comment_id, CommentVote.stance).where(*wanted)
    return {comment_id: stance for comment_id, stance in db.session.execute(query)}


def statement(consultation_id: int, number: int) -> Statement:
    """One live statement of a public consultation, with its consultation."""
    found = db.session.scalar(
        select(Statement)
        .where(Statement.consultation_id == consultation_id, Statement.number == number, publishable(Statement))
        .options(joinedload(Statement.consultation))
    )
    if found is None:
        raise NotFound(number)
    return found


def statements(consultation_id: int, *, after: int = -1) -> Page[Statement]:
    """The live statements by number; the first page starts before number 0, which an import may use."""
    query = (
        select(Statement)
        .where(Statement.consultation_id == consultation_id, Statement.number > after, publishable(Statement))
        .order_by(Statement.number)
        .limit(STATEMENTS_A_PAGE + 1)
    )
    return cut(list(db.session.scalars(query)), STATEMENTS_A_PAGE, key="number")


def live_numbers(consultation_id: int) -> list[int]:
    """The numbers of all live statements: what the order of voting is drawn from."""
    query = select(Statement.number).where(Statement.consultation_id == consultation_id, publishable(Statement))
    return list(db.session.scalars(query.order_by(Statement.number)))


def stances_on_statements(voter: User, consultation_id: int) -> dict[int, Stance]:
    """This person's live answers in this consultation, by statement number."""
    query = (
        select(Statement.number, StatementVote.stance)
        .join(Statement, Statement.id == StatementVote.statement_id)
        .where(StatementVote.voter_id == voter.id, StatementVote.consultation_id == consultation_id)
    )
    return {number: stance for number, stance in db.session.execute(query)}


def _rows(query: sa.Select[*tuple[Any, ...]]) -> list[CommentRow]:
    return [_row(bool(row.public), row) for row in db.session.execute(query)]
