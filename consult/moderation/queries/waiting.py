"""Reads for moderators: what waits, in a fixed order, and what was decided before."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode, Provenance
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut
from consult.feedback.models import Comment, Flag, FlagState, Visibility
from consult.moderation.models import Decision

ITEMS_A_PAGE = 30
COUNT_UP_TO = 1_000


def moderated_by(actor: User) -> ColumnElement[bool]:
    """The SQL twin of `rules.may_decide`: comments of this moderator's consultations, not their own; an import is a record."""
    scopes = [grant.consultation_id for grant in actor.grants if grant.role is Role.MODERATOR]
    if not scopes:
        return sa.false()
    held_here = Comment.consultation_id.in_(select(Consultation.id).where(Consultation.provenance == Provenance.OWN))
    others = sa.and_(held_here, sa.or_(Comment.author_id.is_(None), Comment.author_id != actor.id))
    return others if None in scopes else sa.and_(others, Comment.consultation_id.in_(scopes))


def undecided() -> ColumnElement[bool]:
    """What a moderator has not read yet: comments that wait, and public ones of consultations that publish at once, changed ones again."""
    at_once = select(Consultation.id).where(Consultation.mode == Mode.POST, Consultation.provenance == Provenance.OWN)
    unread = sa.and_(
        Comment.visibility == Visibility.PUBLISHED,
        Comment.consultation_id.in_(at_once),
        ~sa.exists().where(Decision.comment_id == Comment.id, sa.or_(Comment.edited_at.is_(None), Decision.decided_at > Comment.edited_at)),
    )
    return sa.or_(Comment.visibility == Visibility.PENDING, unread)


def waiting(actor: User, *, after: int = 0) -> Page[Comment]:
    """Comments that wait for a decision, the longest waiting first."""
    query = (
        select(Comment)
        .where(undecided(), Comment.id > after, moderated_by(actor))
        .order_by(Comment.id)
        .limit(ITEMS_A_PAGE + 1)
        .options(joinedload(Comment.consultation))
    )
    return cut(list(db.session.scalars(query)), ITEMS_A_PAGE)


def next_waiting(actor: User, after: int) -> int | None:
    """The comment to decide next: the one after this, else the first that waits."""
    query = select(Comment.id).where(undecided(), moderated_by(actor))
    return db.session.scalar(query.order_by(Comment.id <= after, Comment.id).limit(1))


def item(comment_id: int) -> Comment:
    """One comment with all that a decision needs."""
    query = (
        select(Comment)
        .where(Comment.id == comment_id)
        .options(
            joinedload(Comment.consultation),
            joinedload(Comment.author),
            joinedload(Comment.parent),
            joinedload(Comment.suggestion),
            joinedload(Comment.anchor),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(comment_id)
    return found


def decisions(comment_id: int) -> list[Decision]:
    """What was decided about a comment, in order."""
    query = select(Decision).where(Decision.comment_id == comment_id).order_by(Decision.id).options(joinedload(Decision.moderator))
    return list(db.session.scalars(query))


def is_settled(comment: Comment) -> bool:
    """A public comment that a moderator has read as it stands, and that nobody has flagged since: there is nothing to decide."""
    read = sa.exists().where(Decision.comment_id == comment.id)
    if comment.edited_at is not None and comment.consultation.mode is Mode.POST:
        read = read.where(Decision.decided_at > comment.edited_at)
    flagged = sa.exists().where(Flag.comment_id == comment.id, Flag.state == FlagState.OPEN)
    return bool(db.session.scalar(select(sa.and_(read, ~flagged))))
