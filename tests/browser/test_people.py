"""From the printed link to a moderator at work: an administrator invites, somebody accepts. Without JavaScript, on a phone."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from consult.accounts import services
from consult.accounts.rules import operator
from consult.core.i18n import address
from tests.builders import PASSPHRASE
from tests.support.mail import Mailbox, links_in
from tests.support.pages import local
from tests.support.visits import NARROW, WIDE, Visits

pytestmark = pytest.mark.browser
Axe = Callable[..., list[str]]
NAMES = {"en": "Moderator", "fr": "Modération"}


def path_of(app: Flask, lang: str) -> str:
    """The printed link."""
    token = services.issue_setup_link(operator())
    with app.test_request_context():
        return address("accounts.first_administrator", lang=lang, token=token)


def send(page: Page) -> None:
    """Press the button that the page is about."""
    page.locator("main .form-actions button[type=submit]").first.click()
    page.wait_for_load_state()


def fits(page: Page) -> bool:
    """Nothing sticks out to the right."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width <= NARROW


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_from_the_first_link_to_a_moderator_at_work(app: Flask, visits: Visits, mailbox: Mailbox, lang: str) -> None:
    page = visits.open(path_of(app, lang), width=NARROW, javascript=False, lang=lang)
    page.fill("#email", "robin@example.ca")
    page.fill("#passphrase", PASSPHRASE)
    page.fill("#display_name", "Robin")
    send(page)
    assert page.url.endswith({"en": "/en/admin", "fr": "/fr/administration"}[lang])
    visits.go(page, "accounts.invite", lang=lang)
    page.fill("#email", "camille@example.ca")
    page.check("input[value=moderator]")
    page.check(f"input[name=lang][value={lang}]")
    send(page)
    assert page.locator("th", has_text="camille@example.ca").is_visible()
    link = next(local(url) for url in links_in(mailbox[-1]) if f"/{lang}/invitations/" in url)
    phone = visits.open(link, width=NARROW, javascript=False, lang=lang)
    assert phone.locator("dd", has_text=NAMES[lang]).first.is_visible()
    phone.fill("#passphrase", PASSPHRASE)
    send(phone)
    visits.go(phone, "moderation.queue", lang=lang)
    assert phone.locator("h1").inner_text() == {"en": "Moderation", "fr": "Modération"}[lang]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_the_first_administrator_is_for_everybody(app: Flask, visits: Visits, axe: Axe, lang: str) -> None:
    page = visits.open(path_of(app, lang), width=NARROW, lang=lang)
    assert axe(page) == []
    assert fits(page)
    send(page)
    assert page.locator(".error-summary").is_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": WIDE, "height": 900})
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_role_is_confirmed_before_it_is_given(app: Flask, visits: Visits, axe: Axe, lang: str) -> None:
    administrator = services.make_first_administrator(
        path_of(app, lang).rpartition("/")[2], email="robin@example.ca", passphrase=PASSPHRASE, display_name="Robin", lang=lang
    )
    page = visits.open("accounts.give_role", width=NARROW, lang=lang, user=administrator, user_id=administrator.id)
    page.check("input[value=editor]")
    send(page)
    assert page.locator("h1").inner_text() == {"en": "Give this role?", "fr": "Donner ce rôle?"}[lang]
    assert axe(page) == []
    assert fits(page)
    send(page)
    assert page.url.endswith({"en": "/en/admin/roles", "fr": "/fr/administration/roles"}[lang])
