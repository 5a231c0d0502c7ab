"""Roles and their scopes, by table; which passphrases everybody would try."""

import pytest

from consult.accounts import rules
from consult.accounts.models import Role, RoleGrant, User
from consult.core import clock


def holding(*grants: RoleGrant) -> User:
    """Somebody with these grants; no database."""
    return User(grants=list(grants), display_name="", confirmed_at=clock.now())


@pytest.mark.parametrize(
    ("grant", "question", "holds"),
    [
        (RoleGrant(role=Role.MODERATOR), {}, True),
        (RoleGrant(role=Role.MODERATOR), {"consultation_id": 3}, True),
        (RoleGrant(role=Role.MODERATOR, consultation_id=3), {}, True),
        (RoleGrant(role=Role.MODERATOR, consultation_id=3), {"consultation_id": 3}, True),
        (RoleGrant(role=Role.MODERATOR, consultation_id=3), {"consultation_id": 4}, False),
        (RoleGrant(role=Role.COMMITTEE_MEMBER, committee_id=2), {"committee_id": 2}, True),
        (RoleGrant(role=Role.COMMITTEE_MEMBER, committee_id=2), {"committee_id": 5}, False),
        (RoleGrant(role=Role.COMMITTEE_MEMBER), {"committee_id": 5}, True),
        (RoleGrant(role=Role.EDITOR), {"consultation_id": 3}, False),
        (RoleGrant(role=Role.ADMINISTRATOR), {"consultation_id": 3}, False),
    ],
)
def test_a_grant_counts_where_it_was_given(grant: RoleGrant, question: dict[str, int], *, holds: bool) -> None:
    asked = Role.COMMITTEE_MEMBER if "committee_id" in question else Role.MODERATOR
    assert holding(grant).holds(asked, **question) is holds


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_is_staff(role: Role) -> None:
    assert holding(RoleGrant(role=role)).is_staff
    assert not holding().is_staff


@pytest.mark.parametrize("role", Role)
def test_only_administrators_manage_people(role: Role) -> None:
    assert rules.may_manage_people(holding(RoleGrant(role=role))) is (role is Role.ADMINISTRATOR)
    assert not rules.may_manage_people(None)
    assert rules.may_manage_people(rules.operator())


@pytest.mark.parametrize(
    ("role", "consultation_id", "committee_id", "fits"),
    [
        (Role.MODERATOR, 1, None, True),
        (Role.ANALYST, 1, None, True),
        (Role.MODERATOR, None, 1, False),
        (Role.COMMITTEE_CHAIR, None, 1, True),
        (Role.COMMITTEE_MEMBER, 1, None, False),
        (Role.EDITOR, 1, None, False),
        (Role.ADMINISTRATOR, None, 1, False),
        (Role.SAFETY_OFFICER, None, None, True),
    ],
)
def test_a_scope_is_of_its_role_s_kind(role: Role, consultation_id: int | None, committee_id: int | None, *, fits: bool) -> None:
    assert rules.fits_scope(role, consultation_id=consultation_id, committee_id=committee_id) is fits


@pytest.mark.parametrize(
    "passphrase", ["mireille@example.ca", " Mireille@EXAMPLE.ca ", "mireille.leblanc", "mireille.leblancmireille.leblanc", "aaaaaaaaaaaa"]
)
def test_one_s_own_address_is_no_passphrase(passphrase: str) -> None:
    assert any(rules.is_guessable(passphrase, email) for email in ("mireille@example.ca", "mireille.leblanc@example.ca"))


def test_staff_are_given_less_time() -> None:
    assert rules.allowance(holding()) is rules.PARTICIPANT
    assert rules.allowance(holding(RoleGrant(role=Role.ANALYST))) is rules.STAFF
