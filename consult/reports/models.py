"""Tables of reports: a draft that can be compiled again, and the frozen editions that never change."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual, bilingual, complete_unless
from consult.core.db import EnumByValue, Model, one_of

SCHEMA = 1  # of the findings snapshot
SUMMARY_MAX = 20_000
IS_DRAFT = "status = 'draft'"


class ReportStatus(enum.StrEnum):
    """A draft is compiled and written; a published report is frozen in an edition."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Report(Model):
    """“What we heard” about one consultation: its figures as a canonical snapshot, and the summary that staff write."""

    __tablename__ = "reports"
    __table_args__ = (
        one_of("status", ReportStatus),
        complete_unless("summary", condition=IS_DRAFT),
        # One draft a consultation: two workers that compile at the same moment make one.
        Index("uq_reports_draft", "consultation_id", unique=True, sqlite_where=text(IS_DRAFT), postgresql_where=text(IS_DRAFT)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    status: Mapped[ReportStatus] = mapped_column(EnumByValue(ReportStatus), default=ReportStatus.DRAFT)
    snapshot: Mapped[str]  # canonical JSON: {"findings": …, "labels": …}
    summary: Mapped[Bilingual] = bilingual("summary")  # Markdown
    summary_html: Mapped[Bilingual] = bilingual("summary_html")
    compiled_at: Mapped[datetime]
    compiled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    published_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    edition: Mapped["Edition | None"] = relationship(back_populates="report", uselist=False)

    def place(self, lang: str) -> dict[str, int | str]:
        """Arguments of its address; the slug is its consultation's."""
        return {"report_id": self.id, "slug": self.consultation.slug[lang]}


class Edition(Model):
    """One frozen issue of a report. Its bytes never change; its hash says so."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("report_id"), UniqueConstraint("consultation_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    content: Mapped[str]  # canonical JSON of everything the page shows
    sha256: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    report: Mapped[Report] = relationship(back_populates="edition")
