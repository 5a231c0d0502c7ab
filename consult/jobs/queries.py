"""Reads of work: whether anybody does it, and what was given up."""

from datetime import datetime

from sqlalchemy import func, select

from consult.core.db import db
from consult.jobs.models import Job, JobState, Tick

SWEEP = "sweep"  # the tick that every worker takes, or finds taken, twice a minute


def last_sign_of_life() -> datetime | None:
    """When a worker was last about; None where none ever was."""
    return db.session.scalar(select(func.max(Tick.moment)).where(Tick.name == SWEEP))


def given_up_since(moment: datetime) -> int:
    """How many jobs were tried as often as they may be, and failed, since then."""
    return db.session.scalar(select(func.count(Job.id)).where(Job.state == JobState.FAILED, Job.finished_at >= moment)) or 0
