"""The wordings of a comment: which one stands, which one waits, what was said before, and why it came back to its author."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consult.core.db import db
from consult.feedback.models import Comment, CommentEdit, CommentReturn, EditState, FormerWording


def waiting_edit(comment_id: int) -> CommentEdit | None:
    """The change of a comment that waits for a moderator."""
    return db.session.scalar(select(CommentEdit).where(CommentEdit.comment_id == comment_id, CommentEdit.state == EditState.WAITING))


def waiting_edits(comment_ids: Sequence[int]) -> set[int]:
    """Those of these comments for which a change waits."""
    wanted = (CommentEdit.comment_id.in_(comment_ids), CommentEdit.state == EditState.WAITING)
    return set(db.session.scalars(select(CommentEdit.comment_id).where(*wanted)))


def former_wordings(comment_id: int) -> list[FormerWording]:
    """What a comment said before, the latest first."""
    return list(
        db.session.scalars(select(FormerWording).where(FormerWording.comment_id == comment_id).order_by(FormerWording.number.desc()))
    )


def wording_number(comment_id: int) -> int:
    """Which wording of the comment stands: 1 until its author has changed it."""
    return (db.session.scalar(select(func.max(FormerWording.number)).where(FormerWording.comment_id == comment_id)) or 0) + 1


def words_mark(comment: Comment) -> str:
    """A name for the words that somebody has read, those that wait included: whoever decides or changes says what they had before them."""
    former = select(func.max(FormerWording.number)).where(FormerWording.comment_id == comment.id)
    waiting = select(CommentEdit.id).where(CommentEdit.comment_id == comment.id, CommentEdit.state == EditState.WAITING)
    replaced, proposed = db.session.execute(select(former.scalar_subquery(), waiting.scalar_subquery())).one()
    return f"{replaced or 0}-{proposed or 0}"


def returned(comment_id: int) -> CommentReturn | None:
    """Why a comment came back to its author, where it ever did."""
    return db.session.get(CommentReturn, comment_id)
