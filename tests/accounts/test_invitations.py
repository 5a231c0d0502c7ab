"""Roles on offer: a mail with a link that works once, for seven days, for one address; nothing is granted before."""

import json

import pytest
from flask import Flask

from consult.accounts import queries, services
from consult.accounts.models import Invitation, Role, User
from consult.accounts.rules import Way, way_to_accept
from consult.audit.models import AuditEntry
from consult.core.db import db
from consult.core.errors import NotFound, Overtaken, Refused
from consult.core.tokens import fingerprint
from tests.builders import PASSPHRASE, make_committee, make_consultation, make_invitation, make_user
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, Sink, links_in, text_of
from tests.support.pages import Page, local
from tests.support.site import Site
from tests.support.statements import Statements

NEW = "camille@example.ca"
JOINING = {"passphrase": PASSPHRASE, "display_name": "Camille"}


@pytest.fixture
def administrator(app: Flask) -> User:
    """Who invites."""
    return make_user(roles=[Role.ADMINISTRATOR], display_name="Robin")


def invite(site: Site, administrator: User, email: str = NEW, role: str = "editor", **given: str) -> Page:
    """Fill in the form as an administrator does."""
    page = site.as_(administrator).open("accounts.invite")
    return page.submit("accounts.invite", email=email, role=role, **given)


def link_in(mailbox: Mailbox, lang: str = "en") -> str:
    """The path of the link in the latest mail, in this language."""
    return next(local(url) for url in links_in(mailbox[-1]) if f"/{lang}/invitations/" in url)


def entries() -> list[tuple[str, str, dict[str, object]]]:
    """What the trail says."""
    return [(row.action, row.target, json.loads(row.detail)) for row in db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))]


@pytest.mark.parametrize(
    ("lang", "subject", "words", "elsewhere"),
    [
        ("en", "You are invited: Moderator", "What it is for: ", "Cette invitation en français"),
        ("fr", "Une invitation\N{NO-BREAK SPACE}: Modération", "Portée\N{NO-BREAK SPACE}: ", "This invitation in English"),
    ],
)
def test_the_mail_names_the_role_and_what_it_is_for(
    site: Site, administrator: User, smtp_sink: Sink, lang: str, subject: str, words: str, elsewhere: str
) -> None:
    consultation = make_consultation("draft")
    invite(site, administrator, role="moderator", consultation_id=str(consultation.id), lang=lang)
    (letter,) = smtp_sink.messages
    assert (str(letter["Subject"]), str(letter["To"]), letter["Content-Language"]) == (subject, NEW, f"{lang}-CA")
    assert words + consultation.title[lang] in text_of(letter)
    assert elsewhere in text_of(letter)
    assert {url.split("/")[3] for url in links_in(letter) if "/invitations/" in url} == {"en", "fr"}


def test_somebody_new_chooses_a_passphrase_and_holds_the_role_from_then_on(site: Site, administrator: User, mailbox: Mailbox) -> None:
    consultation = make_consultation("draft")
    invite(site, administrator, role="moderator", consultation_id=str(consultation.id), lang="fr")
    assert db.session.scalar(db.select(User).where(User.email_key == NEW)) is None, "nothing is there before it is accepted"
    page = site.open(link_in(mailbox, "fr"))
    assert page.h1 == "Une invitation pour vous"
    assert "Modération" in page.text
    assert consultation.title.fr in page.text
    page = page.submit("accounts.invitation", **JOINING)
    assert page.path == "/fr/espace-de-travail/consultations"
    person = queries.account(NEW)
    assert (person.lang, person.display_name, person.confirmed_at is not None) == ("fr", "Camille", True)
    assert person.holds(Role.MODERATOR, consultation_id=consultation.id)
    assert not person.holds(Role.MODERATOR, consultation_id=consultation.id + 1)
    assert site.post("accounts.sign_in", {"email": NEW, "passphrase": PASSPHRASE}).status == 303


