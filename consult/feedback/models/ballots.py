"""Section ballots: is this section fit for use? One live row a person and section, pinned to the wording it was given on."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.accounts.models import Perspective
from consult.core.db import EnumByValue, Model, one_of
from consult.core.seals import seal_column
from consult.feedback.models.vocabulary import LEAST_IMPORTANT, MOST_IMPORTANT, REASON_MAX, Readiness

_SECTION = ("consultation_id", "module_id", "section_key")
WITH_WORDS = "reason <> ''"  # the list of what people wrote has an index of these rows alone: `queries` says the same words
_IMPORTANCE = f"importance BETWEEN {LEAST_IMPORTANT} AND {MOST_IMPORTANT}"


class SectionBallot(Model):
    """The one live answer of a person to a section. Whoever asks for changes says why (METHOD 3.1); the words are for the team."""

    __tablename__ = "section_ballots"
    __table_args__ = (
        Index("ix_section_ballots_voter", "voter_id", "module_id", "section_key"),
        Index("ix_section_ballots_words", *_SECTION, "cast_at", sqlite_where=text(WITH_WORDS), postgresql_where=text(WITH_WORDS)),
        one_of("readiness", Readiness),
        one_of("perspective", Perspective),
        CheckConstraint(_IMPORTANCE, name="importance"),
        CheckConstraint(f"length(reason) <= {REASON_MAX}", name="reason_length"),
        CheckConstraint("readiness NOT IN ('changes', 'not_ready') OR reason <> ''", name="reason_given"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True, index=True)
    section_key: Mapped[str] = mapped_column(primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"), index=True)
    wording_hash: Mapped[str]  # of the section's blocks in both languages
    readiness: Mapped[Readiness] = mapped_column(EnumByValue(Readiness))
    importance: Mapped[int | None]  # 1 not at all … 5 essential
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of ReadinessReason
    reason: Mapped[str] = mapped_column(default="")
    lang: Mapped[str]  # of the reason
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))
    cast_at: Mapped[datetime]
    seal: Mapped[str] = seal_column()


class FormerSectionBallot(Model):
    """An answer that its voter changed."""

    __tablename__ = "former_section_ballots"
    __table_args__ = (
        Index("ix_former_section_ballots_section", *_SECTION),
        one_of("readiness", Readiness),
        CheckConstraint(_IMPORTANCE, name="importance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    section_key: Mapped[str]
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    wording_hash: Mapped[str]
    readiness: Mapped[Readiness] = mapped_column(EnumByValue(Readiness))
    importance: Mapped[int | None]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(default="")
    lang: Mapped[str]
    cast_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
