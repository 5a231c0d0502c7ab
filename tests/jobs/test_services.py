"""Asking for work and doing it: with the change or not at all, once, and again where it failed."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core import transaction
from consult.core.db import db
from consult.jobs import broker, registry, services
from consult.jobs.models import Job, JobState, Tick
from consult.jobs.registry import job, periodic
from consult.jobs.services import enqueue, run, start_recurring, sweep, take_tick
from consult.settings import Settings
from tests.jobs import examples
from tests.jobs.examples import EFFECT, leave_a_note
from tests.support.clock import StoppedClock


def effects() -> list[str]:
    """What the example jobs have done."""
    names = sa.select(Tick.name).where(Tick.name.startswith(EFFECT)).order_by(Tick.moment)
    return [name.removeprefix(EFFECT) for name in db.session.scalars(names)]


def the_job() -> Job:
    """The only job, read afresh."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(Job)).one()


@pytest.fixture
def handed_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs that a queue would have been given: nothing runs by itself in these tests."""
    numbers: list[int] = []
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], jobs_inline=False))
    monkeypatch.setattr(broker, "hand_over", lambda _settings, job_id: numbers.append(job_id))
    return numbers


def claim(number: int) -> services.Claim | None:
    """What a worker does first. Nothing after it: the worker dies, or sleeps."""
    return services._apart(lambda: services._claim(number))


def queued(name: str = "a") -> int:
    """A job that waits in the table."""
    waiting = enqueue(leave_a_note, name=name)
    transaction.commit()
    return waiting.id


def test_a_job_is_done_once_the_change_is_committed(app: Flask) -> None:
    enqueue(leave_a_note, name="a")
    assert effects() == []
    transaction.commit()
    assert effects() == ["a"]
    assert (the_job().state, the_job().result, the_job().attempts) == (JobState.DONE, "noted a", 1)


def test_a_job_of_a_change_that_is_rolled_back_is_never_run(app: Flask) -> None:
    enqueue(leave_a_note, name="a")
    db.session.rollback()
    transaction.commit()
    assert effects() == []
    assert db.session.scalars(sa.select(Job)).all() == []


def test_a_job_may_ask_for_another(app: Flask) -> None:
    enqueue(examples.ask_for_another, name="b")
    transaction.commit()
    assert effects() == ["b"]


@pytest.mark.failing_jobs
def test_a_failing_job_does_not_break_the_answer_and_says_what_failed(app: Flask) -> None:
    enqueue(examples.fail, name="a")
    transaction.commit()
    assert effects() == []
    assert the_job().state is JobState.FAILED
    assert str(the_job().fault).startswith("Refusal tests.jobs.examples:")
    assert "Ada" not in str(the_job().fault)


def test_a_function_that_is_no_job_cannot_be_enqueued(app: Flask) -> None:
    with pytest.raises(LookupError, match="mark it with @job"):
        enqueue(queued, name="a")


def test_wrong_arguments_are_refused_when_the_job_is_asked_for(app: Flask) -> None:
    with pytest.raises(TypeError, match="missing a required argument"):
        enqueue(leave_a_note, nmae="a")


def test_two_jobs_of_one_name_stop_the_start() -> None:
    with pytest.raises(RuntimeError, match="two jobs named"):
        job(leave_a_note)


def test_the_queue_gets_the_number_after_the_commit(handed_over: list[int]) -> None:
    waiting = enqueue(leave_a_note, name="a")
    assert handed_over == []
    transaction.commit()
    assert handed_over == [waiting.id]


def test_a_queue_out_of_reach_does_not_undo_the_answer(handed_over: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_settings: Settings, _job_id: int) -> None:
        raise ConnectionError

    monkeypatch.setattr(broker, "hand_over", refuse)
    queued()
    assert the_job().state is JobState.QUEUED


def test_a_job_handed_over_twice_is_done_once(handed_over: list[int]) -> None:
    number = queued()
    run(number)
    run(number)
    assert effects() == ["a"]
    assert the_job().attempts == 1


@pytest.mark.failing_jobs
def test_a_failed_job_is_tried_again_after_a_pause_and_given_up_at_last(handed_over: list[int], clock: StoppedClock) -> None:
    enqueue(examples.fail, name="a")
    transaction.commit()
    run(handed_over.pop())
    assert the_job().state is JobState.QUEUED
    sweep()
    transaction.commit()
    assert handed_over == []
    clock.move(seconds=services.FIRST_PAUSE.total_seconds())
    sweep()
    transaction.commit()
    run(handed_over.pop())
    assert (the_job().state, the_job().attempts) == (JobState.FAILED, 2)
    assert effects() == []


def test_a_job_that_no_worker_was_told_of_is_handed_over_again(handed_over: list[int], clock: StoppedClock) -> None:
    number = queued()
    handed_over.clear()
    clock.move(seconds=services.LOST_AFTER.total_seconds() + 1)
    for _twice in range(2):
        sweep()
        transaction.commit()
    assert handed_over == [number]


def test_a_job_whose_worker_died_is_taken_up(handed_over: list[int], clock: StoppedClock) -> None:
    number = queued()
    handed_over.clear()
    claim(number)
    clock.move(seconds=services.STALE_AFTER.total_seconds() + 1)
    sweep()
    transaction.commit()
    assert handed_over == [number]
    run(number)
    assert effects() == ["a"]


@pytest.mark.failing_jobs
def test_a_job_that_kills_its_worker_again_and_again_is_given_up(handed_over: list[int], clock: StoppedClock) -> None:
    number = queued()
    for _attempt in range(4):
        claim(number)
        clock.move(minutes=10)
        sweep()
        transaction.commit()
    assert (the_job().state, the_job().fault, the_job().attempts) == (JobState.FAILED, "WorkerLost", 3)


def test_a_heartbeat_keeps_a_long_job_with_its_worker(handed_over: list[int], clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    number = queued()
    claim(number)
    monkeypatch.setattr(services, "_in_hand", {number})
    clock.move(minutes=10)
    services.beat()
    sweep()
    assert the_job().state is JobState.RUNNING


def test_a_worker_that_lost_its_job_to_another_keeps_nothing_of_it(handed_over: list[int], clock: StoppedClock) -> None:
    number = queued()
    slow = claim(number)
    clock.move(hours=1)
    sweep()
    transaction.commit()
    run(number)
    assert slow is not None
    with pytest.raises(services.Superseded):
        services._apart(lambda: services._perform(slow))
    assert effects() == ["a"]


@pytest.mark.failing_jobs
def test_a_job_whose_function_is_gone_fails(handed_over: list[int]) -> None:
    number = queued()
    db.session.execute(sa.update(Job).values(name="old.jobs.gone"))
    transaction.commit()
    run(number)
    assert the_job().state is JobState.FAILED


def test_of_many_workers_one_starts_what_recurs(handed_over: list[int], clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_jobs", {})

    @periodic(minutes=60)
    def count_the_day() -> None:
        """Something that recurs."""

    clock.set(clock.moment.replace(minute=10, second=0))
    for minutes in (0, 5, 50):
        clock.move(minutes=minutes)
        start_recurring()
        transaction.commit()
    assert len(handed_over) == 2
    assert [work.function for work in registry.recurring()] == [count_the_day]


def test_old_ticks_are_forgotten_but_for_the_last_of_each_name(app: Flask, clock: StoppedClock) -> None:
    for hours in (10, 5, 0):
        assert take_tick("sweep", clock.moment - timedelta(hours=hours))
    assert take_tick("weekly", clock.moment - timedelta(days=7))
    assert not take_tick("weekly", clock.moment - timedelta(days=7))
    sweep()
    assert sorted(db.session.scalars(sa.select(Tick.name))) == ["sweep", "weekly"]
