"""Tables of work to be done: the jobs, and the moments at which something recurring was started."""

import enum
from datetime import datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import EnumByValue, Model, one_of

Argument = str | int | None


class JobState(enum.StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One piece of work, written in the same transaction as the change that asks for it: neither is there without the other."""

    __tablename__ = "jobs"
    __table_args__ = (one_of("state", JobState), Index(None, "state", "run_after"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    arguments: Mapped[dict[str, Argument]] = mapped_column(JSON)  # ids and codes: what a job needs to know, it reads from rows
    state: Mapped[JobState] = mapped_column(EnumByValue(JobState), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    run_after: Mapped[datetime]
    handed_at: Mapped[datetime | None]  # when the queue was last given its number; None: the sweeper gives it
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]  # its worker was alive then
    finished_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(120))  # the kind of the last failure, never its message: that may hold personal words
    result: Mapped[str | None]


class Tick(Model):
    """A moment at which something recurring was started. Unique, so that of many workers one starts it."""

    __tablename__ = "ticks"
    __table_args__ = (UniqueConstraint("name", "moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    moment: Mapped[datetime]
