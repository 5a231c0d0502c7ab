"""Signing in and out."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask

from consult.accounts.models import LoginSession, User
from consult.core import clock as site_clock
from consult.core import limits
from consult.core.db import db
from consult.core.slow_down import SlowDown
from tests.builders import PASSPHRASE, make_user
from tests.support.clock import StoppedClock
from tests.support.mail import Mailbox
from tests.support.pages import Page
from tests.support.site import Site

WRONG = "somebody else's words"


def sign_in(site: Site, user: User, passphrase: str = PASSPHRASE, *, lang: str = "en", back: str = "") -> Page:
    """Fill in the form as a person does."""
    return site.open("accounts.sign_in", lang=lang, next=back or None).submit(
        "accounts.sign_in", email=str(user.email), passphrase=passphrase
    )


def is_signed_in(site: Site) -> bool:
    """The settings open only for somebody who is."""
    return site.open("accounts.settings", follow=False).status == 200


def stays_here(target: str) -> bool:
    """A browser that follows it is still on this site: it is a path, and not one that names a host."""
    return target == "" or (target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable())


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site with its limits on, as everywhere but in tests, and nothing counted yet."""
    limits.register(app)
    monkeypatch.setitem(app.extensions, "slow_down", SlowDown())
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], limits=True))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_person_signs_in_and_out(site: Site, lang: str) -> None:
    page = sign_in(site, make_user(passphrase=PASSPHRASE), lang=lang)
    assert page.path == f"/{lang}/"
    assert is_signed_in(site)
    page = page.submit("accounts.sign_out")
    assert page.path == f"/{lang}/"
    assert not is_signed_in(site)


def test_the_address_is_known_in_any_spelling(site: Site) -> None:
    make_user(email="mireille@example.ca", passphrase=PASSPHRASE)
    site.post("accounts.sign_in", {"email": " MIREILLE@EXAMPLE.CA", "passphrase": PASSPHRASE})
    assert is_signed_in(site)


def test_an_accent_typed_in_one_or_two_characters_is_the_same_passphrase(site: Site) -> None:
    user = make_user(passphrase="une f\u00e9e sur le pont")
    sign_in(site, user, "une fe\u0301e sur le pont")
    assert is_signed_in(site)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "This e-mail address and this passphrase do not go together. Check both and try again."),
        ("fr", "Cette adresse courriel et cette phrase de passe ne correspondent pas. Vérifiez les deux et réessayez."),
    ],
)
def test_wrong_words_unknown_address_and_disabled_account_are_answered_alike(site: Site, lang: str, sentence: str) -> None:
    known, disabled = make_user(passphrase=PASSPHRASE), make_user(passphrase=PASSPHRASE)
    disabled.disabled_at = site_clock.now()
    others = ("nobody@example.ca", str(disabled.email), str(make_user().email))
    for email, passphrase in ((str(known.email), WRONG), *((email, PASSPHRASE) for email in others)):
        page = site.post("accounts.sign_in", {"email": email, "passphrase": passphrase}, lang=lang)
        assert (page.status, page.errors) == (422, [sentence])
        assert page.form("accounts.sign_in").value("email") == email
        assert page.form("accounts.sign_in").value("passphrase") == ""
    assert not is_signed_in(site)


@pytest.mark.parametrize(("lang", "heading"), [("en", "Confirm your address first"), ("fr", "Confirmez d’abord votre adresse")])
def test_an_unconfirmed_person_is_told_to_confirm_and_may_have_the_mail_again(
    site: Site, mailbox: Mailbox, lang: str, heading: str
) -> None:
    user = make_user(passphrase=PASSPHRASE, confirmed=False, lang=lang)
    page = sign_in(site, user, lang=lang)
    assert page.h1 == heading
    assert not is_signed_in(site)
    page = page.submit("accounts.send_again")
    assert page.path == site.path("accounts.joined", lang=lang)
    assert len(mailbox.to(str(user.email))) == 1


def test_nobody_can_have_mails_sent_to_others_without_their_passphrase(site: Site, mailbox: Mailbox) -> None:
    make_user(confirmed=False)
    assert site.post("accounts.send_again").status == 303
    assert len(mailbox) == 0
    assert "Send the link again" not in site.open("accounts.unconfirmed").text


