"""What the lists of a moderator ask of the database: what waits is found by its own index, however much was decided before."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from consult.accounts.models import Role, User
from consult.core.db import db
from consult.moderation import queries
from tests.builders import make_comment, make_edit, make_flag, make_user
from tests.support.database import settle

DECIDED = 3_000
WORK = ("SCAN comment_edits", "SCAN comments", "Seq Scan on comment_edits", "Seq Scan on flags")


@pytest.fixture
def moderator(app: Flask) -> User:
    """A moderator: one change and one flag wait for them, thousands do not."""
    comment, person = make_comment(), make_user(roles=[Role.MODERATOR])
    for row in (make_edit(comment), make_flag(comment)):
        _add_settled(row.__tablename__)
    if db.engine.dialect.name == "postgresql":  # SQLite takes the index without having counted
        for table in ("comments", "comment_edits", "flags"):
            db.session.execute(sa.text(f"ANALYZE {table}"))
    settle()
    return person


def _add_settled(name: str) -> None:
    """Copies of the one row that waits; of each, somebody thought better of it. Flags need people of their own."""
    table = db.metadata.tables[name]
    row = dict(db.session.execute(sa.select(table)).mappings().one())
    state = "taken_back" if name == "comment_edits" else "withdrawn"
    copies = [{**row, "id": row["id"] + number, "state": state} for number in range(1, DECIDED + 1)]
    if name == "flags":
        people, users = db.session.get_one(User, row["flagger_id"]), db.metadata.tables["users"]
        someone = dict(db.session.execute(sa.select(users).where(users.c.id == people.id)).mappings().one())
        first = (db.session.scalar(sa.select(sa.func.max(users.c.id))) or 0) + 1
        crowd = [{**someone, "id": first + number, "email": None, "email_key": None} for number in range(DECIDED)]
        db.session.execute(sa.insert(users), crowd)
        copies = [{**copy, "flagger_id": one["id"]} for copy, one in zip(copies, crowd, strict=True)]
    db.session.execute(sa.insert(table), copies)


def plan_of(act: Callable[[], object], about: str) -> str:
    """How the database answers the first question about this table that a read asks."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    statement, parameters = next(one for one in asked if about in one[0])
    sqlite = db.engine.dialect.name == "sqlite"
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", parameters)
    return "\n".join(str(row[3] if sqlite else row[0]) for row in rows)


def test_changes_that_wait_are_found_by_their_index(moderator: User) -> None:
    plan = plan_of(lambda: queries.edits(moderator), "comment_edits")
    assert "comment_edits_queue" in plan or "comment_edits_waiting" in plan, plan
    assert not [work for work in WORK if work in plan], plan


def test_open_flags_are_found_by_their_index(moderator: User) -> None:
    plan = plan_of(lambda: queries.flagged(moderator), "flags")
    assert "ix_flags_open" in plan, plan
    assert not [work for work in WORK if work in plan], plan
