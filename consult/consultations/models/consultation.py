"""Tables of consultations: the call for feedback, and the module versions it asks about."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models.passes import LatePass
from consult.core.bilingual import Bilingual, bilingual, complete_unless
from consult.core.db import EnumByValue, Model, one_of
from consult.modules.models import Module, ModuleVersion

DRAFT_OR_IMPORTED = "published_at IS NULL OR provenance = 'imported'"


class Mode(enum.StrEnum):
    """When a comment becomes public: after a moderator has read it, or at once."""

    PRE = "pre"
    POST = "post"


class WhoMayContribute(enum.StrEnum):
    """Who may comment: people with an account, also anyone who confirms an e-mail address, or anyone at all."""

    ACCOUNT = "account"
    CONFIRMED_EMAIL = "confirmed_email"
    ANYONE = "anyone"


class Provenance(enum.StrEnum):
    """Run on this site, or brought in from elsewhere and read-only."""

    OWN = "own"
    IMPORTED = "imported"


class Languages(enum.StrEnum):
    """The languages the institutional text exists in. Only an import may have fewer than both."""

    BOTH = "both"
    EN = "en"
    FR = "fr"


class Consultation(Model):
    """A call for feedback on module versions, between two moments, with its scope said in advance.

    Its stage is never stored: `rules.stage(consultation, now)` computes it from the acts and dates below.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        UniqueConstraint("slug_en"),
        UniqueConstraint("slug_fr"),
        UniqueConstraint("source", "source_id"),
        one_of("mode", Mode),
        one_of("who_may_contribute", WhoMayContribute),
        one_of("provenance", Provenance),
        one_of("languages", Languages),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("provenance = 'imported' OR languages = 'both'", name="own_text_in_both_languages"),
        # Words of nobody known are read before they appear.
        CheckConstraint("who_may_contribute <> 'anyone' OR mode = 'pre'", name="anyone_is_read_first"),
        complete_unless("title", condition=DRAFT_OR_IMPORTED),
        complete_unless("summary", condition=DRAFT_OR_IMPORTED),
        complete_unless("scope_open", condition=DRAFT_OR_IMPORTED),
        complete_unless("scope_decided", condition=DRAFT_OR_IMPORTED),
        complete_unless("scope_excluded", condition=DRAFT_OR_IMPORTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[Bilingual] = bilingual("slug")
    title: Mapped[Bilingual] = bilingual("title")
    summary: Mapped[Bilingual] = bilingual("summary")
    scope_open: Mapped[Bilingual] = bilingual("scope_open")
    scope_decided: Mapped[Bilingual] = bilingual("scope_decided")
    scope_excluded: Mapped[Bilingual] = bilingual("scope_excluded")
    promise: Mapped[Bilingual] = bilingual("promise")
    other_ways: Mapped[Bilingual] = bilingual("other_ways")
    moderation_rules: Mapped[Bilingual] = bilingual("moderation_rules")
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]  # exclusive
    zone: Mapped[str] = mapped_column(default="America/Vancouver")
    report_by: Mapped[date | None] = mapped_column(sa.Date)
    respond_by: Mapped[date | None] = mapped_column(sa.Date)
    mode: Mapped[Mode] = mapped_column(EnumByValue(Mode), default=Mode.PRE)
    who_may_contribute: Mapped[WhoMayContribute] = mapped_column(EnumByValue(WhoMayContribute), default=WhoMayContribute.ACCOUNT)
    provenance: Mapped[Provenance] = mapped_column(EnumByValue(Provenance), default=Provenance.OWN)
    languages: Mapped[Languages] = mapped_column(EnumByValue(Languages), default=Languages.BOTH)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id"), index=True)
    published_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)  # goes up with every change that its public pages show
    statement_count: Mapped[int] = mapped_column(default=0)  # live statements

    modules: Mapped[list["ConsultationModule"]] = relationship(
        back_populates="consultation", order_by="ConsultationModule.position", cascade="all, delete-orphan"
    )
    # Read by `rules.is_open` alone: after the closing, for somebody who is signed in.
    late_passes: Mapped[list[LatePass]] = relationship(order_by=LatePass.id)

    def place(self, lang: str) -> dict[str, int | str]:
        """Arguments of its address."""
        return {"consultation_id": self.id, "slug": self.slug[lang]}

    @property
    def imported(self) -> bool:
        """Brought in from elsewhere: read-only, with a banner."""
        return self.provenance is Provenance.IMPORTED

    @property
    def source_url(self) -> str:
        """Where it was held, if its source names a page of the web: nothing else in an imported file becomes a link."""
        named = self.source_id or ""
        return named if named.startswith(("https://", "http://")) else ""


class ConsultationModule(Model):
    """One module of a consultation, at exactly one version; its counters say how much was published about it."""

    __tablename__ = "consultation_modules"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True, index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"), index=True)
    position: Mapped[int]
    comment_count: Mapped[int] = mapped_column(default=0)  # published, replies included, wherever in the module
    general_count: Mapped[int] = mapped_column(default=0)  # of them, on the whole module
    revision: Mapped[int] = mapped_column(default=0)  # goes up with every change of what the public reads about it

    consultation: Mapped[Consultation] = relationship(back_populates="modules")
    module: Mapped[Module] = relationship()
    version: Mapped[ModuleVersion] = relationship()