def test_somebody_with_an_account_signs_in_and_accepts(site: Site, administrator: User, mailbox: Mailbox) -> None:
    committee = make_committee()
    make_user(email=NEW, passphrase=PASSPHRASE)
    invite(site, administrator, role="committee_member", committee_id=str(committee.id))
    page = site.open(link_in(mailbox))
    assert not page.has("input", name="passphrase")
    page = page.follow("Sign in").submit("accounts.sign_in", email=NEW, passphrase=PASSPHRASE)
    assert page.path == link_in(mailbox)
    assert queries.account(NEW).roles == frozenset(), "looking grants nothing"
    page.submit("accounts.invitation")
    assert queries.account(NEW).holds(Role.COMMITTEE_MEMBER, committee_id=committee.id)


def test_who_has_been_signed_in_for_days_stays_signed_in_with_the_role(
    site: Site, administrator: User, mailbox: Mailbox, clock: StoppedClock
) -> None:
    """The sign-in of staff is shorter, so a new one begins with the role."""
    browser = site.as_(make_user(email=NEW))
    for _ in range(3):
        clock.move(hours=19)
        browser.open("accounts.settings")
    invite(site, administrator)
    page = browser.open(link_in(mailbox)).submit("accounts.invitation")
    assert (page.path, page.status) == ("/en/workspace/consultations", 200)
    assert "You have accepted" in page.text


def test_a_link_taken_from_somebody_elses_mail_grants_nothing_to_another_account(site: Site, administrator: User, mailbox: Mailbox) -> None:
    invite(site, administrator)
    eve = make_user(email="eve@example.ca")
    page = site.as_(eve).open(link_in(mailbox))
    assert "You are signed in with another account" in page.text
    assert site.as_(eve).post(link_in(mailbox)).status == 200
    with pytest.raises(Refused):
        services.accept_invitation(eve, link_in(mailbox).rpartition("/")[2])
    db.session.rollback()
    assert queries.account("eve@example.ca").roles == frozenset()


def test_an_account_that_a_stranger_made_for_the_address_is_taken_over_whole(site: Site, administrator: User, mailbox: Mailbox) -> None:
    make_user(email=NEW, passphrase="the words of a stranger", confirmed=False)
    invite(site, administrator)
    site.open(link_in(mailbox)).submit("accounts.invitation", **JOINING)
    assert queries.account(NEW).roles == {Role.EDITOR}
    assert site.post("accounts.sign_in", {"email": NEW, "passphrase": "the words of a stranger"}).status == 422


def test_an_invitation_works_once(site: Site, administrator: User, mailbox: Mailbox) -> None:
    invite(site, administrator)
    link = link_in(mailbox)
    assert site.post(link, JOINING).status == 303
    assert site.open(link).status == 410
    assert Site(site.app).post(link, JOINING).status == 410


def test_an_invitation_ends_after_seven_days_to_the_second(site: Site, administrator: User, mailbox: Mailbox, clock: StoppedClock) -> None:
    invite(site, administrator)
    link = link_in(mailbox)
    clock.move(days=6, hours=23, minutes=59, seconds=59)
    assert site.open(link).status == 200
    clock.move(seconds=1)
    assert site.open(link).status == 410
    assert site.post(link, JOINING).status == 410


def test_a_dead_link_says_in_both_languages_what_to_do(site: Site) -> None:
    assert "ask whoever invited you" in site.open("/en/invitations/nothing").text
    assert "demandez à la personne" in site.open("/fr/invitations/rien").text


def test_a_withdrawn_invitation_is_dead_at_once(site: Site, administrator: User, mailbox: Mailbox) -> None:
    page = invite(site, administrator).send("accounts.withdraw_invitation")
    assert "Withdrawn" in page.text
    assert site.open(link_in(mailbox)).status == 410
    invitation = db.session.scalars(db.select(Invitation)).one()
    assert invitation.token_hash is None
    with pytest.raises(Overtaken):
        services.withdraw_invitation(administrator, invitation)
    with pytest.raises(Overtaken):
        services.send_again(administrator, invitation)


