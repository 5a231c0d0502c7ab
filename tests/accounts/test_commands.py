"""The commands of the operator, as they are typed."""

import pytest
from click.testing import Result
from flask import Flask

from consult.accounts import queries
from consult.accounts.models import Role, User
from consult.core import clock
from consult.core.db import Model, db
from tests.builders import PASSPHRASE, make_committee, make_user
from tests.support.database import settle
from tests.support.pages import local
from tests.support.site import Site, apart


def run(app: Flask, *words: str, typed: str | bytes | None = None) -> Result:
    """Type a command."""
    settle()
    outcome: Result = apart(lambda: app.test_cli_runner().invoke(args=["consult", *words], input=typed))
    settle()
    return outcome


def make_consultation() -> int:
    """A consultation as a row of its table: that feature is on a higher floor."""
    table = Model.metadata.tables["consultations"]
    filled = {column.name: "x" for column in table.c if not column.nullable and isinstance(column.type, db.Text) and not column.default}
    row = table.insert().values(**filled, slug_en="spring-round", slug_fr="tour-du-printemps", created_at=clock.now())
    return int(db.session.scalars(row.returning(table.c.id)).one())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_create_user_prints_a_link_to_choose_a_passphrase(app: Flask, site: Site, lang: str) -> None:
    outcome = run(app, "create-user", "new@example.ca", "--lang", lang)
    assert outcome.exit_code == 0
    first, link = outcome.stdout.splitlines()
    user = queries.account("new@example.ca")
    assert first == f"user {user.id}"
    assert user.confirmed_at is not None
    assert link.startswith(f"{app.extensions['settings'].public_url}/{lang}/")
    site.open(local(link)).submit("accounts.reset", passphrase=PASSPHRASE)
    assert site.open("accounts.settings", follow=False).status == 200


def test_create_user_reads_a_passphrase(app: Flask, site: Site) -> None:
    words = ("create-user", "new@example.ca", "--lang", "fr", "--passphrase-stdin", "--role", "moderator")
    outcome = run(app, *words, typed=f"{PASSPHRASE}\n")
    assert outcome.exit_code == 0
    assert len(outcome.stdout.splitlines()) == 1
    assert PASSPHRASE not in outcome.output
    assert queries.account("new@example.ca").roles == {Role.MODERATOR}
    assert site.post("accounts.sign_in", {"email": "new@example.ca", "passphrase": PASSPHRASE}).status == 303


@pytest.mark.parametrize(
    ("email", "typed"),
    [
        ("taken@example.ca", PASSPHRASE),
        ("nonsense", PASSPHRASE),
        ("new@example.ca", "short"),
        ("new@example.ca", "password1234"),
        ("new@example.ca", ""),
    ],
)
def test_create_user_refuses_what_the_page_refuses(app: Flask, email: str, typed: str) -> None:
    make_user(email="taken@example.ca")
    outcome = run(app, "create-user", email, "--lang", "en", "--passphrase-stdin", typed=typed)
    assert outcome.exit_code == 1
    assert outcome.stdout == ""
    assert outcome.stderr.strip()
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


def test_a_passphrase_that_is_not_utf_8_is_refused(app: Flask) -> None:
    assert run(app, "create-user", "a@example.ca", "--lang", "en", "--passphrase-stdin", typed=b"\xff" * 12).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("create-user", "a@example.ca"),
        ("create-user", "a@example.ca", "--lang", "both"),
        ("create-user", "a@example.ca", "--lang", "en", "--role", "king"),
        ("create-user", "a@example.ca", "--lang", "en", "--of", "1"),
        ("grant-role", "known@example.ca"),
        ("grant-role", "known@example.ca", "king"),
        ("grant-role", "known@example.ca", "committee_member", "--of", "recruit"),
        ("grant-role", "known@example.ca", "committee_member", "--of", "99999999999999999999999"),
        ("create-committee", "One name"),
    ],
)
def test_wrong_usage_exits_with_2(app: Flask, words: tuple[str, ...]) -> None:
    make_user(email="known@example.ca")
    assert run(app, *words).exit_code == 2


def test_a_role_is_given_for_a_consultation_by_number_or_slug_and_taken_again(app: Flask) -> None:
    consultation_id, user = make_consultation(), make_user()
    for reference in (str(consultation_id), "spring-round"):
        assert run(app, "grant-role", str(user.email), "moderator", "--of", reference).exit_code == 0
    assert [grant.consultation_id for grant in queries.account(str(user.email)).grants] == [consultation_id]
    assert run(app, "revoke-role", str(user.email), "moderator").exit_code == 1
    assert run(app, "revoke-role", str(user.email), "moderator", "--of", "spring-round").exit_code == 0
    assert queries.account(str(user.email)).roles == frozenset()


def test_a_role_is_given_for_a_committee_by_its_number(app: Flask) -> None:
    committee, user = make_committee(), make_user()
    assert run(app, "grant-role", str(user.email), "committee_member", "--of", str(committee.id)).exit_code == 0
    assert queries.account(str(user.email)).holds(Role.COMMITTEE_MEMBER, committee_id=committee.id)


@pytest.mark.parametrize(
    "words",
    [
        ("nobody@example.ca", "editor"),
        ("nonsense", "editor"),
        ("known@example.ca", "moderator", "--of", "99"),
        ("known@example.ca", "moderator", "--of", "99999999999999999999999"),
        ("known@example.ca", "moderator", "--of", "no-such-slug"),
        ("known@example.ca", "committee_member", "--of", "99"),
        ("known@example.ca", "editor", "--of", "spring-round"),
    ],
)
def test_what_does_not_exist_exits_with_1_and_one_sentence(app: Flask, words: tuple[str, ...]) -> None:
    make_user(email="known@example.ca")
    outcome = run(app, "grant-role", *words)
    assert outcome.exit_code == 1
    assert len(outcome.stderr.strip().splitlines()) == 1


def test_create_committee_prints_its_number(app: Flask) -> None:
    outcome = run(app, "create-committee", "Recruit training", "Formation initiale")
    assert outcome.exit_code == 0
    assert queries.committee(int(outcome.stdout)).name.fr == "Formation initiale"
