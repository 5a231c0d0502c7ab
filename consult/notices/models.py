"""The table of notices: what each person was told, when, and about what."""

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.core import clock
from consult.core.db import EnumByValue, Model, one_of

Code = str | int | bool | None


class NoticeKind(enum.StrEnum):
    """What a notice says. Its mail is the template of the same name."""

    COMMENT_PUBLISHED = "comment_published"
    COMMENT_HIDDEN = "comment_hidden"
    COMMENT_RETURNED = "comment_returned"
    COMMENT_RETURN_REMINDER = "comment_return_reminder"
    COMMENT_EDIT_ACCEPTED = "comment_edit_accepted"
    COMMENT_EDIT_REFUSED = "comment_edit_refused"
    FLAG_ANSWERED = "flag_answered"
    SUGGESTION_DECIDED = "suggestion_decided"


class Notice(Model):
    """One thing that one person was told."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_user", "user_id", "id"), one_of("kind", NoticeKind))  # of a person, the newest first

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[NoticeKind] = mapped_column(EnumByValue(NoticeKind))
    about: Mapped[str] = mapped_column(String(80))  # "comment:88"
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    detail: Mapped[dict[str, Code]] = mapped_column(JSON)  # what its mail needs to know
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
