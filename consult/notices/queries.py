"""What a person was told, the newest first."""

from sqlalchemy import select

from consult.accounts.models import User
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.notices.models import Notice

NOTICES_A_PAGE = 20


def notices(reader: User, *, before: int = 0, unread: bool = False) -> Page[Notice]:
    """What this person was told; only what they have not marked as read, where asked for."""
    wanted = [Notice.user_id == reader.id]
    if before:
        wanted.append(Notice.id < before)
    if unread:
        wanted.append(Notice.read_at.is_(None))
    query = select(Notice).where(*wanted).order_by(Notice.id.desc()).limit(NOTICES_A_PAGE + 1)
    return cut(list(db.session.scalars(query)), NOTICES_A_PAGE)
