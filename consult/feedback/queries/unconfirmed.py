"""Texts that wait for a link."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.core import clock, tokens
from consult.core.db import db
from consult.core.errors import NotFound
from consult.feedback.models import UnconfirmedComment
from consult.feedback.rules import TEXT_LIFE


def unconfirmed(number: int) -> UnconfirmedComment | None:
    """The text; nothing where it was sent, or its time is over."""
    return db.session.get(UnconfirmedComment, number)


def unconfirmed_by(token: str, *, lock: bool = False) -> UnconfirmedComment:
    """The text whose newest link carries this token; held until the transaction ends, where it is about to be sent."""
    alive = UnconfirmedComment.written_at > clock.now() - TEXT_LIFE
    query = select(UnconfirmedComment).where(UnconfirmedComment.token_hash == tokens.fingerprint(token), alive)
    query = query.with_for_update() if lock else query.options(joinedload(UnconfirmedComment.consultation))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("link")
    return found
