"""Jobs for the tests. What a job has done is a row: a tick named `effect:…`."""

import time
from datetime import UTC, datetime
from pathlib import Path

from consult.core.db import db
from consult.jobs.models import Tick
from consult.jobs.registry import job
from consult.jobs.services import enqueue

EFFECT = "effect:"


class Refusal(Exception):
    """What a failing job raises; its message holds words that must stay out of rows and logs."""


def note(name: str) -> None:
    """Leave a row that can be counted: each has its own moment, so doing it twice shows."""
    db.session.add(Tick(name=EFFECT + name, moment=datetime.now(UTC)))


@job
def leave_a_note(name: str) -> str:
    """Do something that can be counted."""
    note(name)
    return f"noted {name}"


@job(retries=1)
def fail(name: str) -> None:
    """Do something, then fail: nothing of it may stay."""
    note(name)
    db.session.flush()
    raise Refusal("Ada’s words")


@job
def hang_the_first_time(marker: str) -> None:
    """Hang until killed; the second time, be quick."""
    note("begun")
    db.session.flush()
    if not Path(marker).exists():
        Path(marker).touch()
        time.sleep(600)


@job
def ask_for_another(name: str) -> None:
    """Enqueue a job from within a job."""
    enqueue(leave_a_note, name=name)
