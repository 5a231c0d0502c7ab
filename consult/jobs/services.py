"""The verbs of jobs: ask for one, run it, keep it alive, and take up what was lost.

Huey delivers a message at most once: a worker that dies loses what it held. So the row is the truth, Huey only wakes
the worker, and the sweeper hands over again whatever nobody has finished. A job's own changes and the note that it is
done are one transaction, kept only by the worker that still holds the job: they happen exactly once. What leaves the
database (a mail) may happen twice, so a job must bear that.
"""

from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from flask import current_app
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import aliased

from consult.core import clock, transaction
from consult.core.db import db, insert_unless_there
from consult.core.logs import frames
from consult.jobs import broker
from consult.jobs.models import Argument, Job, JobState, Tick
from consult.jobs.registry import Work, name_of, recurring, registered
from consult.settings import current

FIRST_PAUSE = timedelta(seconds=30)
PAUSE_FACTOR = 4
STALE_AFTER = timedelta(minutes=2)  # without a heartbeat: longer than any write transaction holds the heartbeat up on SQLite
LOST_AFTER = timedelta(minutes=5)  # on the queue without being begun
MOST_AT_ONCE = 500
TICKS_KEPT = timedelta(hours=1)
FAULT_LENGTH = 120
# These statements decide in the database; what a session has loaded of the row does not matter.
UNSYNCHRONISED = {"synchronize_session": False}

log = structlog.get_logger()
Outcome = TypeVar("Outcome")
_in_hand: set[int] = set()


class Superseded(Exception):
    """Another worker has taken this job up: what was done here is not kept."""


@dataclass(frozen=True)
class Claim:
    """A job that this worker holds: the attempt tells its hold from anybody else's."""

    job_id: int
    name: str
    arguments: dict[str, Argument]
    attempt: int


def enqueue(function: Work, **arguments: Argument) -> Job:
    """Ask for work to be done once the present change is safe. With the change the request for it is kept, or neither."""
    now = clock.now()
    job = Job(name=name_of(function, arguments), arguments=arguments, queued_at=now, run_after=now, handed_at=now)
    db.session.add(job)
    db.session.flush()
    transaction.after_commit(partial(_hand_over, job.id))
    return job


def run(job_id: int) -> None:
    """Do a queued job, unless somebody else has it. Work that fails is undone and noted in its row, and tried again later."""
    claim = _apart(partial(_claim, job_id))
    if claim is None:
        return
    _in_hand.add(job_id)
    try:
        _apart(partial(_perform, claim))
    except Exception as fault:  # noqa: BLE001 - whatever goes wrong in a job is noted, and the worker goes on
        _apart(partial(_note_failure, claim, fault))
    finally:
        _in_hand.discard(job_id)


def beat() -> None:
    """Say of the jobs in this process that their worker is alive."""
    held = list(_in_hand)
    if held:
        alive = update(Job).where(Job.id.in_(held), Job.state == JobState.RUNNING).values(heartbeat_at=clock.now())
        db.session.execute(alive, execution_options=UNSYNCHRONISED)


def sweep(*, stale_after: timedelta = STALE_AFTER) -> None:
    """Take up what was lost: jobs whose worker died, jobs that no worker was told of, jobs whose pause is over."""
    now = clock.now()
    stale = select(Job).where(Job.state == JobState.RUNNING, Job.heartbeat_at < now - stale_after)
    for job in db.session.scalars(stale).all():
        _settle_failure(Claim(job.id, job.name, job.arguments, job.attempts), "WorkerLost", pause=timedelta(0))
    waiting = (Job.state == JobState.QUEUED, Job.run_after <= now, or_(Job.handed_at.is_(None), Job.handed_at < now - LOST_AFTER))
    due = select(Job.id).where(*waiting).order_by(Job.run_after, Job.id).limit(MOST_AT_ONCE)
    # The conditions again: of two sweepers at once, the second finds the row already handed over.
    taken = update(Job).where(Job.id.in_(due), *waiting).values(handed_at=now).returning(Job.id)
    for job_id in db.session.scalars(taken, execution_options=UNSYNCHRONISED).all():
        transaction.after_commit(partial(_hand_over, job_id))
    _forget_old_ticks()


