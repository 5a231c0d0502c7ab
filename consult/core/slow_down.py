"""Growing waits for whoever keeps failing: guessing becomes hopeless, and nobody is ever locked out for more than a minute."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from flask import Flask, current_app
from werkzeug.exceptions import TooManyRequests

from consult.core import clock

FIRST_WAIT = 5
LONGEST_WAIT = 60
DOUBLINGS = 4
FORGOTTEN_AFTER = timedelta(minutes=15)
MOST_KEYS = 10_000


EXTENSION = "slow_down"


@dataclass
class Tries:
    """How often one key was tried, and when last."""

    count: int
    last: datetime


class SlowDown:
    """Tries counted by key, in the memory of this process: a restart forgets them, no row is written for a refusal."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, Tries] = OrderedDict()
        self._lock = Lock()

    def take(self, free: dict[str, int]) -> None:
        """Count a try under each key; refuse it where a key has used up its free tries and has not waited.

        Counted before the outcome is known, so that a hundred tries at once are a hundred tries. A refused one does not count:
        a stranger's knocking does not lengthen the wait.
        """
        now = clock.now()
        with self._lock:
            wait = max(self._wait(key, most, now) for key, most in free.items())
            if wait > 0:
                raise TooManyRequests(retry_after=wait)
            for key in free:
                self._count(key, now)

    def give_back(self, *keys: str) -> None:
        """These tries were no failures: they do not count, those before them still do."""
        with self._lock:
            for key in keys:
                if key in self._tries:
                    self._tries[key].count -= 1

    def count(self, key: str) -> int:
        """How often this key was tried lately."""
        tries = self._tries.get(key)
        return 0 if tries is None or clock.now() - tries.last > FORGOTTEN_AFTER else tries.count

    def forget(self, *keys: str) -> None:
        """These tries ended well."""
        with self._lock:
            for key in keys:
                self._tries.pop(key, None)

    def _wait(self, key: str, free: int, now: datetime) -> int:
        """Seconds still to wait: 5, 10, 20, 40, 60, and 60 for ever."""
        tries = self._tries.get(key)
        if tries is None or now - tries.last > FORGOTTEN_AFTER or tries.count < free:
            return 0
        pause = min(FIRST_WAIT << min(tries.count - free, DOUBLINGS), LONGEST_WAIT)
        return pause - int((now - tries.last).total_seconds())

    def _count(self, key: str, now: datetime) -> None:
        tries = self._tries.pop(key, None)
        if tries is None or now - tries.last > FORGOTTEN_AFTER:
            tries = Tries(0, now)
        self._tries[key] = Tries(tries.count + 1, now)
        while len(self._tries) > MOST_KEYS:
            self._tries.popitem(last=False)


def register(app: Flask) -> None:
    """Let this app remember tries."""
    app.extensions[EXTENSION] = SlowDown()


def slow_down() -> SlowDown:
    """The tries that the running app remembers."""
    found: SlowDown = current_app.extensions[EXTENSION]
    return found
