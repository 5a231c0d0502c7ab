"""Writing many rows at once, and only those that are new or different."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import insert, update

from consult.core.db import Model, db

CHUNK = 1_000  # rows in one statement
Values = dict[str, object]
Item = TypeVar("Item")


def insert_rows(table: type[Model], rows: Sequence[Values]) -> None:
    """Insert rows, a thousand at a time."""
    for start in range(0, len(rows), CHUNK):
        db.session.execute(insert(table), rows[start : start + CHUNK])


def update_rows(table: type[Model], rows: Sequence[Values]) -> None:
    """Change rows that are named by their key."""
    for start in range(0, len(rows), CHUNK):
        db.session.execute(update(table), rows[start : start + CHUNK])


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of this size, read as they are asked for."""
    waiting = iter(items)
    while chunk := list(islice(waiting, size)):
        yield chunk


def differences(wanted: Mapping[str, Values], known: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Values]]:
    """Of the rows that are known, by name, those of which something is different: all of what is wanted of each."""
    for name, values in wanted.items():
        row = known.get(name)
        if row is not None and any(row[column] != value for column, value in values.items()):
            yield name, values
