"""Acts on the same rows at the same moment, each in a thread and a transaction of its own, and what became of each."""

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from consult.core import transaction
from consult.core.db import db
from consult.core.errors import DomainError
from tests.support.crowd import Meet, at_once

Act = Callable[[], object]
LONGEST_WAIT = 20  # seconds
OVERLAP = 0.5  # seconds in which the second acts while the first is done and not committed


def together(app: Flask, acts: Sequence[Act]) -> list[str]:
    """All begin at once: "done", or the name of the refusal, in the order of the alphabet."""
    outcomes: list[str] = []

    def one(act: Act) -> Callable[[Meet], None]:
        def go(meet: Meet) -> None:
            meet()
            outcomes.append(_settled(act))

        return go

    at_once(app, [one(act) for act in acts])
    return sorted(outcomes)


def overlapping(app: Flask, *, first: Act, look: Act, second: Act) -> list[str]:
    """The second looked before the first acted, and acts while the first is not committed yet. For PostgreSQL.

    On SQLite the writing transaction is the lock: there, nobody can look and act in one transaction while somebody else does.
    """
    looked, acted = threading.Event(), threading.Event()
    outcomes: dict[str, str] = {}

    def sooner() -> None:
        first()
        db.session.flush()
        acted.set()
        threading.Event().wait(OVERLAP)

    def run_first() -> None:
        with app.app_context():
            looked.wait(LONGEST_WAIT)
            outcomes["first"] = _settled(sooner)

    def run_second() -> None:
        with app.app_context():
            kept = look()  # held, so that the session goes on knowing what it read
            looked.set()
            acted.wait(LONGEST_WAIT)
            outcomes["second"] = _settled(second)
            del kept

    threads = [threading.Thread(target=run) for run in (run_first, run_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return [outcomes.get(name, "failed") for name in ("first", "second")]


def _settled(act: Act) -> str:
    try:
        act()
        transaction.commit()
    except DomainError as refusal:
        transaction.roll_back()
        return type(refusal).__name__
    return "done"
