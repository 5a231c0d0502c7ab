"""Tables of moderation: every decision on a comment, never changed afterwards."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import User
from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models import Comment, Visibility

NOTE_MAX = 2_000
POLICY_VERSION = 1  # of the public rules; a decision keeps the version it was made under


class Reason(enum.StrEnum):
    """The closed list of grounds (methodology 1.4). Disagreement, with police or with the coalition, is none of them."""

    PII_SELF = "PII-SELF"
    PII_THIRD = "PII-THIRD"
    THREAT = "THREAT"
    SELF_HARM = "SELF-HARM"
    HATE = "HATE"
    HARASS = "HARASS"
    ILLEGAL = "ILLEGAL"
    OPSEC = "OPSEC"
    COPYRIGHT = "COPYRIGHT"
    SPAM = "SPAM"
    IMPORTED = "IMPORTED"  # not public at its source
    ERROR = "ERROR"  # restores what a moderator hid by mistake


class Decision(Model):
    """One moderator's act on the visibility of one comment. Append-only."""

    __tablename__ = "decisions"
    __table_args__ = (
        one_of("before", Visibility),
        one_of("after", Visibility),
        one_of("reason", Reason),
        CheckConstraint("after <> 'hidden' OR reason IS NOT NULL", name="hidden_with_reason"),
        CheckConstraint(f"length(note) <= {NOTE_MAX}", name="note_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    before: Mapped[Visibility] = mapped_column(EnumByValue(Visibility))
    after: Mapped[Visibility] = mapped_column(EnumByValue(Visibility))
    reason: Mapped[Reason | None] = mapped_column(EnumByValue(Reason))
    note: Mapped[str] = mapped_column(default="")  # to the author, in the author's language
    policy_version: Mapped[int] = mapped_column(default=POLICY_VERSION)
    decided_at: Mapped[datetime]

    comment: Mapped[Comment] = relationship()
    moderator: Mapped[User | None] = relationship()
