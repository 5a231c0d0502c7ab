"""What the holder of a receipt code may know: the state of that one contribution."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from consult.core import receipts
from consult.core.db import db
from consult.feedback.models import Comment, Visibility
from consult.feedback.queries.public import publishable


@dataclass(frozen=True)
class Traced:
    """The state of a contribution; its number leads to its page where everybody can read it."""

    number: int
    state: Visibility
    reason_code: str | None
    is_public: bool


_TRACED = select(Comment.id, Comment.visibility, Comment.reason_code, publishable(Comment)).where(Comment.receipt_hash == bindparam("hash"))


def traced(code: str) -> Traced | None:
    """The contribution of this code. The same work whether it is one, could be one, or never could."""
    found = db.session.connection().execute(_TRACED, {"hash": receipts.fingerprint(code)}).first()
    return None if found is None else Traced(*found)
