"""Two acts on the same rows: the second looked before the first acted, and acts while the first is not committed yet. For PostgreSQL.

On SQLite the writing transaction is the lock: there, nobody can look and act in one transaction while somebody else does.
"""

import threading
from collections.abc import Callable

from flask import Flask

from consult.core import transaction
from consult.core.db import db
from consult.core.errors import DomainError

Act = Callable[[], object]
LONGEST_WAIT = 20  # seconds
OVERLAP = 0.5  # seconds in which the second acts while the first is done and not committed


def overlapping(app: Flask, *, first: Act, look: Act, second: Act) -> list[str]:
    """What became of both."""
    looked, acted = threading.Event(), threading.Event()
    outcomes: dict[str, str] = {}

    def settle(name: str, act: Act) -> None:
        try:
            act()
            transaction.commit()
            outcomes[name] = "done"
        except DomainError as refusal:
            transaction.roll_back()
            outcomes[name] = type(refusal).__name__

    def sooner() -> None:
        first()
        db.session.flush()
        acted.set()
        threading.Event().wait(OVERLAP)

    def run_first() -> None:
        with app.app_context():
            looked.wait(LONGEST_WAIT)
            settle("first", sooner)

    def run_second() -> None:
        with app.app_context():
            kept = look()  # held, so that the session goes on knowing what it read
            looked.set()
            acted.wait(LONGEST_WAIT)
            settle("second", second)
            del kept

    threads = [threading.Thread(target=run) for run in (run_first, run_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return [outcomes.get(name, "failed") for name in ("first", "second")]
