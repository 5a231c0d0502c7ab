"""Verbs of set-up and checks: bring the schema up to date, load the demo, mend counters."""

from dataclasses import dataclass

import flask_migrate
from sqlalchemy import update

from consult.audit.queries import broken_links
from consult.core.db import db
from consult.core.errors import Refused
from consult.home import queries
from consult.home.demo_loader import load_demo
from consult.home.queries import Checked, Counter


@dataclass(frozen=True)
class Migrated:
    """From which revision to which; None is an empty database."""

    before: str | None
    after: str | None


def migrate() -> Migrated:
    """Bring the database to the newest schema. Where it is there already, nothing happens."""
    before = queries.revision()
    # Alembic works on a connection of its own: ours must hold no lock meanwhile.
    db.session.rollback()
    flask_migrate.upgrade()
    return Migrated(before, queries.revision())


def set_up_demo(passphrase: str, *, safe: bool) -> bool:
    """Load the demo into an empty database; say whether it was loaded now. One that holds anything else is left alone."""
    if queries.holds_demo():
        return False
    if not queries.is_empty():
        message = "This database is in use, and the demo goes into an empty one. Name another folder in CONSULT_INSTANCE."
        raise Refused(message)
    load_demo(passphrase, safe=safe)
    return True


def check(*, fix: bool) -> Checked:
    """Recount everything that is counted, and verify everything that is hashed; with `fix`, set the counters right."""
    wrong = []
    for counter in queries.counters():
        found = queries.differences(counter)
        if found and fix:
            _mend(counter)
        wrong += found
    db.session.expire_all()
    return Checked(wrong, broken_links(), queries.altered_editions(), mended=fix)


def _mend(counter: Counter) -> None:
    mending = update(counter.table).where(counter.is_wrong).values({counter.column: counter.truth})
    db.session.execute(mending, execution_options={"synchronize_session": False})
