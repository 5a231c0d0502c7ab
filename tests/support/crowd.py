"""Many people at the same moment: each in a thread of their own, with a database session and transactions of their own."""

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from consult.core.db import db

LONGEST_WAIT = 60  # seconds
Meet = Callable[[], object]


def at_once(app: Flask, people: Sequence[Callable[[Meet], None]]) -> None:
    """Let each of them act; whoever calls `meet()` waits there for all the others. What goes wrong in one of them fails the test."""
    barrier, faults = threading.Barrier(len(people), timeout=LONGEST_WAIT), list[BaseException]()

    def run(act: Callable[[Meet], None]) -> None:
        try:
            with app.app_context():
                act(barrier.wait)
        except threading.BrokenBarrierError:
            pass  # somebody else failed, or was too slow
        except BaseException as fault:  # noqa: BLE001 - a thread has nobody else to tell
            faults.append(fault)
            barrier.abort()

    threads = [threading.Thread(target=run, args=(act,)) for act in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, f"{len(faults)} of {len(people)} failed; the first: {faults[0]!r}"
    assert not barrier.broken, f"Somebody did not come within {LONGEST_WAIT} seconds."
    db.session.expire_all()