def test_sent_again_only_the_new_link_works_for_another_seven_days(
    site: Site, administrator: User, mailbox: Mailbox, clock: StoppedClock
) -> None:
    page = invite(site, administrator)
    before = link_in(mailbox)
    clock.move(days=8)
    page = site.as_(administrator).open("accounts.invitations")
    assert "Expired" in page.text
    page.send("accounts.send_invitation_again")
    assert len(mailbox) == 2
    assert site.open(before).status == 410
    clock.move(days=6)
    assert site.open(link_in(mailbox)).status == 200


def test_the_same_offer_again_renews_the_one_that_is_open(site: Site, administrator: User, mailbox: Mailbox) -> None:
    invite(site, administrator)
    before = link_in(mailbox)
    invite(site, administrator, email="CAMILLE@example.ca")
    assert len(db.session.scalars(db.select(Invitation)).all()) == 1
    assert site.open(before).status == 410


def test_only_hashes_are_kept(site: Site, administrator: User, mailbox: Mailbox) -> None:
    invite(site, administrator)
    token = link_in(mailbox).rpartition("/")[2]
    assert db.session.scalars(db.select(Invitation.token_hash)).one() == fingerprint(token)
    for table in db.metadata.tables.values():
        assert token not in repr(db.session.execute(db.select(table)).all()), f"{table.name} holds the token itself."


def test_inviting_says_the_same_and_does_the_same_whoever_it_is(site: Site, administrator: User, statements: Statements) -> None:
    make_user(email="known@example.ca", passphrase=PASSPHRASE)
    answers = []
    for email in ("first@example.ca", "known@example.ca", "nobody@example.ca"):  # the first act of a person makes their pseudonym
        with statements as seen:
            page = invite(site, administrator, email=email)
        answers.append((page.first(class_="messages").text.replace(email, "…"), [statement.split(" VALUES")[0] for statement in seen.all]))
    assert answers[1] == answers[2]


def test_each_act_is_on_record_without_the_address(site: Site, administrator: User, mailbox: Mailbox) -> None:
    invite(site, administrator)
    site.post(link_in(mailbox), JOINING)
    person = queries.account(NEW)
    offer = {"role": "editor", "consultation": None, "committee": None, "replaces": None}
    granted = {"role": "editor", "consultation": None, "committee": None}
    assert entries() == [
        ("invitation_sent", "invitation:1", offer),
        ("invitation_accepted", "invitation:1", offer),
        ("role_granted", f"user:{person.id}", granted),
    ]
    assert person.grants[0].granted_by == administrator.id