def start_recurring() -> None:
    """Enqueue each job that runs by itself and whose next period has begun."""
    now = clock.now()
    for work in recurring():
        if take_tick(work.name, work.slot(now)):
            enqueue(work.function)


def take_tick(name: str, moment: datetime) -> bool:
    """Say whether this worker is the one to start something at this moment: true for the first that asks."""
    return insert_unless_there(Tick, name=name, moment=moment)


def _hand_over(job_id: int) -> None:
    """Wake a worker, or do the job at once where there is none.

    The change is already kept: nothing here may undo its answer. Each kind of queue fails in its own way; the sweeper hands the
    job over later.
    """
    try:
        if current().jobs_inline:
            run(job_id)
        else:
            broker.hand_over(current(), job_id)
    except Exception as fault:
        log.warning("job_not_handed_over", job_id=job_id, exc_info=fault)


def _claim(job_id: int) -> Claim | None:
    """Take the job, if nobody has: of two workers, one finds it queued."""
    now = clock.now()
    taking = (
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.QUEUED, Job.run_after <= now)
        .values(state=JobState.RUNNING, attempts=Job.attempts + 1, started_at=now, heartbeat_at=now)
        .returning(Job.name, Job.arguments, Job.attempts)
    )
    row = db.session.execute(taking, execution_options=UNSYNCHRONISED).one_or_none()
    transaction.commit()
    return Claim(job_id, row.name, row.arguments, row.attempts) if row else None


def _perform(claim: Claim) -> None:
    """Do the work and note that it is done, in one transaction."""
    work = registered(claim.name)
    if work is None:
        raise LookupError(claim.name)
    result = work.function(**claim.arguments)
    done = {"state": JobState.DONE, "finished_at": clock.now(), "fault": None, "result": None if result is None else str(result)}
    if not _settle(claim, done):
        raise Superseded
    transaction.commit()


def _note_failure(claim: Claim, fault: Exception) -> None:
    """Write down that an attempt failed, after everything it did has been undone."""
    if isinstance(fault, Superseded):
        log.warning("job_superseded", job=claim.name, job_id=claim.job_id, attempt=claim.attempt)
        return
    log.error("job_failed", job=claim.name, job_id=claim.job_id, attempt=claim.attempt, exc_info=fault)
    pause = FIRST_PAUSE * PAUSE_FACTOR ** (claim.attempt - 1)
    _settle_failure(claim, " ".join([type(fault).__name__, *frames(fault)[-1:]]), pause=pause)
    transaction.commit()


def _settle_failure(claim: Claim, fault: str, *, pause: timedelta) -> None:
    """Put a failed attempt back into the queue after a pause, or give the job up where it has been tried often enough."""
    now, work = clock.now(), registered(claim.name)
    # Inline there is no sweeper that would try again.
    again = work is not None and claim.attempt <= work.retries and not current().jobs_inline
    if again:
        _settle(claim, {"state": JobState.QUEUED, "run_after": now + pause, "handed_at": None, "fault": fault[:FAULT_LENGTH]})
    else:
        _settle(claim, {"state": JobState.FAILED, "finished_at": now, "fault": fault[:FAULT_LENGTH]})


def _settle(claim: Claim, values: Mapping[str, object]) -> bool:
    """Change the row, if it is still held by this very attempt."""
    held = (Job.id == claim.job_id, Job.state == JobState.RUNNING, Job.attempts == claim.attempt)
    change = update(Job).where(*held).values(values).returning(Job.id)
    return db.session.execute(change, execution_options=UNSYNCHRONISED).one_or_none() is not None


def _forget_old_ticks() -> None:
    """Keep the last tick of each name, and an hour of them for workers whose clocks differ."""
    later = aliased(Tick)
    newest = select(func.max(later.moment)).where(later.name == Tick.name).scalar_subquery()
    old = delete(Tick).where(Tick.moment < clock.now() - TICKS_KEPT, Tick.moment < newest)
    db.session.execute(old, execution_options=UNSYNCHRONISED)


def _apart(act: Callable[[], Outcome]) -> Outcome:
    """Act in a context and a database session of its own, as a worker would, whatever the caller has open."""
    own = current_app.app_context()

    def inside() -> Outcome:
        with own:
            return act()

    return Context().run(inside)
