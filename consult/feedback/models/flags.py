"""Flags: what a reader asks a moderator to look at. Private: neither a flag nor how many there are is ever public."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models.comments import Comment
from consult.feedback.models.vocabulary import REASON_MAX

OPEN = "state = 'open'"


class FlagReason(enum.StrEnum):
    """Why somebody asks: the public rules, in a reader's words. Disagreement is none of them."""

    SAFETY = "safety"
    PERSONAL = "personal"
    RESPECT = "respect"
    COURTS = "courts"
    SUBJECT = "subject"
    ADVERTISING = "advertising"
    OTHER = "other"


class FlagState(enum.StrEnum):
    """What became of a flag."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"  # a moderator looked, and left the comment as it is
    ACTED = "acted"  # a moderator took the comment out of public view


class Flag(Model):
    """One person's flag on one comment: one row, whatever happens to it."""

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("comment_id", "flagger_id"),
        Index("ix_flags_open", "comment_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        one_of("reason", FlagReason),
        one_of("state", FlagState),
        CheckConstraint(f"length(words) <= {REASON_MAX}", name="words_length"),
        CheckConstraint("reason <> 'other' OR words <> ''", name="other_explained"),
        CheckConstraint("decision_id IS NOT NULL OR state NOT IN ('dismissed', 'acted')", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    flagger_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[FlagReason] = mapped_column(EnumByValue(FlagReason))
    words: Mapped[str] = mapped_column(default="")
    lang: Mapped[str]  # of the page they were written on
    state: Mapped[FlagState] = mapped_column(EnumByValue(FlagState), default=FlagState.OPEN)
    flagged_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)

    comment: Mapped[Comment] = relationship()
