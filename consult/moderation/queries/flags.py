"""Reads of what people flagged: by comment, with how many they are and why. Nothing of it is ever public."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import User
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.feedback.models import Comment, CommentEdit, Flag, FlagReason, FlagState, Visibility
from consult.feedback.queries.public import written
from consult.moderation.queries.edits import edits_that_wait
from consult.moderation.queries.waiting import COUNT_UP_TO, ITEMS_A_PAGE, moderated_by, undecided


@dataclass(frozen=True)
class Flagged:
    """A comment and its open flags: one a person, by reason."""

    comment: Comment
    reasons: dict[FlagReason, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people flagged it."""
        return sum(self.reasons.values())


@dataclass(frozen=True)
class Waiting:
    """How much waits, each counted up to a thousand, so that a long queue costs no more than a short one."""

    comments: int
    edits: int
    flagged: int


def flagged(actor: User, *, after: int = 0) -> Page[Flagged]:
    """Public comments with open flags, in the order of the comments."""
    query = that_are_flagged(actor).where(Comment.id > after).order_by(Comment.id).limit(ITEMS_A_PAGE + 1)
    page = cut(list(db.session.scalars(query.options(joinedload(Comment.consultation)))), ITEMS_A_PAGE)
    reasons = _reasons([comment.id for comment in page.rows])
    return Page([Flagged(comment, reasons.get(comment.id, {})) for comment in page.rows], page.after)


def that_are_flagged(actor: User) -> sa.Select[Comment]:
    """What a moderator's flags are about; one's own comments are for others to decide."""
    some = select(Flag.comment_id).where(Flag.state == written(FlagState.OPEN))  # as the index of open flags says it
    return select(Comment).where(Comment.id.in_(some), Comment.visibility == Visibility.PUBLISHED, moderated_by(actor))


def next_flagged(actor: User, after: int) -> int | None:
    """The flagged comment to decide next: the one after this, else the first."""
    query = that_are_flagged(actor).with_only_columns(Comment.id)
    return db.session.scalar(query.order_by(Comment.id <= after, Comment.id).limit(1))


def open_flags(comment_id: int) -> list[tuple[Flag, str]]:
    """The open flags on a comment, the first first, each with the language that its person reads."""
    query = (
        select(Flag, User.lang).join(User, User.id == Flag.flagger_id).where(Flag.comment_id == comment_id, Flag.state == FlagState.OPEN)
    )
    return [(flag, lang) for flag, lang in db.session.execute(query.order_by(Flag.id))]


def counts(actor: User) -> Waiting:
    """What waits for this moderator."""
    from_queues = (
        select(Comment.id).where(undecided(), moderated_by(actor)),
        edits_that_wait(actor).with_only_columns(CommentEdit.id),
        that_are_flagged(actor).with_only_columns(Comment.id),
    )
    some = (select(func.count()).select_from(one.limit(COUNT_UP_TO + 1).subquery()).scalar_subquery() for one in from_queues)
    return Waiting(*db.session.execute(select(*some)).one())


def _reasons(comment_ids: Sequence[int]) -> dict[int, dict[FlagReason, int]]:
    found: dict[int, dict[FlagReason, int]] = {}
    query = select(Flag.comment_id, Flag.reason, func.count()).where(Flag.comment_id.in_(comment_ids), Flag.state == FlagState.OPEN)
    for comment_id, reason, number in db.session.execute(query.group_by(Flag.comment_id, Flag.reason).order_by(Flag.reason)):
        found.setdefault(comment_id, {})[reason] = number
    return found