def test_an_unconfirmed_person_is_not_told_so_with_a_wrong_passphrase(site: Site) -> None:
    user = make_user(passphrase=PASSPHRASE, confirmed=False)
    assert sign_in(site, user, WRONG).status == 422


def test_after_signing_in_one_is_back_where_one_was(site: Site) -> None:
    page = site.open("accounts.settings", lang="fr")
    assert page.path == "/fr/connexion?next=/fr/parametres"
    user = make_user(passphrase=PASSPHRASE)
    page = page.submit("accounts.sign_in", email=str(user.email), passphrase=PASSPHRASE)
    assert page.path == "/fr/parametres"


def test_the_place_to_go_back_to_survives_a_wrong_passphrase(site: Site) -> None:
    user = make_user(passphrase=PASSPHRASE)
    page = sign_in(site, user, WRONG, back="/en/settings")
    page = page.submit("accounts.sign_in", email=str(user.email), passphrase=PASSPHRASE)
    assert page.path == "/en/settings"


OFF_HOST = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    " //evil.example",
    "\u00a0//evil.example",
    "\u3000//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example@127.0.0.1",
    "http://127.0.0.1@evil.example",
    "https://127.0.0.1.evil.example",
    "http:\\\\evil.example",
    "//%65vil.example",
    "/%09/evil.example/..//evil.example\\",
    "//evil\u3002example",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "?//evil.example",
    "#//evil.example",
    "",
    "//[::1]/",
    "http://[",
    "\x01https://evil.example",
    "https://evil.example\\@127.0.0.1",
]


@pytest.mark.parametrize("target", OFF_HOST)
def test_nobody_is_sent_to_another_site(site: Site, target: str) -> None:
    user = make_user(passphrase=PASSPHRASE)
    page = site.post("accounts.sign_in", {"email": str(user.email), "passphrase": PASSPHRASE, "next": target})
    assert page.status == 303
    assert stays_here(page.headers["Location"])


@pytest.mark.parametrize("target", OFF_HOST)
def test_the_form_never_carries_the_address_of_another_site(site: Site, target: str) -> None:
    page = site.send("GET", f"/en/sign-in?{urlencode({'next': target})}", follow=False)
    assert stays_here(page.form("accounts.sign_in").value("next"))


def test_signing_in_gives_a_new_session_and_keeps_nothing_of_the_old_cookie(site: Site) -> None:
    user = make_user(passphrase=PASSPHRASE)
    base = site.app.extensions["settings"].public_url
    with site.client.session_transaction(base_url=base) as planted:
        planted.update({"_user_id": "planted", "planted": "x", "draft": {"key": "planted", "path": "/en/settings"}})
    sign_in(site, user)
    with site.client.session_transaction(base_url=base) as cookie:
        assert cookie["_user_id"] != "planted"
        assert "planted" not in cookie
        assert cookie["draft"] == {"path": "/en/settings"}, "Where a text waits; the key of a browser is of no more use."
        assert not {"_id", "_fresh"} & set(cookie)


def test_signing_in_again_ends_the_session_that_this_browser_had(site: Site) -> None:
    user = make_user(passphrase=PASSPHRASE)
    sign_in(site, user)
    sign_in(site, user)
    first, second = db.session.scalars(db.select(LoginSession).order_by(LoginSession.id))
    assert first.revoked_at is not None
    assert second.revoked_at is None


def test_after_five_wrong_tries_one_waits_and_never_more_than_a_minute(site: Site, limited: None, clock: StoppedClock) -> None:
    user = make_user(passphrase=PASSPHRASE)
    for _ in range(5):
        assert sign_in(site, user, WRONG).status == 422
    refused = sign_in(site, user)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) == 5
    assert PASSPHRASE not in refused.html
    clock.move(minutes=1)
    assert sign_in(site, user).path == "/en/"


def test_an_unknown_address_is_slowed_down_like_a_known_one(site: Site, limited: None) -> None:
    nobody = User(email="nobody@example.ca")
    assert [sign_in(site, nobody, WRONG).status for _ in range(6)] == [422] * 5 + [429]


def test_one_network_sends_the_form_ten_times_a_minute(site: Site, limited: None) -> None:
    answers = [sign_in(site, User(email=f"nobody{n}@example.ca"), WRONG).status for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_signing_out_twice_is_no_fault(site: Site) -> None:
    assert site.post("accounts.sign_out").status == 303
