"""What a check found: wrong counters, broken chains, and rows and editions that no longer fit the hash they were stored with."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy import select

from consult.audit.queries import BrokenLink
from consult.core.db import EnumByValue, Model, UtcDateTime, db
from consult.core.seals import COLUMN, seal_of
from consult.feedback.models import CommentVote, SectionBallot, StatementVote
from consult.home.queries.counters import Difference
from consult.reports.models import Edition

EDITIONS_AT_ONCE = 20
ROWS_AT_ONCE = 1000
SEALED = (CommentVote, StatementVote, SectionBallot)


@dataclass(frozen=True)
class BrokenSeal:
    """A row that is not what the program stored. The key is that of its row."""

    table: str
    key: tuple[int | str, ...]


@dataclass(frozen=True)
class AlteredEdition:
    """A published edition whose bytes are not those that its hash was made of."""

    report_id: int
    number: int


@dataclass(frozen=True)
class Checked:
    """What a check found; `mended` says that the counters are right now."""

    counters: list[Difference]
    seals: list[BrokenSeal]
    links: list[BrokenLink]
    editions: list[AlteredEdition]
    mended: bool = False

    @property
    def remaining(self) -> int:
        """How much is still wrong."""
        return len(self.seals) + len(self.links) + len(self.editions) + (0 if self.mended else len(self.counters))


def broken_seals() -> list[BrokenSeal]:
    """Every vote and ballot that was changed, moved or made up past the program."""
    return sorted((found for table in SEALED for found in _unfit_rows(table)), key=lambda found: (found.table, str(found.key)))


def altered_editions() -> list[AlteredEdition]:
    """Published editions that no longer have their hash."""
    asked = select(Edition.report_id, Edition.number, Edition.content, Edition.sha256).order_by(Edition.id)
    rows = db.session.execute(asked.execution_options(yield_per=EDITIONS_AT_ONCE))
    return [AlteredEdition(row.report_id, row.number) for row in rows if sha256(row.content.encode()).hexdigest() != row.sha256]


def _unfit_rows(table: type[Model]) -> Iterator[BrokenSeal]:
    """Read as it stands, without interpretation: a moment that no longer parses is one more altered row."""
    columns = table.__table__.columns
    names, keys = columns.keys(), [column.name for column in table.__table__.primary_key]
    meant = {column.name: READ_AS[type(column.type)] for column in columns if type(column.type) in READ_AS}
    asked = select(*(sa.type_coerce(column, sa.String()) if column.name in meant else column for column in columns))
    for row in db.session.execute(asked.execution_options(yield_per=ROWS_AT_ONCE)):
        values = dict(zip(names, row, strict=True))
        for name, reader in meant.items():
            values[name] = reader(values[name])
        if values[COLUMN] != seal_of(table.__tablename__, values):
            yield BrokenSeal(table.__tablename__, tuple(values[name] for name in keys))


def _moment(stored: object) -> object:
    """SQLite keeps a moment as text, PostgreSQL gives one."""
    try:
        return datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    except ValueError:
        return stored


def _list(stored: object) -> object:
    """The same of a list."""
    try:
        return json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return stored


READ_AS: dict[type[object], Callable[[object], object]] = {UtcDateTime: _moment, sa.JSON: _list, EnumByValue: lambda stored: stored}
