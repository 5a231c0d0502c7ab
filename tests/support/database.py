"""The database of one test process: its schema from the migrations, its rows gone after each test."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from consult.core import schema, transaction
from consult.core.db import db
from consult.jobs.models import Job, JobState


def make_schema(app: Flask) -> None:
    """Migrate an empty database to the newest revision."""
    with app.app_context():
        schema.upgrade()


def settle() -> None:
    """Commit what the test wrote and do what waits for that; forget what it read, for a request may have changed it."""
    transaction.commit()
    db.session.expire_all()


def failed_jobs() -> list[str]:
    """The jobs that failed. A failure is only noted in its row, so a test would not see it."""
    failed = db.session.scalars(sa.select(Job).where(Job.state == JobState.FAILED))
    return [f"{job.name} {job.arguments}: {job.fault}" for job in failed]


def fingerprint() -> dict[str, int]:
    """What the database holds: a number for each table, another one as soon as any of its rows is another."""
    settle()
    return {name: hash(tuple(sorted(map(repr, db.session.execute(sa.select(table)))))) for name, table in db.metadata.tables.items()}


def clean(app: Flask) -> None:
    """Delete every row, and start counting at 1 again."""
    with app.app_context(), db.engine.connect() as connection, _without_foreign_keys(connection):
        for table in db.metadata.tables.values():
            connection.execute(table.delete())
        _count_from_one(connection)
        connection.commit()


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """They would dictate an order, and tables may point at each other."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        return
    # SQLite takes this only between transactions, so it goes past SQLAlchemy.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _count_from_one(connection: Connection) -> None:
    """SQLite counts on from the highest row unless a table asks for AUTOINCREMENT; PostgreSQL has sequences."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, start_value, false)"
            " FROM pg_sequences WHERE last_value IS NOT NULL"
        )
    elif sa.inspect(connection).has_table("sqlite_sequence"):
        connection.exec_driver_sql("DELETE FROM sqlite_sequence")
