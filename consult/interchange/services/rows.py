"""Writing many rows at once."""

from collections.abc import Sequence

from sqlalchemy import insert, update

from consult.core.db import Model, db

CHUNK = 1_000  # rows in one statement
Values = dict[str, object]


def insert_rows(table: type[Model], rows: Sequence[Values]) -> None:
    """Insert rows, a thousand at a time."""
    for start in range(0, len(rows), CHUNK):
        db.session.execute(insert(table), rows[start : start + CHUNK])


def update_rows(table: type[Model], rows: Sequence[Values]) -> None:
    """Change rows that are named by their key."""
    for start in range(0, len(rows), CHUNK):
        db.session.execute(update(table), rows[start : start + CHUNK])
