"""Who holds what: roles given, ended and passed on by administrators, page by page, and never the last administrator's."""

import json

import pytest
from flask import Flask

from consult.accounts import queries, services
from consult.accounts.models import Invitation, Role, User
from consult.audit.models import AuditEntry
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Refused
from consult.feedback.models import Visibility
from consult.moderation.models import Decision
from consult.moderation.services import publish_comment
from tests.builders import PASSPHRASE, make_comment, make_committee, make_consultation, make_user
from tests.support.clock import StoppedClock
from tests.support.commands import run
from tests.support.mail import Mailbox, links_in
from tests.support.pages import local
from tests.support.site import Site


@pytest.fixture
def administrator(app: Flask) -> User:
    """Who gives roles."""
    return make_user(roles=[Role.ADMINISTRATOR], display_name="Robin")


@pytest.fixture
def office(site: Site, administrator: User) -> Site:
    """The browser of the administrator."""
    return site.as_(administrator)


def acts() -> list[tuple[str, str, str]]:
    """What the trail says of roles: action, target, role."""
    rows = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action.startswith("role_")).order_by(AuditEntry.id))
    return [(row.action, row.target, json.loads(row.detail)["role"]) for row in rows]


def test_roles_stand_under_the_person_who_holds_them(office: Site) -> None:
    committee, consultation = make_committee(), make_consultation("draft")
    make_user(
        display_name="Camille",
        email="camille@example.ca",
        roles=[
            (Role.COMMITTEE_CHAIR, {"committee_id": committee.id}),
            (Role.MODERATOR, {"consultation_id": consultation.id}),
            Role.ANALYST,
        ],
    )
    make_user(display_name="Nobody in particular")
    page = office.open("accounts.roles", lang="fr")
    text = page.first("section", aria_labelledby="person-2").text
    assert "Camille" in text
    assert f"Présidence du comité {committee.name.fr}" in text
    assert f"Modération {consultation.title.fr}" in text
    assert "Analyse Toutes les consultations" in text
    assert "Nobody in particular" not in page.text


def test_the_list_is_cut_into_pages_by_key(office: Site) -> None:
    for _ in range(20):
        make_user(roles=[Role.EDITOR])
    page = office.open("accounts.roles")
    assert len(page.main.all("section")) == 20
    assert len(page.follow("Next page").main.all("section")) == 1
    assert office.open("accounts.roles", after=1000).status == 200


@pytest.mark.parametrize(("lang", "asked"), [("en", "Give this role?"), ("fr", "Donner ce rôle?")])
def test_a_role_is_given_once_it_is_confirmed(office: Site, lang: str, asked: str) -> None:
    person, consultation = make_user(roles=[Role.EDITOR]), make_consultation("draft")
    page = office.open("accounts.give_role", user_id=person.id, lang=lang)
    page = page.submit("accounts.give_role", role="analyst", consultation_id=str(consultation.id))
    assert page.h1 == asked
    assert person.roles == {Role.EDITOR}
    page.submit("accounts.give_role")
    assert person.holds(Role.ANALYST, consultation_id=consultation.id)
    assert acts() == [("role_granted", f"user:{person.id}", "analyst")]


def test_who_holds_no_role_has_no_page(office: Site) -> None:
    """Else its numbers would tell who has an account."""
    assert office.open("accounts.give_role", user_id=make_user().id).status == 404


def test_a_role_ends_once_it_is_confirmed(office: Site) -> None:
    person = make_user(roles=[Role.EDITOR])
    page = office.open("accounts.end_role", grant_id=person.grants[0].id)
    assert page.h1 == "End this role?"
    assert person.roles == {Role.EDITOR}
    page = page.submit("accounts.end_role")
    assert "The role has ended" in page.text
    assert not person.is_staff
    assert acts() == [("role_revoked", f"user:{person.id}", "editor")]
    assert office.open("/en/admin/roles/999/end").status == 404


def test_the_last_administrator_stays(office: Site, administrator: User, app: Flask) -> None:
    page = office.open("accounts.end_role", grant_id=administrator.grants[0].id).submit("accounts.end_role")
    assert page.status == 422
    assert "The last administrator cannot be removed" in page.errors[0]
    assert administrator.holds(Role.ADMINISTRATOR)
    outcome = run(app, "revoke-role", str(administrator.email), "administrator")
    assert (outcome.exit_code, "last administrator" in outcome.stderr) == (1, True)


def test_an_administrator_whose_account_is_closed_does_not_count(administrator: User, clock: StoppedClock) -> None:
    other = make_user(roles=[Role.ADMINISTRATOR])
    other.disabled_at = clock.now()
    with pytest.raises(services.LastAdministrator):
        services.revoke_role(administrator, administrator, Role.ADMINISTRATOR)


def test_of_two_administrators_one_may_leave_and_sees_the_home_page(office: Site, administrator: User) -> None:
    make_user(roles=[Role.ADMINISTRATOR])
    page = office.open("accounts.end_role", grant_id=administrator.grants[0].id).submit("accounts.end_role")
    assert (page.path, page.status) == ("/en/", 200)
    assert not administrator.is_staff


