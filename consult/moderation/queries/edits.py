"""Reads of changes that wait for a moderator, and of comments whose author is asked for one."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from consult.accounts.models import User
from consult.consultations.queries import stage_at
from consult.consultations.rules import Stage
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut
from consult.feedback.models import Comment, CommentEdit, CommentReturn, EditState, Visibility
from consult.feedback.rules import REMINDED_AFTER
from consult.moderation.queries.waiting import ITEMS_A_PAGE, moderated_by

MOST_AT_ONCE = 200  # letters of one run of the job


def edits(actor: User, *, after: int = 0) -> Page[CommentEdit]:
    """Changes that wait for a decision, the longest waiting first."""
    query = edits_that_wait(actor).where(CommentEdit.id > after).order_by(CommentEdit.id).limit(ITEMS_A_PAGE + 1)
    return cut(list(db.session.scalars(query.options(contains_eager(CommentEdit.comment).joinedload(Comment.consultation)))), ITEMS_A_PAGE)


def edits_that_wait(actor: User) -> sa.Select[CommentEdit]:
    """Of comments that are public now: a change of one that was withdrawn or hidden rests with it."""
    public = Comment.visibility == Visibility.PUBLISHED
    return select(CommentEdit).join(CommentEdit.comment).where(CommentEdit.state == EditState.WAITING, public, moderated_by(actor))


def next_edit(actor: User, after: int) -> int | None:
    """The change to decide next: the one after this, else the first that waits."""
    query = edits_that_wait(actor).with_only_columns(CommentEdit.id)
    return db.session.scalar(query.order_by(CommentEdit.id <= after, CommentEdit.id).limit(1))


def edit(edit_id: int) -> CommentEdit:
    """One change with all that a decision needs."""
    there = joinedload(CommentEdit.comment)
    options = (there.joinedload(Comment.consultation), there.joinedload(Comment.author))
    found = db.session.scalar(select(CommentEdit).where(CommentEdit.id == edit_id).options(*options))
    if found is None:
        raise NotFound(edit_id)
    return found


def decided_edits(comment_id: int) -> dict[int, EditState]:
    """Which decisions on a comment were about a change of it, and how it ended."""
    query = select(CommentEdit.decision_id, CommentEdit.state).where(CommentEdit.comment_id == comment_id)
    return {decision_id: state for decision_id, state in db.session.execute(query) if decision_id is not None}


def to_remind(now: datetime) -> Sequence[CommentReturn]:
    """Comments that came back eight days ago and have neither been changed nor spoken of since; while they can be changed."""
    query = (
        select(CommentReturn)
        .join(CommentReturn.comment)
        .join(Comment.consultation)
        .where(
            CommentReturn.returned_at <= now - REMINDED_AFTER,
            CommentReturn.reminded_at.is_(None),
            CommentReturn.answered_at.is_(None),
            Comment.visibility == Visibility.RETURNED,
            stage_at(now) == Stage.OPEN,
        )
        .order_by(CommentReturn.returned_at)
        .limit(MOST_AT_ONCE)
    )
    return db.session.scalars(query.options(contains_eager(CommentReturn.comment).joinedload(Comment.author))).all()
