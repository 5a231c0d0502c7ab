"""The profile: from where a person speaks and where they live; both optional, changed and deleted at will."""

import pytest
import sqlalchemy as sa

from consult.accounts.models import AboutYou, Perspective, Profile, Province, User
from consult.core.db import db
from tests.builders import make_user
from tests.support.site import Site


def profile_of(user: User) -> tuple[Perspective | None, Province | None] | None:
    """The row as it is now."""
    found = db.session.execute(sa.select(Profile.perspective, Profile.province).where(Profile.user_id == user.id)).one_or_none()
    return (found.perspective, found.province) if found else None


@pytest.mark.parametrize(("lang", "saved"), [("en", "Your profile is saved."), ("fr", "Votre profil est enregistré.")])
def test_both_are_kept_and_shown_again(site: Site, lang: str, saved: str) -> None:
    user = make_user()
    page = site.as_(user).open("accounts.profile", lang=lang).submit("accounts.profile", perspective="services", province="NU")
    assert saved in page.text
    assert profile_of(user) == (Perspective.SERVICES, Province.NU)
    assert page.form("accounts.profile").value("perspective") == "services"
    assert page.form("accounts.profile").value("province") == "NU"


def test_nothing_is_chosen_in_advance(site: Site) -> None:
    form = site.as_(make_user()).open("accounts.profile").form("accounts.profile")
    assert not form.value("perspective")
    assert not form.value("province")


@pytest.mark.parametrize("said", ["", "prefer_not"])
def test_who_would_rather_not_say_leaves_nothing(site: Site, said: str) -> None:
    user = make_user(perspective=Perspective.POLICE, province=Province.QC)
    page = site.as_(user).post("accounts.profile", {"perspective": said, "province": said})
    assert page.status == 303
    assert profile_of(user) is None


def test_one_may_be_said_without_the_other(site: Site) -> None:
    user = make_user(perspective=Perspective.POLICE, province=Province.QC)
    site.as_(user).post("accounts.profile", {"perspective": "prefer_not", "province": "outside"})
    assert profile_of(user) == (None, Province.OUTSIDE)


@pytest.mark.parametrize(("field", "sent"), [("perspective", "mayor"), ("province", "XX"), ("perspective", "<b>")])
def test_what_is_no_answer_is_refused_and_the_other_kept_in_the_form(site: Site, field: str, sent: str) -> None:
    user = make_user()
    page = site.as_(user).post("accounts.profile", {"perspective": "justice", "province": "YT", field: sent})
    assert (page.status, page.errors) == (422, ["Choose one of the answers shown"])
    kept = {"perspective": "justice", "province": "YT"}
    kept.pop(field)
    assert all(page.form("accounts.profile").value(name) == value for name, value in kept.items())
    assert profile_of(user) is None


@pytest.mark.parametrize(
    ("lang", "button", "gone"), [("en", "Delete my profile", "Your profile is deleted."), ("fr", "Supprimer mon profil", "supprimé")]
)
def test_it_is_deleted_at_once_and_twice_is_no_fault(site: Site, lang: str, button: str, gone: str) -> None:
    user, other = make_user(perspective=Perspective.POLICE), make_user(perspective=Perspective.JUSTICE)
    browser = site.as_(user)
    page = browser.open("accounts.profile", lang=lang)
    assert button in page.text
    page = page.send(page.form("accounts.delete_profile"), {})
    assert gone in page.text
    assert button not in page.text
    assert (profile_of(user), profile_of(other)) == (None, (Perspective.JUSTICE, None))
    assert browser.post("accounts.delete_profile").status == 303


def test_saving_it_settles_the_invitation(site: Site) -> None:
    user = make_user()
    site.as_(user).post("accounts.profile", {"perspective": "community", "province": ""})
    assert db.session.get_one(User, user.id).about_you is AboutYou.SETTLED


@pytest.mark.parametrize("endpoint", ["accounts.profile", "accounts.delete_profile", "accounts.not_now"])
def test_a_visitor_is_asked_to_sign_in(site: Site, endpoint: str) -> None:
    page = site.post(endpoint, {"perspective": "police"})
    assert (page.status, page.location.partition("?")[0]) == (303, "/en/sign-in")


def test_no_other_field_is_taken(site: Site) -> None:
    user, other = make_user(), make_user()
    site.as_(user).post("accounts.profile", {"perspective": "police", "province": "", "user_id": str(other.id), "about_you": "asked"})
    assert profile_of(other) is None
    assert profile_of(user) == (Perspective.POLICE, None)
