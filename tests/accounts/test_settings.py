"""What a person may change about their account."""

import pytest

from consult.accounts.models import User
from consult.core.db import db
from tests.builders import make_user
from tests.support.site import Site


def again(user: User) -> User:
    """The row as it is now."""
    return db.session.get_one(User, user.id)


@pytest.mark.parametrize(("lang", "saved"), [("en", "Your settings are saved."), ("fr", "Vos paramètres sont enregistrés.")])
def test_the_language_of_mails_and_the_name_are_changed(site: Site, lang: str, saved: str) -> None:
    user = make_user(lang="en")
    page = site.as_(user).open("accounts.settings", lang=lang).submit("accounts.settings", display_name="M. L.", lang="fr")
    assert saved in page.text
    assert page.lang == lang
    assert (again(user).lang, again(user).display_name) == ("fr", "M. L.")
    assert page.form("accounts.settings").value("display_name") == "M. L."


def test_a_name_may_be_empty(site: Site) -> None:
    user = make_user(display_name="Mireille")
    site.as_(user).open("accounts.settings").submit("accounts.settings", display_name="")
    assert again(user).display_name == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mireille   LeBlanc ", "Mireille LeBlanc"),
        ("a\r\nBcc: x", "a Bcc: x"),
        ("\u202eelliereiM", "elliereiM"),
        ("e\u0301mile", "\u00e9mile"),
        ("\U0001f469\u200d\U0001f33e", "\U0001f469\u200d\U0001f33e"),
        ("\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0645\u06cc\u200c\u0631\u0648\u062f"),
        ("a\u200b\u2060\u00adb", "ab"),
        ("\u200dAnn \u200c Lee\u200d", "Ann Lee"),
        ("a\u200d\u200db", "a\u200db"),
        ("\u200b\u2060\ufeff", ""),
        ("\u200c\u200d \u200d", ""),
        ("\u3164\u2800", ""),
        ("\ufe0f", ""),
    ],
)
def test_a_name_stays_on_one_line_and_in_its_direction(site: Site, typed: str, kept: str) -> None:
    user = make_user()
    site.as_(user).post("accounts.settings", {"display_name": typed, "lang": "en"})
    assert again(user).display_name == kept


def test_a_name_of_eighty_one_characters_is_refused_and_kept_in_the_form(site: Site) -> None:
    user = make_user()
    page = site.as_(user).post("accounts.settings", {"display_name": "n" * 81, "lang": "en"})
    assert (page.status, page.errors) == (422, ["A name has 80 characters at most"])
    assert page.form("accounts.settings").value("display_name") == "n" * 81
    assert again(user).display_name == ""


@pytest.mark.parametrize("lang", ["", "both", "iu", "<script>"])
def test_only_the_two_languages_are_taken(site: Site, lang: str) -> None:
    page = site.as_(make_user()).post("accounts.settings", {"display_name": "", "lang": lang})
    assert (page.status, page.errors) == (422, ["Choose a language for our e-mails"])


def test_a_name_is_shown_as_text(site: Site) -> None:
    user = make_user(display_name='<img src=x onerror="alert(1)">')
    page = site.as_(user).open("accounts.settings")
    assert not page.dom.all("img")


def test_no_other_field_is_taken(site: Site) -> None:
    user = make_user()
    extra = {"email": "x@example.ca", "role": "moderator", "is_staff": "1", "confirmed_at": "", "user_id": "1", "source": "x"}
    site.as_(user).post("accounts.settings", {"display_name": "", "lang": "fr", **extra})
    assert again(user).email != "x@example.ca"
    assert not again(user).is_staff
    assert again(user).confirmed_at is not None
    assert again(user).source is None


@pytest.mark.parametrize("endpoint", ["accounts.settings", "accounts.sign_out_everywhere"])
def test_a_visitor_is_asked_to_sign_in(site: Site, endpoint: str) -> None:
    page = site.post(endpoint)
    assert page.status == 303
    assert page.location.startswith("/en/sign-in")


def test_an_expired_button_signs_nobody_out(site: Site) -> None:
    user = make_user()
    here, elsewhere = site.as_(user), site.as_(user)
    assert here.post("accounts.sign_out_everywhere", token=False).status == 422
    assert here.post("accounts.sign_out", token=False).status == 422
    assert elsewhere.open("accounts.settings", follow=False).status == 200
    assert here.open("accounts.settings", follow=False).status == 200
