"""A new site gets its first administrator by a link that is printed, used once, and dead as soon as somebody administers."""

import re

import pytest
from flask import Flask

from consult.accounts import queries, services
from consult.accounts.models import Origin, Role, SetupLink, User
from consult.accounts.rules import operator
from consult.audit.models import AuditEntry
from consult.core.db import db
from consult.core.errors import NotFound, Refused
from consult.home.cli import announce
from tests.builders import PASSPHRASE, make_user
from tests.support.clock import StoppedClock
from tests.support.commands import run
from tests.support.pages import local
from tests.support.site import Site

GIVEN = {"email": "robin@example.ca", "passphrase": PASSPHRASE, "display_name": "Robin", "lang": "fr"}
PRINTED = re.compile(r"https?://\S+/(?:en/first-administrator|fr/premiere-administration)/\S+")


def token() -> str:
    """One that was printed."""
    issued = services.issue_setup_link(operator())
    assert issued is not None
    return issued


def test_the_set_up_prints_a_link_in_both_languages_on_stdout_alone(app: Flask) -> None:
    outcome = run(app, "init")
    english, french = PRINTED.findall(outcome.stdout)
    assert english.rpartition("/")[2] == french.rpartition("/")[2]
    assert "first-administrator" not in outcome.stderr


def test_the_start_of_the_server_prints_one_too_and_no_log_holds_it(app: Flask, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    announce(app)
    printed = capsys.readouterr().out
    link = local(PRINTED.findall(printed)[0])
    assert site.open(link).h1 == "The first administrator"
    site.post(link, GIVEN)
    said = capsys.readouterr()
    assert '"endpoint": "accounts.first_administrator"' in said.err
    assert link.rpartition("/")[2] not in said.out + said.err


def test_a_site_with_an_administrator_prints_nothing(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    make_user(roles=[Role.ADMINISTRATOR])
    assert not PRINTED.findall(run(app, "init").stdout)
    announce(app)
    assert capsys.readouterr().out == ""
    assert services.issue_setup_link(operator()) is None


def test_before_the_demo_no_link_is_printed(app: Flask) -> None:
    assert not PRINTED.findall(run(app, "init", "--no-link").stdout)


@pytest.mark.parametrize(("lang", "heading"), [("en", "The first administrator"), ("fr", "Le premier compte d’administration")])
def test_the_link_makes_an_administrator_who_is_signed_in_and_told_what_is_missing(site: Site, lang: str, heading: str) -> None:
    page = site.open("accounts.first_administrator", token=token(), lang=lang)
    assert page.h1 == heading
    page = page.submit("accounts.first_administrator", **GIVEN)
    assert page.path == {"en": "/en/admin", "fr": "/fr/administration"}[lang]
    person = db.session.scalars(db.select(User)).one()
    assert (person.email, person.display_name, person.lang, person.origin) == ("robin@example.ca", "Robin", "fr", Origin.WEB)
    assert person.roles == {Role.ADMINISTRATOR}
    assert site.open("accounts.roles").status == 200


def test_it_is_on_record(site: Site) -> None:
    site.post(f"/en/first-administrator/{token()}", GIVEN)
    rows = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [row.action for row in rows] == ["administrator_set_up", "role_granted"]


def test_a_link_works_once(site: Site) -> None:
    path = f"/en/first-administrator/{token()}"
    assert site.post(path, GIVEN).status == 303
    stranger = Site(site.app)
    assert stranger.open(path).status == 410
    assert stranger.post(path, {**GIVEN, "email": "eve@example.ca"}).status == 410
    assert db.session.scalars(db.select(SetupLink)).all() == []


def test_a_new_link_kills_the_older_one(site: Site) -> None:
    older, newer = token(), token()
    assert site.open(f"/en/first-administrator/{older}").status == 410
    assert site.open(f"/en/first-administrator/{newer}").status == 200


def test_a_link_ends_after_a_day(site: Site, clock: StoppedClock) -> None:
    path = f"/fr/premiere-administration/{token()}"
    clock.move(hours=23, minutes=59)
    assert site.open(path).status == 200
    clock.move(minutes=1)
    assert site.open(path).status == 410


def test_a_link_is_dead_as_soon_as_somebody_administers(site: Site) -> None:
    issued = token()
    make_user(roles=[Role.ADMINISTRATOR])
    assert site.open(f"/en/first-administrator/{issued}").status == 410
    with pytest.raises(NotFound):
        services.make_first_administrator(issued, **GIVEN)


def test_only_its_hash_is_kept(app: Flask) -> None:
    issued = token()
    kept = db.session.scalars(db.select(SetupLink)).one()
    assert issued not in repr(vars(kept))


def test_an_account_that_is_there_is_not_taken_over(site: Site) -> None:
    make_user(email="robin@example.ca", passphrase="the words of its owner")
    path = f"/en/first-administrator/{token()}"
    page = site.open(path).submit("accounts.first_administrator", **GIVEN)
    assert page.status == 422
    assert "There is an account for this address already" in page.errors[0]
    assert queries.account("robin@example.ca").roles == frozenset()
    assert site.open(path).status == 200, "the link still works"


def test_the_passphrase_is_held_to_the_rules(site: Site) -> None:
    path = f"/en/first-administrator/{token()}"
    assert site.post(path, {**GIVEN, "passphrase": "short"}).status == 422
    assert site.post(path, {**GIVEN, "passphrase": "robin@example.ca"}).status == 422
    assert not queries.is_held(Role.ADMINISTRATOR)


def test_nobody_but_who_runs_the_site_makes_a_link(app: Flask) -> None:
    with pytest.raises(Refused):
        services.issue_setup_link(make_user(roles=[Role.EDITOR]))
