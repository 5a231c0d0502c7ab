"""Real workers on the real queue: what is killed is done after all, and two workers share without doing anything twice."""

import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from subprocess import Popen

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core import transaction
from consult.core.db import db
from consult.jobs import broker
from consult.jobs.models import Job, JobState, Tick
from consult.jobs.services import enqueue
from consult.settings import Settings
from tests.jobs.examples import EFFECT, hang_the_first_time, leave_a_note
from tests.jobs.processes import kill_hard, running, wait_until

# Beside them stand the jobs that the site runs by the clock.
OURS = Job.name.startswith(leave_a_note.__module__)
Worker = Callable[[], AbstractContextManager["Popen[bytes]"]]


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The site with a real queue of this test's own."""
    own = replace(app.extensions["settings"], jobs_inline=False, instance=tmp_path)
    monkeypatch.setitem(app.extensions, "settings", own)
    return own


@pytest.fixture
def worker(settings: Settings, database_url: str) -> Worker:
    """Starts a worker on the database of this test."""
    return lambda: running("-m", "tests.jobs.a_worker", str(settings.instance), database_url)


def states() -> list[JobState]:
    """Where the jobs stand now. The rollback lets the workers write again."""
    found = list(db.session.scalars(sa.select(Job.state).where(OURS)))
    db.session.rollback()
    return found


def effects() -> int:
    """How much the jobs have done."""
    found = db.session.scalars(sa.select(sa.func.count()).where(Tick.name.startswith(EFFECT))).one()
    db.session.rollback()
    return found


def test_a_job_survives_the_death_of_its_worker(worker: Worker, tmp_path: Path) -> None:
    marker = tmp_path / "begun"
    enqueue(hang_the_first_time, marker=str(marker))
    transaction.commit()
    with worker() as first:
        wait_until(marker.exists, "the first worker begins")
        kill_hard(first.pid)
    assert states() == [JobState.RUNNING]
    assert effects() == 0
    with worker():
        wait_until(lambda: states() == [JobState.DONE], "the second worker ends the job")
    assert effects() == 1


def test_two_workers_do_each_job_once(settings: Settings, worker: Worker) -> None:
    numbers = [enqueue(leave_a_note, name=str(number)).id for number in range(25)]
    transaction.commit()
    for number in numbers:
        broker.hand_over(settings, number)
    with worker(), worker():
        wait_until(lambda: set(states()) == {JobState.DONE}, "all is done")
    assert effects() == len(numbers)
    assert set(db.session.scalars(sa.select(Job.attempts).where(OURS))) == {1}


def test_a_worker_told_to_stop_ends_what_it_has_in_hand(worker: Worker) -> None:
    with worker() as process:
        enqueue(leave_a_note, name="a")
        transaction.commit()
        wait_until(lambda: states() == [JobState.DONE], "the job is done")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
