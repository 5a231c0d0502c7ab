"""A new passphrase, by a mailed link."""

import pytest
from flask import Flask

from consult.accounts import services
from consult.accounts.models import LoginSession, Purpose, User
from consult.accounts.rules import operator
from consult.core.db import db
from consult.core.errors import NotFound
from tests.builders import PASSPHRASE, make_user
from tests.support.clock import StoppedClock
from tests.support.mail import Mailbox, links_in
from tests.support.pages import Page, local
from tests.support.site import Site

NEW = "seven lamps under a bridge"


def ask(site: Site, email: str, *, lang: str = "en") -> Page:
    """Fill in the form as a person does."""
    return site.open("accounts.request_reset", lang=lang).submit("accounts.request_reset", email=email)


def mailed_link(mailbox: Mailbox) -> str:
    """The path of the link in the latest mail."""
    return local(links_in(mailbox[-1])[0])


def sign_in(site: Site, user: User, passphrase: str) -> int:
    """The status of the answer: 303 where it went well."""
    status: int = site.post("accounts.sign_in", {"email": str(user.email), "passphrase": passphrase}).status
    return status


@pytest.mark.parametrize(("lang", "words"), [("en", "Choose a new passphrase"), ("fr", "Choisir une nouvelle phrase de passe")])
def test_a_person_chooses_a_new_passphrase_and_is_signed_in(site: Site, mailbox: Mailbox, lang: str, words: str) -> None:
    user = make_user(lang=lang, passphrase=PASSPHRASE)
    ask(site, str(user.email), lang=lang)
    assert mailbox[-1]["Subject"] == words
    page = site.open(mailed_link(mailbox))
    assert page.h1 == words
    assert page.submit("accounts.reset", passphrase=NEW).path == f"/{lang}/"
    assert site.open("accounts.settings", follow=False).status == 200
    assert (sign_in(site, user, PASSPHRASE), sign_in(site, user, NEW)) == (422, 303)


def test_looking_at_the_link_changes_nothing(site: Site, mailbox: Mailbox) -> None:
    user = make_user(passphrase=PASSPHRASE)
    ask(site, str(user.email))
    for _ in range(2):
        assert site.open(mailed_link(mailbox)).status == 200
    assert sign_in(site, user, PASSPHRASE) == 303


def test_a_reset_ends_every_other_session(site: Site, mailbox: Mailbox) -> None:
    user = make_user(passphrase=PASSPHRASE)
    elsewhere = site.as_(user)
    ask(site, str(user.email))
    site.open(mailed_link(mailbox)).submit("accounts.reset", passphrase=NEW)
    assert elsewhere.open("accounts.settings", follow=False).status == 303
    assert [login.revoked_at is None for login in db.session.scalars(db.select(LoginSession).order_by(LoginSession.id))] == [False, True]


def test_a_link_is_good_once_and_takes_the_others_with_it(site: Site, mailbox: Mailbox) -> None:
    user = make_user(passphrase=PASSPHRASE)
    ask(site, str(user.email))
    ask(site, str(user.email))
    links = [local(links_in(message)[0]) for message in mailbox]
    assert site.post(links[0], {"passphrase": NEW}).status == 303
    for link in links:
        assert site.open(link).status == 410
        assert site.post(link, {"passphrase": "the words of a thief"}).status == 410
    assert sign_in(site, user, NEW) == 303


def test_a_link_ends_after_an_hour(site: Site, mailbox: Mailbox, clock: StoppedClock) -> None:
    ask(site, str(make_user().email))
    link = mailed_link(mailbox)
    clock.move(minutes=59, seconds=59)
    assert site.open(link).status == 200
    clock.move(seconds=1)
    assert site.open(link).status == 410
    assert site.post(link, {"passphrase": NEW}).status == 410


def test_a_link_is_good_for_its_own_purpose_alone(app: Flask) -> None:
    user = make_user(confirmed=False)
    token = services.issue_link(operator(), user, Purpose.CONFIRM)
    with pytest.raises(NotFound):
        services.reset_passphrase(token, passphrase=NEW)


def test_a_link_dies_when_the_address_changes(site: Site, mailbox: Mailbox) -> None:
    user = make_user()
    ask(site, str(user.email))
    user.email, user.email_key = "new@example.ca", "new@example.ca"
    assert site.open(mailed_link(mailbox)).status == 410


def test_a_disabled_account_gets_no_link_and_uses_none(site: Site, mailbox: Mailbox, clock: StoppedClock) -> None:
    user = make_user()
    ask(site, str(user.email))
    link = mailed_link(mailbox)
    user.disabled_at = clock.now()
    assert site.open(link).status == 410
    ask(site, str(user.email))
    assert len(mailbox) == 1


def test_an_expired_form_changes_nothing(site: Site, mailbox: Mailbox) -> None:
    user = make_user(passphrase=PASSPHRASE)
    ask(site, str(user.email))
    assert site.post(mailed_link(mailbox), {"passphrase": NEW}, token=False).status == 422
    assert sign_in(site, user, PASSPHRASE) == 303


@pytest.mark.parametrize("passphrase", ["", "short", "motdepasse123", "person@example.ca"])
def test_the_new_passphrase_is_held_to_the_same_rules_and_the_link_stays_good(site: Site, mailbox: Mailbox, passphrase: str) -> None:
    ask(site, str(make_user(email="person@example.ca").email))
    link = mailed_link(mailbox)
    assert site.post(link, {"passphrase": passphrase}).status == 422
    assert site.post(link, {"passphrase": NEW}).status == 303


def test_the_mail_link_opens_an_account_that_strangers_are_slowing_down(site: Site, mailbox: Mailbox) -> None:
    user = make_user(passphrase=PASSPHRASE)
    for _ in range(3):
        sign_in(site, user, "a stranger guesses")
    ask(site, str(user.email))
    assert site.open(mailed_link(mailbox)).submit("accounts.reset", passphrase=NEW).status == 200
    assert site.open("accounts.settings", follow=False).status == 200
