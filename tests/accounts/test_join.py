"""Opening an account: the form, the mail, the confirmation."""

import pytest

from consult.accounts.models import OneTimeToken, Origin, User
from consult.core import tokens
from consult.core.db import db
from consult.core.mailboxes import mailbox_key
from tests.builders import PASSPHRASE, make_user
from tests.support.clock import StoppedClock
from tests.support.mail import Mailbox, links_in, text_of
from tests.support.pages import Page, local
from tests.support.site import Site

ADDRESS = "mireille@example.ca"


def join(site: Site, *, email: str = ADDRESS, passphrase: str = PASSPHRASE, lang: str = "en") -> Page:
    """Fill in the form as a person does."""
    return site.open("accounts.join", lang=lang).submit("accounts.join", email=email, passphrase=passphrase, lang=lang)


def person(email: str = ADDRESS) -> User:
    """The account of this address."""
    return db.session.scalars(db.select(User).where(User.email_key == mailbox_key(email))).one()


def mailed_link(mailbox: Mailbox, which: str) -> str:
    """The path of the link of this kind in the latest mail."""
    return next(local(found) for found in links_in(mailbox[-1]) if which in found)


@pytest.mark.parametrize(
    ("lang", "heading", "subject"),
    [("en", "Check your e-mail", "Confirm your address"), ("fr", "Consultez vos courriels", "Confirmez votre adresse")],
)
def test_a_new_person_is_asked_by_mail_to_confirm_in_the_language_chosen(
    site: Site, mailbox: Mailbox, lang: str, heading: str, subject: str
) -> None:
    page = join(site, lang=lang)
    assert page.h1 == heading
    assert [message["Subject"] for message in mailbox.to(ADDRESS)] == [subject]
    assert person().lang == lang
    assert person().origin is Origin.WEB
    assert person().confirmed_at is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_link_shows_one_button_and_only_the_button_confirms(site: Site, mailbox: Mailbox, lang: str) -> None:
    join(site, lang=lang)
    link = mailed_link(mailbox, "/join/confirm/" if lang == "en" else "/adhesion/confirmer/")
    page = site.open(link)
    assert ADDRESS in page.text
    assert person().confirmed_at is None
    page = page.submit("accounts.confirm")
    assert page.path == site.path("accounts.sign_in", lang=lang)
    assert person().confirmed_at is not None


def test_a_confirmation_is_good_once(site: Site, mailbox: Mailbox) -> None:
    join(site)
    link = mailed_link(mailbox, "/confirm/")
    site.open(link).submit("accounts.confirm")
    assert site.open(link).status == 410
    assert site.post(link).status == 410


def test_a_confirmation_ends_after_three_days(site: Site, mailbox: Mailbox, clock: StoppedClock) -> None:
    join(site)
    link = mailed_link(mailbox, "/confirm/")
    clock.move(days=3)
    page = site.open(link)
    assert page.status == 410
    assert page.h1 == "This link no longer works"


def test_the_table_of_links_holds_none_that_opens_anything(site: Site, mailbox: Mailbox) -> None:
    join(site)
    token = mailed_link(mailbox, "/confirm/").rpartition("/")[2]
    row = db.session.scalars(db.select(OneTimeToken)).one()
    assert row.token_hash == tokens.fingerprint(token)
    assert token not in {row.token_hash, row.email_key}
    assert len(token) >= 43


def test_no_job_row_holds_a_token(site: Site, mailbox: Mailbox) -> None:
    join(site)
    token = mailed_link(mailbox, "/confirm/").rpartition("/")[2]
    for table in db.metadata.tables.values():
        for row in db.session.execute(table.select()):
            assert token not in str(tuple(row)), f"{table.name} holds the token"


def test_an_account_that_exists_is_told_by_mail_and_not_changed(site: Site, mailbox: Mailbox) -> None:
    owner = make_user(email=ADDRESS, passphrase="the owner's own words", lang="fr")
    before = owner.passphrase_hash
    page = join(site)
    assert page.h1 == "Check your e-mail"
    assert [message["Subject"] for message in mailbox.to(ADDRESS)] == ["Vous avez déjà un compte"]
    assert person().passphrase_hash == before
    assert person().lang == "fr"


def test_a_stranger_cannot_set_the_passphrase_of_somebody_who_has_not_confirmed_yet(site: Site, mailbox: Mailbox) -> None:
    join(site)
    before = person().passphrase_hash
    join(site, passphrase="a stranger wants to come in")
    assert person().passphrase_hash == before
    assert [message["Subject"] for message in mailbox.to(ADDRESS)] == ["Confirm your address", "You already have an account"]


