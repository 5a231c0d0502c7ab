"""What a database holds, in words that can be compared: read back from the database, not from the models."""

import re
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.engine.reflection import Inspector

Lines = set[str]
OWN_TABLE = "alembic_version"


def described(connection: Connection) -> Lines:
    """One line for each column, constraint and index of each table."""
    inspector = sa.inspect(connection)
    return {
        f"{table}: {line}" for table in inspector.get_table_names() if table != OWN_TABLE for line in _table(connection, inspector, table)
    }


def _table(connection: Connection, inspector: Inspector, table: str) -> Iterator[str]:
    yield "exists"
    if inspector.get_table_options(table).get("sqlite_with_rowid", True) is False:
        yield "has no number for the order of its rows"
    for column in inspector.get_columns(table):
        nullable = "may be empty" if column["nullable"] else "never empty"
        kind, default = type(column["type"]).__name__, _default(column["default"])
        yield f"column {column['name']} {kind}({_length(column['type'])}), {nullable}, default {default}"
    key = inspector.get_pk_constraint(table)
    yield f"primary key {key['name']} ({_names(key['constrained_columns'])})"
    for foreign in inspector.get_foreign_keys(table):
        target = f"{foreign['referred_table']} ({_names(foreign['referred_columns'])})"
        yield f"foreign key {foreign['name']} ({_names(foreign['constrained_columns'])}) to {target} {sorted(foreign['options'].items())}"
    for unique in inspector.get_unique_constraints(table):
        yield f"unique {unique['name']} ({_names(unique['column_names'])})"
    for index in inspector.get_indexes(table):
        if not index.get("duplicates_constraint"):
            where = " ".join(str(value) for name, value in sorted(index.get("dialect_options", {}).items()) if name.endswith("_where"))
            yield f"index {index['name']} ({_names(index['column_names'])}) unique={bool(index['unique'])} {_plain(where)}".rstrip()
    for name, text in _checks(connection, inspector, table):
        yield f"check {name}: {_plain(text)}"


def _checks(connection: Connection, inspector: Inspector, table: str) -> Iterator[tuple[str, str]]:
    if connection.dialect.name != "sqlite":
        for check in inspector.get_check_constraints(table):
            yield str(check["name"]), check["sqltext"]
        return
    # SQLAlchemy's reader gives up on a check over several lines; the statement that made the table is all there.
    source = str(connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).scalar_one())
    for found in re.finditer(r"CONSTRAINT\s+\"?(\w+)\"?\s+CHECK\s*\(", source):
        yield found[1], _until_closed(source, found.end())


def _until_closed(source: str, start: int) -> str:
    """What stands between an opened bracket and the one that closes it."""
    depth, quoted = 1, False
    for place in range(start, len(source)):
        quoted ^= source[place] == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(source[place], 0)
        if depth == 0:
            return source[start:place]
    message = f"A bracket is never closed: {source[start:]}"
    raise ValueError(message)


def _names(columns: object) -> str:
    return ", ".join(str(column) for column in columns) if isinstance(columns, list | tuple) else str(columns)


def _length(kind: object) -> str:
    return str(getattr(kind, "length", None) or getattr(kind, "timezone", "") or "")


def _default(default: object) -> str:
    """A sequence is named after its table and column in either schema."""
    return _plain(str(default)) if default is not None else "none"


def _plain(text: str) -> str:
    return " ".join(text.replace('"', "").split())
