"""Suggested wordings: other words for a passage, beside the comment that says why, and what was decided on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core.bilingual import Bilingual, bilingual
from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models.comments import Comment
from consult.feedback.models.vocabulary import SuggestionStatus


class Suggestion(Model):
    """Other words for a block or a section, proposed by a comment of the kind `suggestion`. Version and block are the comment's."""

    __tablename__ = "suggestions"
    __table_args__ = (one_of("status", SuggestionStatus),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    lang: Mapped[str]  # of the words: of the page that they were written on, whatever the language of the comment
    original: Mapped[str]  # the words as they stood, without markup
    original_hash: Mapped[str] = mapped_column(default="")  # the block's fingerprint then; none of an import
    replacement: Mapped[str]
    safe_html: Mapped[str]  # of the replacement
    changes_html: Mapped[str] = mapped_column(default="")  # of the words removed and added (core.word_marks); none of an import
    status: Mapped[SuggestionStatus] = mapped_column(EnumByValue(SuggestionStatus), default=SuggestionStatus.OPEN)

    comment: Mapped[Comment] = relationship(back_populates="suggestion")
    decision: Mapped["SuggestionDecision | None"] = relationship(back_populates="suggestion")


class SuggestionDecision(Model):
    """What those who write the modules decided on a suggestion, and why. One row, so nobody decides twice."""

    __tablename__ = "suggestion_decisions"
    __table_args__ = (
        one_of("outcome", SuggestionStatus),
        CheckConstraint("reason_en <> '' AND reason_fr <> ''", name="reason"),
        CheckConstraint("version_id IS NOT NULL OR outcome NOT IN ('accepted', 'in_part')", name="taken"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("suggestions.comment_id"), primary_key=True, autoincrement=False)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    outcome: Mapped[SuggestionStatus] = mapped_column(EnumByValue(SuggestionStatus))
    reason: Mapped[Bilingual] = bilingual("reason")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("module_versions.id"), index=True)  # that took the words
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)

    suggestion: Mapped[Suggestion] = relationship(back_populates="decision")
