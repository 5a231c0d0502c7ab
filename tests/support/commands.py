"""Commands as they are typed, and what the whole database holds before and after them."""

import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from consult.core.db import db
from tests.support.database import settle
from tests.support.site import apart


def run(app: Flask, *words: str, typed: str | bytes | None = None) -> Result:
    """Type `flask --app app consult WORDS`. What the test wrote is committed before; what the command wrote, the test then sees."""
    settle()
    outcome: Result = apart(lambda: app.test_cli_runner().invoke(args=["consult", *words], input=typed))
    settle()
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), f"The command fell: {outcome.exception!r}"
    return outcome


def everything() -> dict[str, list[str]]:
    """Every row of every table, spelled out: two of these are equal where nothing at all was written."""
    settle()
    return {name: sorted(map(repr, db.session.execute(sa.select(table)))) for name, table in sorted(db.metadata.tables.items())}


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, int]:
    """How many rows each table has more than before, or 0 where rows are different; tables that are the same are left out."""
    return {name: len(rows) - len(before[name]) for name, rows in after.items() if rows != before[name]}
