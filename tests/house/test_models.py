"""The tables: named, indexed, checked, with aware dates, and addressed by consultation where they grow."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from consult.core.db import EnumByValue, Model, UtcDateTime, db
from tests.support.source import modules

# What grows with the people who take part. Each row says of which consultation it is, so that a large site can be cut along it.
LARGE = {"anchors", "comments", "comment_votes", "statements", "statement_votes", "decisions", "comment_edits", "former_wordings", "flags"}
# One row a person or a site, never a list: found by its own key alone.
NEVER_JOINED_BACK: dict[str, str] = {}

# PostgreSQL cuts longer names off.
MAX_NAME = 63

# The application knows every table once it has been made.
pytestmark = pytest.mark.usefixtures("application")

Fault = Iterator[str]


def tables() -> list[sa.Table]:
    """Every table, by name."""
    return sorted(db.metadata.tables.values(), key=lambda table: table.name)


def mapped() -> list[type[Model]]:
    """Every model."""
    return [mapper.class_ for mapper in Model.registry.mappers]


def every_table_has_its_name_written() -> Fault:
    for model in mapped():
        if "__tablename__" not in vars(model):
            yield f"{model.__name__} ({model.__module__}): write __tablename__."


def tables_live_in_models() -> Fault:
    for model in mapped():
        module = modules()[model.__module__]
        # The floor of plumbing has no rooms: there a table stands with the few functions that use it.
        if module.feature != "core" and module.room != "models":
            yield f"{model.__name__} ({model.__module__}): tables live in models.py."


def every_foreign_key_is_indexed() -> Fault:
    for table in tables():
        leading = {tuple(column.name for column in index.columns) for index in table.indexes}
        leading |= {tuple(column.name for column in one.columns) for one in table.constraints if isinstance(one, sa.UniqueConstraint)}
        leading.add(tuple(column.name for column in table.primary_key.columns))
        for key in table.foreign_key_constraints:
            columns = tuple(column.name for column in key.columns)
            name = f"{table.name}.{columns[0]}"
            if name not in NEVER_JOINED_BACK and not any(one[: len(columns)] == columns for one in leading):
                yield f"{name} is a foreign key without an index that begins with it: add index=True."


def every_enum_is_checked() -> Fault:
    for table in tables():
        checks = {str(one.name): str(one.sqltext) for one in table.constraints if isinstance(one, sa.CheckConstraint)}
        for column in table.columns:
            if not isinstance(column.type, EnumByValue):
                continue
            values = ", ".join(f"'{member.value}'" for member in column.type.members)
            wanted = f"{column.name} IN ({values})"
            if wanted not in checks.values():
                yield f'{table.name}.{column.name}: add one_of("{column.name}", {column.type.members.__name__}) to __table_args__.'
            if column.type.length and max(len(member.value) for member in column.type.members) > column.type.length:
                yield f"{table.name}.{column.name}: a value is longer than the column."


def every_date_is_aware() -> Fault:
    for table in tables():
        for column in table.columns:
            if isinstance(column.type, sa.DateTime) and not isinstance(column.type, UtcDateTime):
                yield f"{table.name}.{column.name}: annotate it Mapped[datetime], which is UtcDateTime."


def no_date_is_filled_in_by_the_database() -> Fault:
    """The site's clock is the one that tests can stop."""
    for table in tables():
        for column in table.columns:
            if column.server_default is not None and isinstance(column.type, sa.DateTime | UtcDateTime):
                yield f"{table.name}.{column.name}: use default=lambda: clock.now() instead of a server default."


def large_tables_name_their_consultation() -> Fault:
    for name in sorted(LARGE):
        if name not in db.metadata.tables:
            yield f"There is no table {name}: take it out of LARGE."
        elif "consultation_id" not in db.metadata.tables[name].columns:
            yield f"{name} grows with the participants: give it consultation_id."


def constraints_have_names() -> Fault:
    """A migration can only drop what has a name."""
    for table in tables():
        for one in table.constraints:
            if one.name is None and not isinstance(one, sa.PrimaryKeyConstraint):
                yield f"{table.name}: {one} has no name."
            elif one.name is not None and len(str(one.name)) > MAX_NAME:
                yield f"{table.name}: the name {one.name} is longer than PostgreSQL keeps."


@pytest.mark.parametrize(
    "rule",
    [
        every_table_has_its_name_written,
        tables_live_in_models,
        every_foreign_key_is_indexed,
        every_enum_is_checked,
        every_date_is_aware,
        no_date_is_filled_in_by_the_database,
        large_tables_name_their_consultation,
        constraints_have_names,
    ],
)
def test_models(rule):
    faults = list(dict.fromkeys(rule()))
    assert not faults, "\n" + "\n".join(faults)
