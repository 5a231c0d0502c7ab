"""Statements, and the totals that an imported source gives without rows behind them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual, bilingual
from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models.vocabulary import IMPORTED_STATEMENT_MAX, StatementOrigin, StatementStatus, Tallied


class Statement(Tallied, Model):
    """A short sentence to agree or disagree with."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("consultation_id", "source_id"),
        one_of("origin", StatementOrigin),
        one_of("status", StatementStatus),
        CheckConstraint(f"length(text_en) <= {IMPORTED_STATEMENT_MAX} AND length(text_fr) <= {IMPORTED_STATEMENT_MAX}", name="text_length"),
        CheckConstraint("text_en <> '' OR text_fr <> ''", name="text_present"),
        CheckConstraint("origin = 'imported' OR (text_en <> '' AND text_fr <> '')", name="text_complete"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    text: Mapped[Bilingual] = bilingual("text")
    origin: Mapped[StatementOrigin] = mapped_column(EnumByValue(StatementOrigin))
    status: Mapped[StatementStatus] = mapped_column(EnumByValue(StatementStatus))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"), index=True)
    section_key: Mapped[str | None]
    source_id: Mapped[str | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()

    def place(self, lang: str) -> dict[str, int | str]:
        """Arguments of its address."""
        return {**self.consultation.place(lang), "number": self.number}


class SourceTotal(Model):
    """Totals that the source of an import states for a comment or a statement. There are no rows behind them: shown apart, never added."""

    __tablename__ = "source_totals"
    __table_args__ = (
        UniqueConstraint("comment_id"),
        UniqueConstraint("statement_id"),
        CheckConstraint("(comment_id IS NULL) <> (statement_id IS NULL)", name="one_target"),
        CheckConstraint("agree >= 0 AND disagree >= 0 AND unsure >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statements.id"))
    agree: Mapped[int]
    disagree: Mapped[int]
    unsure: Mapped[int]
