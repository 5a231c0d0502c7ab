"""Objects of the questions that nearly every request asks, made of plain rows; and rows of objects, written as plainly.

Of each question it is asked, the ORM finds out anew how to read every column and relation of it, which takes three times as long as
to ask the database. Here that is found out once. What is made is as if the ORM had read it: there is one of it in the session, its
changes are written with the next flush, and relations that were not read along are read when somebody asks for them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipDirection, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_committed_value

from consult.core.db import Model, db, rows_of

M = TypeVar("M", bound=Model)


class Reader(Generic[M]):
    """Reads objects of one model: select all its `columns`, and give `one` their values in this order."""

    def __init__(self, model: type[M]) -> None:
        self._mapper: Any = sa.inspect(model)
        self.columns = tuple(rows_of(model).columns)
        self._names = [self._mapper.get_property_by_column(column).key for column in self.columns]
        self._key = [self.columns.index(column) for column in self._mapper.primary_key]

    def one_or_none(self, values: Sequence[Any], **related: object) -> M | None:
        """The same where an outer join may have found no row."""
        return None if any(values[place] is None for place in self._key) else self.one(values, **related)

    def one(self, values: Sequence[Any], **related: object) -> M:
        """The object of this row, with what was read along. What the session has already, it keeps."""
        key = tuple(values[place] for place in self._key)
        session, identity = db.session(), self._mapper.identity_key_from_primary_key(key)
        found: Any = session.identity_map.get(identity)
        if found is None:
            found = self._mapper.class_manager.new_instance()
            found.__dict__.update(zip(self._names, values, strict=True))
            state: Any = instance_state(found)
            state.key, state.session_id = identity, session.hash_key
            session.identity_map.add(state)
        for name, value in related.items():
            if name not in found.__dict__:
                set_committed_value(found, name, value)
        return cast("M", found)

    def cut(self, row: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
        """The values of this model, and what stands behind them in the row."""
        return row[: len(self.columns)], row[len(self.columns) :]


def insert(made: M) -> M:
    """Write the row of a new object at once, and alone: a flush looks through the session and sorts what it finds, which takes longer.

    What it points to must have its number already. After this it is as any object that the session has read.
    """
    writer = _writer(type(made))
    given = {writer.names[name]: value for name, value in made.__dict__.items() if name in writer.names}
    for name, pairs in writer.pointers.items():
        target = made.__dict__.get(name)
        if target is not None:
            given |= {column: getattr(target, theirs) for column, theirs in pairs}
    written: Any = db.session.connection().execute(writer.statement, given)
    values = {**written.last_inserted_params(), **written.inserted_primary_key._asdict()}
    made.__dict__.update({name: values.get(column) for name, column in writer.names.items()})
    make_transient_to_detached(made)
    db.session.add(made)
    return made


class _Writer(NamedTuple):
    """What a model is made of: its columns by their names in the program, and those that point to the object of a relation."""

    statement: sa.Insert
    names: dict[str, str]
    pointers: dict[str, list[tuple[str, str]]]


@cache
def _writer(model: type[Model]) -> _Writer:
    mapper: Any = sa.inspect(model)
    names = {mapper.get_property_by_column(column).key: column.key for column in rows_of(model).columns}
    pointers = {
        relation.key: [(own.key, relation.mapper.get_property_by_column(theirs).key) for own, theirs in relation.local_remote_pairs]
        for relation in mapper.relationships
        if relation.direction is RelationshipDirection.MANYTOONE
    }
    return _Writer(sa.insert(rows_of(model)), names, pointers)
