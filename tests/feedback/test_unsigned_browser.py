"""Writing without an account in a real browser, without scripts, on a phone: to the receipt code, and by the code to the state."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.core.i18n import address
from tests.builders import make_consultation
from tests.feedback.test_unsigned import ANYONE, BY_MAIL, WORDS, comments
from tests.support.mail import Mailbox, links_in
from tests.support.sending import review
from tests.support.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

Axe = Callable[[Page], list[str]]
WAITS = {"en": "Waiting for a moderator", "fr": "En attente de la modération"}
TAKES_LONG_MS = 30_000


def write(page: Page) -> None:
    """Fill in the form of a discussion, and send it."""
    page.set_default_timeout(TAKES_LONG_MS)
    page.locator(f"input[name=kind][value={WORDS['kind']}]").check()
    page.locator("#body").fill(WORDS["body"])
    review(page)
    page.wait_for_url(re.compile("/en/before-sending|/fr/avant-l-envoi"))


def fits(page: Page) -> bool:
    """Nothing stands beside the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def ask_after(page: Page, lang: str, code: str) -> None:
    """Type the code, in small letters and with dashes."""
    page.goto(address("feedback.receipt", lang=lang))
    page.locator("#code").fill(code.lower().replace(" ", "-"))
    page.locator("main .form-actions button").click()
    expect(page.locator(".receipt-state")).to_contain_text(WAITS[lang])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_anyone_writes_reads_the_code_and_asks_after_it(visits: Visits, axe: Axe, lang: str) -> None:
    module = make_consultation(**ANYONE).modules[0].module
    page = visits.open("feedback.discussion", module, lang=lang, width=320, javascript=False)
    write(page)
    assert fits(page)
    page.locator("main .form-actions button").click()
    expect(page.locator(".receipt-code")).to_be_in_viewport()
    assert fits(page)
    code = page.locator(".receipt-code").inner_text()
    page.reload()
    expect(page.locator(".receipt-code")).to_have_count(0)
    ask_after(page, lang, code)
    assert fits(page)
    assert [comment.author_id for comment in comments()] == [None]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_step_can_be_heard_and_read(visits: Visits, axe: Axe, mailbox: Mailbox, lang: str) -> None:
    module = make_consultation(**BY_MAIL).modules[0].module
    page = visits.open("feedback.discussion", module, lang=lang)
    write(page)
    assert axe(page) == []
    page.locator("main .form-actions button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert axe(page) == []
    page.locator("#email").fill("zoe@example.ca")
    page.locator("main .form-actions button").click()
    page.wait_for_url("**/check-your-mail" if lang == "en" else "**/verifiez-vos-courriels")
    assert axe(page) == []
    page.goto(next(link for link in links_in(mailbox[-1]) if f"/{lang}/" in link))
    assert axe(page) == []
    page.locator("main .form-actions button").click()
    expect(page.locator(".receipt-code")).to_be_in_viewport()
    assert axe(page) == []
    ask_after(page, lang, page_code(page))
    assert axe(page) == []
    assert [words for words in visits.complaints if "422" not in words] == []


def page_code(page: Page) -> str:
    """The code that stands there."""
    return page.locator(".receipt-code").inner_text()