def test_a_role_passes_on_in_one_act_and_the_work_stays_with_its_author(office: Site) -> None:
    comment = make_comment(visibility=Visibility.PENDING)
    scope = {"consultation_id": comment.consultation_id}
    before = make_user(roles=[(Role.MODERATOR, scope)], display_name="Camille")
    after = make_user(roles=[Role.EDITOR], display_name="Morgan")
    publish_comment(before, comment)
    page = office.open("accounts.replace_role", grant_id=before.grants[0].id)
    assert "Camille" not in [option.text for option in page.first("select", name="user_id").all("option")]
    page = page.submit("accounts.replace_role", user_id=str(after.id))
    assert "What was done in it stays" in page.text
    assert not before.is_staff
    assert after.holds(Role.MODERATOR, **scope)
    assert [decision.moderator_id for decision in db.session.scalars(db.select(Decision))] == [before.id]
    assert acts() == [("role_granted", f"user:{after.id}", "moderator"), ("role_revoked", f"user:{before.id}", "moderator")]
    assert office.as_(after).open("moderation.queue").status == 200


def test_the_last_administrator_may_be_replaced(office: Site, administrator: User) -> None:
    after = make_user(roles=[Role.EDITOR])
    page = office.open("accounts.replace_role", grant_id=administrator.grants[0].id).submit("accounts.replace_role", user_id=str(after.id))
    assert page.path == "/en/"
    assert after.holds(Role.ADMINISTRATOR)
    assert not administrator.is_staff


def test_a_role_passes_to_somebody_new_when_they_accept(office: Site, site: Site, mailbox: Mailbox) -> None:
    committee = make_committee()
    before = make_user(roles=[(Role.COMMITTEE_MEMBER, {"committee_id": committee.id})], display_name="Camille")
    page = office.open("accounts.replace_role", grant_id=before.grants[0].id).submit(
        "accounts.replace_role", email="new@example.ca", lang="fr"
    )
    assert "Takes over from: Camille" in page.text
    assert before.is_staff, "nothing happens before it is accepted"
    link = next(local(url) for url in links_in(mailbox[-1]) if "/fr/invitations/" in url)
    site.open(link).submit("accounts.invitation", passphrase=PASSPHRASE)
    assert not before.is_staff
    assert queries.account("new@example.ca").holds(Role.COMMITTEE_MEMBER, committee_id=committee.id)


@pytest.mark.parametrize("given", [{}, {"user_id": "3", "email": "new@example.ca"}, {"email": "nobody"}, {"email": "Camille@Example.ca"}])
def test_who_takes_over_is_one_person_and_another(office: Site, given: dict[str, str]) -> None:
    before = make_user(roles=[Role.EDITOR], email="camille@example.ca")
    make_user(roles=[Role.ANALYST])
    page = office.open("accounts.replace_role", grant_id=before.grants[0].id).submit("accounts.replace_role", **given)
    assert (page.status, len(page.errors)) == (422, 1)
    assert before.roles == {Role.EDITOR}
    assert db.session.scalars(db.select(Invitation)).all() == []


def test_a_role_does_not_pass_to_somebody_who_cannot_sign_in(administrator: User) -> None:
    held = make_user(roles=[Role.EDITOR]).grants[0]
    with pytest.raises(Refused):
        services.replace_role(administrator, held, make_user(confirmed=False))
    with pytest.raises(Refused):
        services.replace_role(make_user(roles=[Role.EDITOR]), held, make_user())


def test_the_bar_of_the_workspace_leads_administrators_to_their_pages(site: Site, office: Site) -> None:
    bar = office.open("accounts.invite").first(class_="workbar")
    assert {"Roles", "Invitations", "State of the site"} <= {link.text for link in bar.all("a")}
    assert [link.text for link in bar.all("a") if link.get("aria-current")] == ["Invitations"]
    editor = site.as_(make_user(roles=[Role.EDITOR])).open("home.index").first(class_="workbar")
    assert not {"Roles", "Invitations", "State of the site"} & {link.text for link in editor.all("a")}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_committee_is_made_and_can_be_chosen(office: Site, lang: str) -> None:
    page = office.open("accounts.committees", lang=lang)
    page = page.submit("accounts.committees", name_en="Recruit  Training", name_fr="Formation: recrues")
    committee = queries.committees()[0]
    assert committee.name == Bilingual("Recruit Training", "Formation\N{NO-BREAK SPACE}: recrues")
    assert committee.name[lang] in page.text
    assert db.session.scalars(db.select(AuditEntry.action)).all() == ["committee_created"]
    options = office.open("accounts.invite", lang=lang).first("select", name="committee_id").all("option")
    assert committee.name[lang] in [option.text for option in options]


def test_a_committee_has_a_name_in_both_languages(office: Site) -> None:
    page = office.open("accounts.committees").submit("accounts.committees", name_en="Recruit Training", name_fr=" ")
    assert (page.status, len(page.errors), queries.committees()) == (422, 1, [])
    assert page.form("accounts.committees").value("name_en") == "Recruit Training"
