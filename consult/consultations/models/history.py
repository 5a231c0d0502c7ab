"""Tables of what happened to a consultation: the acts that people are told of, and every state of its settings and texts."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.bilingual import Bilingual, bilingual, complete_unless
from consult.core.db import EnumByValue, Model, one_of

Terms = dict[str, Any]


class Act(enum.StrEnum):
    """What hosts may do to a consultation that is public."""

    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"


class ConsultationAct(Model):
    """One act with its public reason. Rows are only ever added."""

    __tablename__ = "consultation_acts"
    __table_args__ = (
        one_of("act", Act),
        # Where an archived consultation is found is a matter of order, not of anybody's part in it: no reason is asked for.
        complete_unless("reason", condition="act IN ('archive', 'unarchive')"),
        sa.CheckConstraint("(act = 'extend') = (closes_after IS NOT NULL)", name="extended_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    act: Mapped[Act] = mapped_column(EnumByValue(Act))
    reason: Mapped[Bilingual] = bilingual("reason")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    closes_before: Mapped[datetime | None]
    closes_after: Mapped[datetime | None]


class Revision(Model):
    """One state of everything that hosts decide about a consultation; the highest number is what stands."""

    __tablename__ = "consultation_revisions"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    terms: Mapped[Terms] = mapped_column(sa.JSON)
    restored_number: Mapped[int | None]  # the earlier state that was put back
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
