"""What administrators and the command line do: accounts, roles, committees."""

import json

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from consult.accounts import queries, services
from consult.accounts.models import Committee, Origin, Role, RoleGrant, User
from consult.accounts.rules import operator
from consult.audit.models import AuditEntry
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import NotFound, Refused
from tests.builders import make_committee, make_user

pytestmark = pytest.mark.usefixtures("app")
NAME = Bilingual("Recruit training", "Formation initiale")


def entries() -> list[tuple[str, str, dict[str, object]]]:
    """What the trail says: action, target, detail."""
    rows = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))
    return [(row.action, row.target, json.loads(row.detail)) for row in rows]


def test_an_account_made_by_command_is_confirmed_and_on_record() -> None:
    user = services.create_user(operator(), "New@example.ca", lang="fr")
    assert (user.email, user.email_key, user.lang, user.origin) == ("New@example.ca", "new@example.ca", "fr", Origin.COMMAND)
    assert user.confirmed_at is not None
    assert entries() == [("account_created", f"user:{user.id}", {})]


def test_an_address_has_one_account() -> None:
    make_user(email="new@example.ca")
    with pytest.raises(Refused, match="already an account"):
        services.create_user(operator(), "NEW@example.ca", lang="en")


def test_a_grant_and_its_end_are_on_record_with_their_scope() -> None:
    user, committee = make_user(), make_committee()
    services.grant_role(operator(), user, Role.COMMITTEE_CHAIR, committee_id=committee.id)
    services.revoke_role(operator(), user, Role.COMMITTEE_CHAIR, committee_id=committee.id)
    detail = {"role": "committee_chair", "consultation": None, "committee": committee.id}
    assert entries() == [("role_granted", f"user:{user.id}", detail), ("role_revoked", f"user:{user.id}", detail)]
    assert not user.is_staff


def test_giving_a_role_twice_is_giving_it_once() -> None:
    user = make_user()
    assert services.grant_role(operator(), user, Role.EDITOR) is services.grant_role(operator(), user, Role.EDITOR)
    assert len(entries()) == 1


def test_a_role_everywhere_and_one_for_a_committee_are_two_grants() -> None:
    user, committee = make_user(), make_committee()
    services.grant_role(operator(), user, Role.COMMITTEE_MEMBER)
    services.grant_role(operator(), user, Role.COMMITTEE_MEMBER, committee_id=committee.id)
    services.revoke_role(operator(), user, Role.COMMITTEE_MEMBER)
    assert [grant.committee_id for grant in user.grants] == [committee.id]


@pytest.mark.parametrize("scoped", [False, True])
def test_the_database_keeps_a_grant_single(*, scoped: bool) -> None:
    user, committee = make_user(), make_committee()
    scope = {"committee_id": committee.id} if scoped else {}
    db.session.add_all([RoleGrant(user_id=user.id, role=Role.COMMITTEE_MEMBER, **scope) for _ in range(2)])
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_role_that_is_not_held_cannot_be_taken() -> None:
    with pytest.raises(NotFound):
        services.revoke_role(operator(), make_user(), Role.EDITOR)


def test_a_role_is_not_given_for_what_it_is_not_about() -> None:
    with pytest.raises(Refused):
        services.grant_role(operator(), make_user(), Role.EDITOR, committee_id=make_committee().id)


def test_a_committee_has_two_names_and_is_on_record() -> None:
    committee = services.create_committee(operator(), NAME)
    assert queries.committee(committee.id).name == NAME
    assert entries() == [("committee_created", f"committee:{committee.id}", {})]
    with pytest.raises(Refused):
        services.create_committee(operator(), Bilingual("Recruit training", " "))


def test_the_database_wants_both_names_too() -> None:
    db.session.add(Committee(name=Bilingual("Recruit training", "")))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_nobody_but_an_administrator_does_any_of_it() -> None:
    actor, person = make_user(roles=[role for role in Role if role is not Role.ADMINISTRATOR]), make_user()
    acts = [
        lambda: services.create_user(actor, "x@example.ca", lang="en"),
        lambda: services.grant_role(actor, person, Role.EDITOR),
        lambda: services.revoke_role(actor, person, Role.EDITOR),
        lambda: services.create_committee(actor, NAME),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_an_administrator_who_gives_a_role_is_named_in_the_row() -> None:
    administrator, person = make_user(roles=[Role.ADMINISTRATOR]), make_user()
    granted = services.grant_role(administrator, person, Role.EDITOR)
    assert granted.granted_by == administrator.id


def test_imported_people_have_neither_address_nor_passphrase_and_are_one_a_source(app: Flask) -> None:
    db.session.add_all([User(origin=Origin.IMPORT, source="polis:x", source_id=str(n)) for n in range(2)])
    db.session.flush()
    db.session.add(User(origin=Origin.IMPORT, source="polis:x", source_id="0"))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
