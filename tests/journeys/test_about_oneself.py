"""Contribute, be invited, say something of oneself, take it all back: on a phone, in each language, with and without JavaScript."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

from consult.accounts.models import Profile, SelfIdentification, SelfIdentificationConsent, SelfIdentificationLink, User
from consult.core.db import Model, db
from tests.builders import make_block, make_consultation, make_user, make_version, prepare_key
from tests.support.database import settle
from tests.support.sending import review_and_send
from tests.support.visits import NARROW, Visits

pytestmark = [pytest.mark.browser, pytest.mark.journey]
Axe = Callable[..., list[str]]
WORDS = {
    "en": {"invited": "Would you like to say a little about yourself?", "answered": "You answered in", "no_answer": "You gave no answer"},
    "fr": {"invited": "Voulez-vous dire quelques mots de vous?", "answered": "Vous avez répondu en", "no_answer": "aucune réponse"},
}


def rows(table: type[Model]) -> int:
    """How many rows a table has now; what the site writes next is not held up."""
    found = db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    settle()
    return found


def press(page: Page, form: str) -> None:
    """Send a form of the page by its button."""
    page.locator(f"main form{form} button[type=submit]").first.click()
    page.wait_for_load_state()


def say(page: Page, body: str) -> None:
    """Comment, through every page that stands before it is sent."""
    page.locator("main input[name=kind]").first.check()
    page.fill("main textarea[name=body]", body)
    review_and_send(page)


def seen(page: Page, axe: Axe | None) -> None:
    """Nothing sticks out to the right, and nobody is kept out (what a script can find of that)."""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert axe is None or axe(page) == []


@pytest.mark.parametrize("javascript", [False, True])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_from_the_first_comment_to_nothing_left(app: Flask, visits: Visits, axe: Axe, lang: str, javascript: bool) -> None:
    words, me = WORDS[lang], make_user(lang=lang)
    version = make_version()
    make_block(version, key="b01")
    make_consultation("open", versions=[version])
    prepare_key()
    phone = visits.open("feedback.thread", version.module, key="b01", width=NARROW, javascript=javascript, lang=lang, user=me)
    scan = axe if javascript else None
    say(phone, "Deux pas.")
    assert phone.get_by_text(words["invited"]).is_visible()
    seen(phone, scan)
    phone.locator("main .banner--invitation a").click()
    phone.check("input[name=perspective][value=community]")
    phone.select_option("select[name=province]", "NU")
    press(phone, ":has([name=province])")
    assert rows(Profile) == 1
    phone.locator("main .after a").click()
    phone.check("input[name=identity][value=inuk]")
    phone.check("input[name=identity][value=no]")
    press(phone, ":has([name=consent])")
    assert phone.locator(".error-summary li").count() == 2
    seen(phone, scan)
    phone.uncheck("input[name=identity][value=no]")
    phone.check("input[name=consent]")
    press(phone, ":has([name=consent])")
    assert phone.get_by_text(words["answered"]).is_visible()
    seen(phone, scan)
    assert (rows(SelfIdentification), rows(SelfIdentificationLink), rows(SelfIdentificationConsent)) == (1, 1, 1)
    press(phone, "[action$='/delete'], main form[action$='/supprimer']")
    assert not phone.get_by_text(words["answered"]).count()
    assert (rows(SelfIdentification), rows(SelfIdentificationLink), rows(SelfIdentificationConsent)) == (0, 0, 0)
    visits.go(phone, "accounts.profile", lang=lang)
    press(phone, "[action$='/delete'], main form[action$='/supprimer']")
    assert rows(Profile) == 0
    visits.go(phone, "feedback.thread", version.module, key="b01", lang=lang)
    say(phone, "Et une pause.")
    assert not phone.get_by_text(words["invited"]).count()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_not_now_is_for_good(app: Flask, visits: Visits, lang: str) -> None:
    words, me = WORDS[lang], make_user(lang=lang)
    version = make_version()
    make_block(version, key="b01")
    make_consultation("open", versions=[version])
    phone = visits.open("feedback.thread", version.module, key="b01", width=NARROW, javascript=False, lang=lang, user=me)
    say(phone, "Deux pas.")
    visits.go(phone, "feedback.my_comments", lang=lang)
    assert phone.get_by_text(words["invited"]).is_visible()
    press(phone, ":has([name=next])")
    assert phone.url.endswith({"en": "/en/my-activity", "fr": "/fr/mon-activite"}[lang])
    assert not phone.get_by_text(words["invited"]).count()
    visits.go(phone, "feedback.thread", version.module, key="b01", lang=lang)
    say(phone, "Et une pause.")
    assert not phone.get_by_text(words["invited"]).count()
    assert db.session.get_one(User, me.id).about_you == "settled"