def test_nobody_but_an_administrator_invites(app: Flask) -> None:
    editor = make_user(roles=[role for role in Role if role is not Role.ADMINISTRATOR])
    invitation = make_invitation(token="x")
    for act in (
        lambda: services.invite(editor, email=NEW, lang="en", role=Role.EDITOR),
        lambda: services.send_again(editor, invitation),
        lambda: services.withdraw_invitation(editor, invitation),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("endpoint", ["accounts.invitations", "accounts.invite", "accounts.roles", "home.status"])
def test_for_other_staff_the_pages_do_not_exist(site: Site, endpoint: str) -> None:
    browser = site.as_(make_user(roles=[Role.EDITOR, Role.MODERATOR]))
    assert browser.open(endpoint).status == 404


def test_a_role_is_not_offered_for_what_it_is_not_about(site: Site, administrator: User, mailbox: Mailbox) -> None:
    consultation, committee = make_consultation("draft"), make_committee()
    page = invite(site, administrator, role="editor", consultation_id=str(consultation.id))
    assert (page.status, len(page.errors)) == (422, 1)
    page = invite(site, administrator, role="moderator", committee_id=str(committee.id))
    assert (page.status, len(page.errors)) == (422, 1)
    assert len(mailbox) == 0


def test_a_closed_account_cannot_accept(site: Site, administrator: User, mailbox: Mailbox, clock: StoppedClock) -> None:
    person = make_user(email=NEW)
    invite(site, administrator)
    person.disabled_at = clock.now()
    assert site.open(link_in(mailbox)).status == 410


@pytest.mark.parametrize(
    ("signed_in", "confirmed", "passphrase", "way"),
    [
        (True, True, PASSPHRASE, Way.ACCEPT),
        (False, True, PASSPHRASE, Way.SIGN_IN),
        (False, False, PASSPHRASE, Way.JOIN),
        (False, True, None, Way.JOIN),
    ],
)
def test_the_ways_to_accept(app: Flask, *, signed_in: bool, confirmed: bool, passphrase: str | None, way: Way) -> None:
    person = make_user(email=NEW, confirmed=confirmed, passphrase=passphrase)
    invitation = make_invitation(token="x", email=NEW)
    assert way_to_accept(person if signed_in else None, invitation, person) is way
    assert way_to_accept(make_user(), invitation, person) is Way.OTHER
    assert way_to_accept(None, invitation, None) is Way.JOIN


def test_an_unknown_link_opens_no_account(app: Flask) -> None:
    with pytest.raises(NotFound):
        services.accept_and_join("no such token", **JOINING)


def test_the_list_is_cut_into_pages(site: Site, administrator: User) -> None:
    for number in range(21):
        make_invitation(token=f"{number}")
    page = site.as_(administrator).open("accounts.invitations")
    assert len(page.first("tbody").all("tr")) == 20
    assert len(page.follow("Next page").first("tbody").all("tr")) == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR])
def test_what_a_removed_administrator_offered_is_void(site: Site, administrator: User, mailbox: Mailbox, role: Role) -> None:
    other = make_user(roles=[Role.ADMINISTRATOR])
    invitation = services.invite(administrator, email=NEW, lang="en", role=role)
    settle()
    services.revoke_role(other, administrator, Role.ADMINISTRATOR)
    assert invitation.withdrawn_at is not None
    assert ("invitation_withdrawn", f"invitation:{invitation.id}") in [entry[:2] for entry in entries()]
    assert site.open(link_in(mailbox)).status == 410
    assert site.post(link_in(mailbox), JOINING).status == 410
    assert db.session.scalar(db.select(User).where(User.email_key == NEW)) is None


@pytest.mark.parametrize("lapse", ["disabled", "removed"])
def test_an_offer_stands_only_while_its_administrator_does(site: Site, administrator: User, lapse: str) -> None:
    """Also where nobody took it back: a closed account, or a role that ended in another way."""
    person, token = make_user(email=NEW), "a token of an invitation"
    invitation = make_invitation(token=token, email=NEW, invited_by=administrator.id)
    assert queries.offered(token, invitation.invited_at) is invitation
    if lapse == "disabled":
        administrator.disabled_at = invitation.invited_at
    else:
        db.session.delete(administrator.grants[0])
    db.session.flush()
    assert queries.offered(token, invitation.invited_at) is None
    with pytest.raises(NotFound):
        services.accept_invitation(person, token)


@pytest.mark.parametrize("again", ["sent again", "offered again"])
def test_an_offer_that_another_administrator_renews_is_theirs(site: Site, administrator: User, mailbox: Mailbox, again: str) -> None:
    other = make_user(roles=[Role.ADMINISTRATOR])
    invitation = services.invite(administrator, email=NEW, lang="en", role=Role.EDITOR)
    if again == "sent again":
        services.send_again(other, invitation)
    else:
        assert services.invite(other, email=NEW, lang="en", role=Role.EDITOR) is invitation
    services.revoke_role(other, administrator, Role.ADMINISTRATOR)
    settle()
    assert (invitation.invited_by, invitation.withdrawn_at) == (other.id, None)
    assert site.open(link_in(mailbox)).status == 200
