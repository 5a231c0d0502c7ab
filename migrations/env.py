"""How migrations run: on the app's own engine, in one transaction. A migration itself imports nothing from consult."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator

migrate = current_app.extensions["migrate"]


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:  # noqa: ANN401 - Alembic's own signature
    """Write our column types as the plain SQL types they are, so that an old migration does not depend on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Migrate on one connection, all or nothing."""
    with migrate.db.engine.connect() as connection, references_aside(connection):
        context.configure(
            connection=connection, target_metadata=migrate.db.metadatas[None], render_item=render_item, **migrate.configure_args
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_broken_references(connection)


@contextmanager
def references_aside(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making another in its place: while the old one goes, what refers to its rows must not be asked."""
    raw = connection.connection.dbapi_connection  # a transaction could not switch this any more
    if not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys = ON")


def refuse_broken_references(connection: Connection) -> None:
    """Before the transaction ends, every reference must hold again."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            message = f"The migration would break references: {broken[:5]}"
            raise RuntimeError(message)


run()
