"""Single comments, and what is personal about them: one's own, and one's own answers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.accounts.models import User
from consult.core.db import db
from consult.core.errors import NotFound
from consult.feedback.models import Comment, CommentVote, Stance, Visibility
from consult.feedback.queries.rows import CommentRow, read_rows, shown


def comment_row(comment_id: int) -> CommentRow:
    """One comment as the public may see it, or its tombstone."""
    rows = read_rows(shown().where(Comment.id == comment_id))
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