def test_the_mail_to_somebody_known_opens_the_account_to_the_owner_of_the_mailbox(site: Site, mailbox: Mailbox) -> None:
    join(site, passphrase="somebody else was first")
    join(site)
    page = site.open(mailed_link(mailbox, "/reset-password/link/")).submit("accounts.reset", passphrase="my very own long words")
    assert page.status == 200
    assert person().confirmed_at is not None


@pytest.mark.parametrize(
    "spelling", ["MIREILLE@Example.CA", " mireille@example.ca ", "\uff4direille@example.ca", "mireille@\uff45xample.ca"]
)
def test_every_spelling_of_a_mailbox_is_the_same_account(site: Site, mailbox: Mailbox, spelling: str) -> None:
    make_user(email=ADDRESS)
    assert join(site, email=spelling).h1 == "Check your e-mail"
    assert len(mailbox.to(ADDRESS)) == 1
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


def test_an_international_domain_is_one_mailbox_in_both_its_forms_and_gets_its_mail(site: Site, mailbox: Mailbox) -> None:
    join(site, email="mireille@québec.ca")
    join(site, email="mireille@xn--qubec-csa.ca")
    assert [str(message["To"]) for message in mailbox] == ["mireille@xn--qubec-csa.ca"] * 2
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


def test_what_follows_a_plus_is_another_mailbox(site: Site, mailbox: Mailbox) -> None:
    make_user(email=ADDRESS)
    join(site, email="mireille+consult@example.ca")
    assert mailbox[-1]["Subject"] == "Confirm your address"


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "en",
            ["Enter an e-mail address like name@example.ca", "Choose a passphrase", "Choose a language for our e-mails"],
        ),
        (
            "fr",
            ["Entrez une adresse courriel comme nom@exemple.ca", "Choisissez une phrase de passe", "Choisissez la langue de nos courriels"],
        ),
    ],
)
def test_an_empty_form_names_every_fault(site: Site, lang: str, sentences: list[str]) -> None:
    page = site.post("accounts.join", lang=lang)
    assert page.status == 422
    assert page.errors == sentences


@pytest.mark.parametrize(
    "email",
    ["", "mireille", "mireille@", "@example.ca", "a b@example.ca", "mireille@example", "m@example.ca\r\nBcc: x@y.ca"],
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(site: Site, mailbox: Mailbox, email: str) -> None:
    page = site.post("accounts.join", {"email": email, "passphrase": PASSPHRASE, "lang": "en"})
    assert page.errors == ["Enter an e-mail address like name@example.ca"]
    assert len(mailbox) == 0


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [
        ("eleven char", "Use at least 12 characters. A few words that only you would put together work well."),
        ("x" * 201, "A passphrase has 200 characters at most"),
        ("password1234", "This passphrase is among the first that others would try. Choose another one."),
        ("MIREILLE@example.ca", "This passphrase is among the first that others would try. Choose another one."),
    ],
)
def test_a_passphrase_that_is_no_good_is_refused_with_one_sentence(site: Site, passphrase: str, sentence: str) -> None:
    page = site.post("accounts.join", {"email": ADDRESS, "passphrase": passphrase, "lang": "en"})
    assert page.status == 422
    assert page.errors == [sentence]
    assert passphrase not in page.html or passphrase == "password1234"


def test_what_was_typed_stays_but_never_the_passphrase(site: Site) -> None:
    page = site.post("accounts.join", {"email": ADDRESS, "passphrase": "short words", "lang": "fr"})
    form = page.form("accounts.join")
    assert (form.value("email"), form.value("lang"), form.value("passphrase")) == (ADDRESS, "fr", "")


def test_nobody_gives_themselves_more_than_the_form_asks(site: Site, mailbox: Mailbox) -> None:
    extra = {"role": "administrator", "roles": "administrator", "confirmed_at": "2026-01-01", "id": "7", "origin": "command"}
    site.post("accounts.join", {"email": ADDRESS, "passphrase": PASSPHRASE, "lang": "en", **extra})
    joined = person()
    assert (joined.confirmed_at, joined.origin, joined.is_staff) == (None, Origin.WEB, False)


def test_a_form_that_was_open_too_long_joins_nobody(site: Site, mailbox: Mailbox) -> None:
    page = site.post("accounts.join", {"email": ADDRESS, "passphrase": PASSPHRASE, "lang": "en"}, token=False)
    assert page.status == 422
    assert page.form("accounts.join").value("email") == ADDRESS
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 0


def test_a_mail_says_what_to_do_when_it_was_not_you(site: Site, mailbox: Mailbox) -> None:
    join(site)
    assert "You did not create an account? Ignore this message" in text_of(mailbox[0])
