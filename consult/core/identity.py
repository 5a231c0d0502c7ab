"""What the site says of itself on every page, at a revision that every process asks for: one number, raised with each change.

Who keeps the words (a feature) raises the number in the transaction that changes them. A process keeps what it read at a revision
and asks only for the number again, so two processes never show two names for longer than one request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app, has_request_context, request
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.bilingual import Bilingual
from consult.core.db import Model, db, insert_unless_there, writing
from consult.settings import current

T = TypeVar("T")

THE_ONE = 1
NAMED_BY = "site_named_by"
KEPT = "kept_words"
# Noted on the request itself: `g` may outlive it.
HEARD = "consult.site_revision"
_aside: ContextVar[dict[str, Any] | None] = ContextVar("aside", default=None)


class SiteState(Model):
    """The one row that says how often the words of the site have changed."""

    __tablename__ = "site_state"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


# As part of another read: a page that asks the database one thing only asks for this in the same breath, then says `heard`.
COLUMN: sa.ColumnElement[int] = sa.func.coalesce(sa.select(SiteState.revision).where(SiteState.id == THE_ONE).scalar_subquery(), 0).label(
    "site_revision"
)
_REVISION = sa.select(COLUMN)


def revision() -> int:
    """How often the words of the site have changed. One small read, once a request."""
    notes = _notes()
    if notes is None:
        return int(db.session.execute(_REVISION).scalar_one())
    if HEARD not in notes:
        notes[HEARD] = db.session.execute(_REVISION).scalar_one()
    return int(notes[HEARD])


def heard(number: int) -> None:
    """Another read of this request has brought the revision along."""
    notes = _notes()
    if notes is not None:
        notes[HEARD] = number


@contextmanager
def heard_once() -> Iterator[None]:
    """Ask for the revision at most once in here, as in a request: for who looks after a page before there is one."""
    token = _aside.set({})
    try:
        yield
    finally:
        _aside.reset(token)


def _notes() -> dict[str, Any] | None:
    """Where this request, or who stands before it, notes what was heard."""
    return request.environ if has_request_context() else _aside.get()


def renew() -> None:
    """Raise the revision. Whoever changes the words calls this first: it is also the lock, until their transaction ends."""
    insert_unless_there(SiteState, id=THE_ONE, revision=0)
    db.session.execute(sa.update(SiteState).where(SiteState.id == THE_ONE).values(revision=SiteState.revision + 1))
    if has_request_context():
        request.environ.pop(HEARD, None)


def at_this_revision(load: Callable[[], T]) -> T:
    """What `load` reads, read again only after a change. Only a transaction that reads may keep it: a writing one can be undone."""
    number = revision()
    kept: dict[str, tuple[int, Any]] = current_app.extensions.setdefault(KEPT, {})
    name = f"{load.__module__}.{load.__qualname__}"
    if name in kept and kept[name][0] == number:
        found: T = kept[name][1]
        return found
    found = load()
    if not writing.get():
        kept[name] = (number, found)
    return found


def named_by(app: Any, name: Callable[[], Bilingual]) -> None:
    """Say who knows what staff call the site."""
    app.extensions[NAMED_BY] = name


def site_name() -> Bilingual:
    """The name that staff gave the site; the one of the settings where nobody did."""
    given: Callable[[], Bilingual] | None = current_app.extensions.get(NAMED_BY)
    return given() if given else current().site_name
