"""Nothing typed is lost, in a real browser: the server goes away and comes back, and a shared computer keeps nothing."""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from consult import create_app
from consult.core.db import db
from consult.core.drafts import Draft
from consult.core.i18n import address
from consult.feedback.models import Comment
from consult.settings import Settings
from tests.builders import PASSPHRASE, make_consultation, make_user
from tests.jobs.processes import running, wait_until
from tests.support.database import settle
from tests.support.ports import free_port
from tests.support.visits import Visits

pytestmark = [pytest.mark.browser]

WORDS = "Deux pas, oui; mais seule sur un rang, où?"
SAYS = {
    "en": ("Not sent: there is no connection. Your text is kept on this device.", "You wrote this here on", "Draft saved"),
    "fr": (
        "Non envoyé\N{NO-BREAK SPACE}: aucune connexion. Votre texte est conservé",
        "Vous avez écrit ceci ici le",
        "Brouillon enregistré",
    ),
}
SLOW_MS = 30_000
COPIES = "Object.keys(localStorage).filter((name) => name.startsWith('text:')).length"


class Server:
    """A site of this test's own, which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.database = f"sqlite:///{folder / 'consult.db'}"
        self.app = create_app(Settings(instance=folder, secret_key="a key for tests only", database_url=self.database))
        with self.app.app_context():
            db.create_all()
            make_user(email="me@example.ca", passphrase=PASSPHRASE)
            module = make_consultation().modules[0].module
            self.paths = {lang: address("feedback.discussion", module, lang) for lang in SAYS}
            db.session.commit()

    @contextmanager
    def up(self, name: str) -> Iterator[None]:
        """Serve while the block runs."""
        output = self.folder / name
        environ = {
            "CONSULT_INSTANCE": str(self.folder),
            "DATABASE_URL": self.database,
            "PORT": str(self.port),
            "CONSULT_SECRET_KEY": "a key for tests only",
        }
        with running("app.py", environ=environ, output=output) as process:
            wait_until(lambda: f"http://127.0.0.1:{self.port}/" in output.read_text(), "the server says its address")
            yield
            process.send_signal(signal.SIGTERM)
            process.wait(SLOW_MS / 1000)

    def said(self) -> list[str]:
        """Every comment that has arrived."""
        with self.app.app_context():
            return list(db.session.scalars(sa.select(Comment.body)))


def write(page: Page, words: str) -> None:
    """Fill in the form of a discussion."""
    page.locator("input[name=kind][value=concern]").check()
    page.locator("#body").fill(words)


def sign_in(page: Page, lang: str, email: str, *, shared: bool = False) -> None:
    """Sign in by the form."""
    page.goto(address("accounts.sign_in", lang=lang))
    page.locator("#email").fill(email)
    page.locator("#passphrase").fill(PASSPHRASE)
    if shared:
        page.locator("#shared").check()
    with page.expect_navigation():
        page.locator("main .form-actions button").click()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_server_stops_while_somebody_types_and_is_started_again(app: Flask, browser: Browser, tmp_path: Path, lang: str) -> None:
    server = Server(tmp_path)
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", locale=f"{lang}-CA")
    context.set_default_timeout(SLOW_MS)
    page = context.new_page()
    with server.up("first"):
        sign_in(page, lang, "me@example.ca")
        page.goto(server.paths[lang])
        write(page, WORDS)
    page.locator("#add .form-actions button").first.click()
    expect(page.locator(".kept-state")).to_contain_text(SAYS[lang][0], timeout=SLOW_MS)
    assert page.locator("#body").input_value() == WORDS, "The page is still there, with the text in it."
    page.close()
    page = context.new_page()
    with server.up("second"):
        page.goto(server.paths[lang])
        offer = page.locator("[data-kept=offer]")
        expect(offer).to_contain_text(SAYS[lang][1], timeout=SLOW_MS)
        expect(offer).to_contain_text(WORDS)
        offer.locator("[data-kept=use]").click()
        expect(page.locator("#body")).to_be_focused()
        page.locator("#add .form-actions button").first.click()
        page.wait_for_url(re.compile("at="))
        wait_until(lambda: page.evaluate(COPIES) == 0, "the site has the text, and the device no copy of it")
        page.locator("main form .form-actions button").click()
        page.wait_for_url(re.compile("#told"))
    assert server.said() == [WORDS]
    context.close()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_a_member_types_is_saved_as_they_go(visits: Visits, axe: Callable[[Page], list[str]], lang: str) -> None:
    module, me = make_consultation().modules[0].module, make_user()
    page = visits.open("feedback.discussion", module, user=me, lang=lang)
    page.set_default_timeout(SLOW_MS)
    write(page, WORDS)
    expect(page.locator(".kept-state")).to_have_text(SAYS[lang][2], timeout=SLOW_MS)
    assert axe(page) == []
    page.locator("#body").press_sequentially(" Oui.")
    visits.go(page, "feedback.my_drafts", lang=lang)
    expect(page.locator("main article")).to_have_count(1)
    assert axe(page) == []
    wait_until(lambda: _kept() == [f"{WORDS} Oui."], "what was typed last is saved on leaving")
    visits.go(page, "feedback.discussion", module, lang=lang)
    assert page.locator("#body").input_value() == f"{WORDS} Oui."
    page.locator("#add .form-actions button").first.click()
    page.wait_for_url(re.compile("at="))
    assert axe(page) == []
    assert visits.complaints == []


def test_a_shared_computer_keeps_nothing(visits: Visits) -> None:
    module, me = make_consultation().modules[0].module, make_user(passphrase=PASSPHRASE)
    page = visits.open("feedback.discussion", module)
    page.set_default_timeout(SLOW_MS)
    write(page, "Before signing in.")
    visits.go(page, "accounts.join")
    assert page.evaluate(COPIES) == 1
    email = str(me.email)
    settle()
    sign_in(page, "en", email, shared=True)
    assert page.evaluate(COPIES) == 0
    visits.go(page, "feedback.discussion", module)
    write(page, "While signed in.")
    expect(page.locator(".kept-state")).to_have_text("Draft saved", timeout=SLOW_MS)
    page.locator(".menu--account summary").click()
    with page.expect_navigation():
        page.locator(".menu--account button").click()
    visits.go(page, "feedback.discussion", module)
    write(page, "After signing out.")
    visits.go(page, "accounts.join")
    assert page.evaluate(COPIES) == 0
    assert page.evaluate("localStorage.length") == 0


def test_what_was_typed_last_is_saved_before_signing_out_and_does_not_stay_here(visits: Visits) -> None:
    page = visits.open("feedback.discussion", make_consultation().modules[0].module, user=make_user())
    write(page, WORDS)
    page.locator(".menu--account summary").click()
    with page.expect_navigation():
        page.locator(".menu--account button").click()
    assert page.evaluate(COPIES) == 0
    assert page.evaluate("localStorage.length") == 0
    assert _kept() == [WORDS]


def test_a_copy_is_offered_to_its_owner_alone(visits: Visits) -> None:
    module, me = make_consultation().modules[0].module, make_user()
    page = visits.open("feedback.discussion", module, user=me)
    cookies = page.context.cookies()
    page.route("**/drafts/save", lambda route: route.abort())
    write(page, WORDS)
    expect(page.locator(".kept-state")).to_have_text("Your text is kept on this device.", timeout=SLOW_MS)
    visits.go(page, "accounts.settings")
    assert page.evaluate(COPIES) == 1
    page.context.clear_cookies()
    visits.go(page, "feedback.discussion", module)
    offer = page.locator("[data-kept=offer]")
    expect(offer).to_have_attribute("tabindex", "-1")
    expect(offer).to_be_hidden()
    page.context.add_cookies([{"name": each["name"], "value": each["value"], "domain": each["domain"], "path": "/"} for each in cookies])
    page.reload()
    expect(offer).to_contain_text(WORDS)
    page.unroute("**/drafts/save")
    offer.locator("[data-kept=use]").click()
    expect(page.locator(".kept-state")).to_have_text(SAYS["en"][2], timeout=SLOW_MS)
    assert page.evaluate(COPIES) == 0


def test_a_text_typed_beside_an_unread_one_is_kept_too(visits: Visits) -> None:
    module = make_consultation().modules[0].module
    page = visits.open("feedback.discussion", module)
    offer, body = page.locator("[data-kept=offer]"), page.locator("#body")
    for number, words in enumerate(("One.", "Two."), 1):
        write(page, words)
        visits.go(page, "accounts.join")
        assert page.evaluate(COPIES) == number
        visits.go(page, "feedback.discussion", module)
        expect(offer).to_contain_text(words)
    offer.locator("[data-kept=use]").click()
    expect(offer).to_contain_text("One.")
    expect(offer).to_be_focused()
    expect(body).to_have_value("Two.")
    offer.locator("[data-kept=drop]").click()
    expect(offer).to_be_hidden()
    expect(body).to_be_focused()
    assert page.evaluate(COPIES) == 1


def _kept() -> list[str]:
    settle()
    return [fields["body"][0] for fields in db.session.scalars(sa.select(Draft.fields))]
