"""How the database answers what a read asks it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from consult.core.db import db


def plan_of(table: str, act: Callable[[], object]) -> str:
    """The plan of the first question about this table."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:  # noqa: ANN401 - SQLAlchemy's own
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    statement, parameters = next(one for one in asked if f"FROM {table}" in one[0])
    sqlite = db.engine.dialect.name == "sqlite"
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", parameters)
    return "\n".join(str(row[3] if sqlite else row[0]) for row in rows)
