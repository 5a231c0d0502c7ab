"""Seals: a hash beside a row, over all the rest of it. `check` names each row that no longer fits its own.

A seal shows that somebody changed, moved or made up a row straight in the database, with a query or a tool. It has no key: a key in
the settings would make every row look forged on the day the key is changed, and one in the database could be read beside the rows. So
it is no proof against somebody who knows this file; that is what the hash chain of the audit trail and published editions are for.
"""

import enum
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import MappedColumn, mapped_column

SEAL_LENGTH = 32
COLUMN = "seal"
# Made once: a check spells a million rows. What is no JSON, as somebody may put into SQLite, is spelled as Python shows it.
_SPELLED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=repr)


def seal_of(table: str, values: Mapping[str, object]) -> str:
    """The seal of a row with these values. What is NULL is left out: a column that is added later breaks no seal."""
    plain = {name: _plain(value) for name, value in values.items() if value is not None and name != COLUMN}
    return sha256(_SPELLED.encode([table, plain]).encode()).hexdigest()[:SEAL_LENGTH]


def sealed(table: Any, values: Mapping[str, object]) -> dict[str, object]:
    """The whole row with its seal: for an UPDATE, which must then name every column that is not NULL. An INSERT seals by itself."""
    return {**values, COLUMN: seal_of(table.__tablename__, values)}


def seal_again(row: Any) -> None:
    """Give a row that the program has changed the seal of what it is now."""
    row.seal = seal_of(row.__tablename__, {column.name: getattr(row, column.key) for column in row.__table__.columns})


def seal_column() -> MappedColumn[str]:
    """The column, written last in its table: whoever inserts a row, alone or among a thousand, gets it sealed."""
    return mapped_column(String(SEAL_LENGTH), default=_at_insert)


def _at_insert(context: Any) -> str:
    """Of the values that are about to be written; the statement may have parameters beside them."""
    table, given = context.compiled.statement.table, context.get_current_parameters()
    return seal_of(table.name, {column.name: given.get(column.key) for column in table.columns})


def _plain(value: object) -> object:
    """One spelling, whether the value comes from the program or as it stands in either database."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value.value if isinstance(value, enum.Enum) else value
