"""Tables of late passes: leave for one person to take part after the closing, and what came of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Model


class LatePass(Model):
    """One person may take part until a moment after the closing. The reason is for staff: it may speak of an illness."""

    __tablename__ = "late_passes"
    __table_args__ = (UniqueConstraint("consultation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]  # exclusive
    reason: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)


class LateContribution(Model):
    """One comment, vote or answer that came by a late pass. An answer that is changed is still one."""

    __tablename__ = "late_contributions"
    __table_args__ = (UniqueConstraint("consultation_id", "target", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    target: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]
