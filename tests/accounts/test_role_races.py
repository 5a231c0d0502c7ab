"""Two acts on one role at the same moment: one invitation is taken once, and somebody always administers. On both databases."""

from flask import Flask

from consult.accounts import queries, services
from consult.accounts.models import Role, User
from consult.accounts.rules import operator
from consult.core.db import db
from tests.builders import PASSPHRASE, make_invitation, make_user
from tests.support.at_once import together

TOKEN = "a token of an invitation"


def test_of_two_who_open_an_account_by_one_invitation_one_wins(app: Flask) -> None:
    make_invitation(token=TOKEN, email="camille@example.ca")
    db.session.commit()

    def join(name: str) -> None:
        services.accept_and_join(TOKEN, passphrase=f"{name} {PASSPHRASE}", display_name=name)

    outcomes = together(app, [lambda: join("First"), lambda: join("Second")])
    assert outcomes.count("done") == 1
    person = queries.account("camille@example.ca")
    assert [grant.role for grant in person.grants] == [Role.EDITOR]


def test_accepting_twice_at_once_is_accepting_once(app: Flask) -> None:
    person_id = make_user(email="camille@example.ca").id
    make_invitation(token=TOKEN, email="camille@example.ca")
    db.session.commit()
    outcomes = together(app, [lambda: services.accept_invitation(db.session.get_one(User, person_id), TOKEN)] * 2)
    assert outcomes == ["NotFound", "done"]
    assert len(db.session.get_one(User, person_id).grants) == 1


def test_an_invitation_is_accepted_or_withdrawn_never_both(app: Flask) -> None:
    person_id = make_user(email="camille@example.ca").id
    invitation_id = make_invitation(token=TOKEN, email="camille@example.ca").id
    db.session.commit()
    outcomes = together(
        app,
        [
            lambda: services.accept_invitation(db.session.get_one(User, person_id), TOKEN),
            lambda: services.withdraw_invitation(operator(), queries.invitation(invitation_id)),
        ],
    )
    assert outcomes.count("done") == 1
    invitation = queries.invitation(invitation_id)
    assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)
    assert bool(db.session.get_one(User, person_id).grants) is (invitation.accepted_at is not None)


def test_two_administrators_cannot_remove_each_other(app: Flask) -> None:
    first, second = (make_user(roles=[Role.ADMINISTRATOR]).id for _ in range(2))
    db.session.commit()

    def remove(actor_id: int, person_id: int) -> None:
        actor, person = db.session.get_one(User, actor_id), db.session.get_one(User, person_id)
        services.revoke_role(actor, person, Role.ADMINISTRATOR)

    outcomes = together(app, [lambda: remove(first, second), lambda: remove(second, first)])
    assert outcomes.count("done") == 1
    assert queries.is_held(Role.ADMINISTRATOR)


def test_two_who_follow_the_printed_link_make_one_administrator(app: Flask) -> None:
    token = services.issue_setup_link(operator())
    assert token is not None
    db.session.commit()

    def set_up(name: str) -> None:
        services.make_first_administrator(token, email=f"{name}@example.ca", passphrase=PASSPHRASE, display_name=name, lang="en")

    assert together(app, [lambda: set_up("robin"), lambda: set_up("eve")]) == ["NotFound", "done"]
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1
