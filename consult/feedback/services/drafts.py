"""A text that was written before signing in waits here: the browser keeps the key, the site only its hash."""

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete

from consult.core import clock
from consult.core.db import db
from consult.feedback.models import Draft

KEPT_FOR = timedelta(days=7)


def keep_draft(fields: dict[str, str], key: str | None) -> str:
    """Keep these fields under the key of this browser (a new one where it has none); return the key."""
    now = clock.now()
    db.session.execute(delete(Draft).where(Draft.written_at < now - KEPT_FOR))
    key = key or secrets.token_urlsafe(32)
    db.session.merge(Draft(key_hash=hashed(key), fields=fields, written_at=now))
    return key


def drop_draft(key: str | None) -> None:
    """Forget the draft: it was sent."""
    if key:
        db.session.execute(delete(Draft).where(Draft.key_hash == hashed(key)))


def hashed(key: str) -> str:
    """What the database keeps of a key."""
    return sha256(key.encode()).hexdigest()
