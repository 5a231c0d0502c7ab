"""A worker in a process of its own, faster than a real one: `python -m tests.jobs.a_worker INSTANCE DATABASE_URL`."""

import sys
from datetime import timedelta
from pathlib import Path

from consult import create_app
from consult.jobs.worker import Pace, work
from consult.settings import Settings
from tests.jobs import examples

if __name__ == "__main__":
    assert examples.EFFECT, "The example jobs are known once their module is loaded."
    instance, database_url = sys.argv[1:]
    settings = Settings(instance=Path(instance), secret_key="a key for tests only", database_url=database_url)
    work(create_app(settings), pace=Pace(beat=0.2, sweep=1, stale_after=timedelta(seconds=1), longest_pause=0.1))
