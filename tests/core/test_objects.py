"""Objects made of plain rows are as if the ORM had read them."""

import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import Role, RoleGrant, User
from consult.core.db import db
from consult.core.objects import Reader, insert
from tests.builders import make_consultation, make_user

PEOPLE = Reader(User)


def read(person_id: int) -> User:
    """The person of this number, from a plain row."""
    row = db.session.connection().execute(sa.select(*PEOPLE.columns).where(User.id == person_id)).one()
    return PEOPLE.one(row)


def stored() -> int:
    """The number of a person who is in the database and no more in the session."""
    number = make_user(display_name="Ada", roles=[Role.EDITOR]).id
    db.session.commit()
    db.session.expunge_all()
    return number


def test_it_has_every_value_that_the_orm_reads(app: Flask) -> None:
    number = stored()
    plain = {column.key: getattr(read(number), column.key) for column in sa.inspect(User).column_attrs}
    db.session.expunge_all()
    asked = db.session.get_one(User, number)
    assert plain == {column.key: getattr(asked, column.key) for column in sa.inspect(User).column_attrs}
    assert sa.inspect(asked).persistent


def test_there_is_one_of_it_in_the_session(app: Flask) -> None:
    number = stored()
    found = read(number)
    found.display_name = "Grace"
    assert read(number) is found
    assert db.session.get(User, number) is found
    assert found.display_name == "Grace"


def test_its_changes_are_written(app: Flask) -> None:
    number = stored()
    read(number).display_name = "Grace"
    db.session.commit()
    db.session.expunge_all()
    assert db.session.get_one(User, number).display_name == "Grace"


def test_what_was_not_read_along_is_read_when_asked_for(app: Flask) -> None:
    found = read(stored())
    assert [grant.role for grant in found.grants] == [Role.EDITOR]
    assert found.profile is None


def test_what_was_read_along_is_not_asked_for_again(app: Flask) -> None:
    number = stored()
    row = db.session.connection().execute(sa.select(*PEOPLE.columns).where(User.id == number)).one()
    found = PEOPLE.one(row, grants=[], profile=None)
    assert (found.grants, found.profile) == ([], None)
    assert not db.session.dirty


def test_an_outer_join_may_find_nobody(app: Flask) -> None:
    assert PEOPLE.one_or_none([None] * len(PEOPLE.columns)) is None


def test_pairs_of_columns_read_as_one_value(app: Flask) -> None:
    consultation = make_consultation()
    number, title = consultation.id, consultation.title
    db.session.commit()
    db.session.expunge_all()
    readers = Reader(type(consultation))
    row = db.session.connection().execute(sa.select(*readers.columns).where(readers.columns[0] == number)).one()
    assert readers.one(row).title == title


def test_a_new_object_is_written_with_its_defaults_and_what_it_points_to(app: Flask) -> None:
    person = make_user()
    db.session.commit()
    grant = insert(RoleGrant(user=person, role=Role.EDITOR))
    assert sa.inspect(grant).persistent
    assert not db.session.new
    plain = {name: getattr(grant, name) for name in ("id", "user_id", "role", "granted_at", "consultation_id")}
    db.session.commit()
    db.session.expunge_all()
    asked = db.session.get_one(RoleGrant, plain["id"])
    assert plain == {name: getattr(asked, name) for name in plain}
    assert (asked.user_id, asked.granted_at is not None) == (person.id, True)


def test_what_is_changed_after_it_was_written_is_written_too(app: Flask) -> None:
    person = insert(User(display_name="Ada"))
    assert person.grants == []
    person.display_name = "Grace"
    db.session.commit()
    db.session.expunge_all()
    assert db.session.get_one(User, person.id).display_name == "Grace"
