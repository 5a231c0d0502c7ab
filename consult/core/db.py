"""The database: typed models, SQLite and PostgreSQL set up alike, and reads that cannot write.

On SQLite a writing transaction opens with `BEGIN IMMEDIATE`, a reading one on a connection set
`query_only`; on PostgreSQL a reading one is `READ ONLY`. Which of the two it is, `writing` says:
the request's method decides, jobs and commands write.
"""

import enum
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import registry as Registry  # noqa: N812 - a class with a small name
from sqlalchemy.types import TypeDecorator

SQLITE_BUSY_TIMEOUT_MS = 10_000

writing: ContextVar[bool] = ContextVar("writing", default=True)


@contextmanager
def reading() -> Iterator[None]:
    """Only read in here, whatever may be done around it."""
    token = writing.set(False)
    try:
        yield
    finally:
        writing.reset(token)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite keeps no zone: it is cut off on the way in and put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: nobody knows what moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "A datetime without a zone reached the database."
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware datetime, whatever the database keeps."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumByValue(TypeDecorator[enum.Enum]):
    """A string enum kept by its value; each table's own CHECK constraint says which values there are."""

    impl = sa.String
    cache_ok = True

    def __init__(self, members: type[enum.Enum], length: int = 32) -> None:
        super().__init__(length)
        self.members = members

    def process_bind_param(self, value: enum.Enum | str | None, dialect: Dialect) -> str | None:
        """Take a member or its value; anything else is a mistake of ours."""
        return None if value is None else str(self.members(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> enum.Enum | None:
        """Give back the member."""
        return None if value is None else self.members(value)


def one_of(column: str, members: type[enum.Enum]) -> sa.CheckConstraint:
    """The CHECK that a column holds a value of this enum; named after the column."""
    values = ", ".join(f"'{member.value}'" for member in members)
    return sa.CheckConstraint(f"{column} IN ({values})", name=column)


class Model(DeclarativeBase):
    """The base of every table; constraint names follow one convention so that migrations can name them."""

    # The registry is written out because Flask-SQLAlchemy copies this class: a bare `type_annotation_map` would be set twice.
    registry: ClassVar[Registry] = Registry(
        type_annotation_map={datetime: UtcDateTime, str: sa.Text},
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


# No session options beyond these: a service flushes when it needs an id, the request commits once.
db = SQLAlchemy(model_class=Model, session_options={"autoflush": True, "expire_on_commit": False})


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Set up each new SQLite connection; leave transactions to `_begin`."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {SQLITE_BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Open the transaction as the work needs it: to write, or only to read."""
    may_write = writing.get()
    if connection.dialect.name == "sqlite":
        if connection.info.get("may_write") is not may_write:  # what it was set to last, it still is
            connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if may_write else 'ON'}")
            connection.info["may_write"] = may_write
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write else "BEGIN")
    elif not may_write:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def rows_of(table: type[Model]) -> sa.Table:
    """The table of a model, for statements that make no objects."""
    return cast("sa.Table", table.__table__)


def glance(question: sa.Select[*tuple[Any, ...]], **given: object) -> sa.Row[*tuple[Any, ...]] | None:
    """The first row of one small question, asked beside the session: no objects, nothing to keep, and the connection goes back at once."""
    with db.engine.connect() as connection:
        return connection.execute(question, given).first()


def all_rows(question: sa.Select[Any], **given: object) -> Sequence[sa.Row[Any]]:
    """All rows of a question. Who only reads and has no session yet needs none for it: a page costs less, and sees as much."""
    if writing.get() or db.session.registry.has():
        return db.session.connection().execute(question, given).all()
    with db.engine.connect() as connection:
        return connection.execute(question, given).all()


def insert_unless_there(table: type[Model], **values: Any) -> bool:
    """Insert a row unless its key is taken; say whether it went in. Safe against a second request at the same moment."""
    db.session.flush()  # what the row refers to may still be on its way
    connection = db.session.connection()
    return connection.execute(_unless_there(table, connection.dialect.name), values).first() is not None


@cache
def _unless_there(table: type[Model], dialect: str) -> Any:
    """Written once: to write a statement takes longer than to run it."""
    insert: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert  # loaded with the engine already; the other one never is
    # Asked of the row itself: with a serial key PostgreSQL's driver does not count what an INSERT wrote.
    return insert(rows_of(table)).on_conflict_do_nothing().returning(sa.literal(1))
