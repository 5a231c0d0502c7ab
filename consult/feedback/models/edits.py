"""What becomes of the words of a comment: changes that wait for a moderator, wordings that were replaced, and comments sent back."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models.comments import Comment
from consult.feedback.models.vocabulary import BODY_MAX, REASON_MAX

WAITING = "state = 'waiting'"


class EditState(enum.StrEnum):
    """Where a proposed wording stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"  # its author sent another one before anybody decided
    TAKEN_BACK = "taken_back"


class CommentEdit(Model):
    """Other words that an author proposes for a comment that is public. The old ones stay until a moderator has decided."""

    __tablename__ = "comment_edits"
    __table_args__ = (
        Index("uq_comment_edits_waiting", "comment_id", unique=True, sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
        Index("ix_comment_edits_queue", "state", "id"),
        one_of("state", EditState),
        CheckConstraint(f"length(body) BETWEEN 1 AND {BODY_MAX}", name="body_length"),
        CheckConstraint("decision_id IS NOT NULL OR state NOT IN ('accepted', 'refused')", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    body: Mapped[str]
    lang: Mapped[str]
    safe_html: Mapped[str]
    state: Mapped[EditState] = mapped_column(EnumByValue(EditState), default=EditState.WAITING)
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)

    comment: Mapped[Comment] = relationship()


class FormerWording(Model):
    """The words of a comment as they stood before its author changed them. For the author and the moderators."""

    __tablename__ = "former_wordings"
    __table_args__ = (UniqueConstraint("comment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    number: Mapped[int]  # of the wording: 1 is what was posted
    body: Mapped[str]
    lang: Mapped[str]
    safe_html: Mapped[str]
    replaced_at: Mapped[datetime]


class CommentReturn(Model):
    """A comment sent back to its author: which words, why, and what would help. Its key makes it one return a comment (METHOD M6)."""

    __tablename__ = "comment_returns"
    __table_args__ = (
        CheckConstraint("passage <> '' AND note <> ''", name="says_what"),
        CheckConstraint(f"length(note) <= {REASON_MAX}", name="note_length"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    reason_code: Mapped[str]
    passage: Mapped[str]  # exactly as the author wrote it
    note: Mapped[str]  # what could be changed, in the author's language
    returned_at: Mapped[datetime] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # when its author sent other words

    comment: Mapped[Comment] = relationship()
