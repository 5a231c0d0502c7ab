"""Flags, for the person who made one."""

from sqlalchemy import select

from consult.accounts.models import User
from consult.core.db import db
from consult.feedback.models import Flag


def flag_of(flagger: User, comment_id: int) -> Flag | None:
    """This person's flag on this comment."""
    return db.session.scalar(select(Flag).where(Flag.comment_id == comment_id, Flag.flagger_id == flagger.id))
