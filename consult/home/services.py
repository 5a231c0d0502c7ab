"""Verbs of set-up and checks: bring the schema up to date, load the demo, mend counters."""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa

from consult.audit.queries import broken_links
from consult.consultations.services import renew_all
from consult.core import schema
from consult.core.db import db
from consult.core.errors import Refused
from consult.core.transaction import release
from consult.home import queries
from consult.home.demo_loader import load_demo
from consult.home.queries import Checked, Counter

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Migrated:
    """From which revision to which; None is an empty database."""

    before: str | None
    after: str | None


def migrate() -> Migrated:
    """Bring the database to the newest schema. Where it is there already, nothing happens."""
    before = schema.revision()
    # Alembic works on a connection of its own: ours must hold no lock meanwhile.
    db.session.rollback()
    schema.upgrade()
    return Migrated(before, schema.revision())


def set_up_demo(passphrase: str, *, safe: bool) -> bool:
    """Load the demo into an empty database; say whether it was loaded now. One that holds anything else is left alone."""
    if queries.holds_demo():
        return False
    if not queries.is_empty():
        message = "This database is in use, and the demo goes into an empty one. Name another folder in CONSULT_INSTANCE."
        raise Refused(message)
    load_demo(passphrase, safe=safe)
    return True


def check() -> Checked:
    """Recount everything that is counted, and verify everything that is hashed."""
    wrong = [found for counter in queries.counters() for found in queries.differences(counter)]
    return Checked(wrong, queries.broken_seals(), broken_links(), queries.altered_editions())


def mend(checked: Checked) -> Checked:
    """Set each counter that was found wrong to what its rows say now. Nothing else that a check finds can be set right.

    Some at a time, so that the site can write meanwhile. Their rows are locked before they are counted: a vote that is cast at the
    same moment is either counted here, or waits and counts itself.
    """
    by_name = {counter.name: counter for counter in queries.counters()}
    for name, found in groupby(checked.counters, key=attrgetter("counter")):
        keys = [difference.key for difference in found]
        for start in range(0, len(keys), ROWS_AT_ONCE):
            _set_right(by_name[name], keys[start : start + ROWS_AT_ONCE])
            renew_all()  # kept pages show the numbers that were wrong
            release()
    db.session.expire_all()
    return replace(checked, mended=True)


def _set_right(counter: Counter, keys: list[tuple[int, ...]]) -> None:
    these = sa.tuple_(*counter.keys).in_(keys)
    db.session.execute(sa.select(counter.column).where(these).order_by(*counter.keys).with_for_update())
    mending = sa.update(counter.table).where(these).values({counter.column: counter.truth})
    db.session.execute(mending, execution_options={"synchronize_session": False})
