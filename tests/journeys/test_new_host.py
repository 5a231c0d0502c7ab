"""A new host, who never sees a command line: from the printed link to a published report, on a phone, in each language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from consult.accounts import services
from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.core import zones
from consult.core.db import db
from consult.core.i18n import address
from consult.feedback.models import Comment, Visibility
from consult.modules.models import Module, ModuleVersion
from tests.builders import PASSPHRASE
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, links_in
from tests.support.pages import local
from tests.support.visits import NARROW, Visits

MODULES = Path(__file__).resolve().parents[2] / "consult" / "home" / "demo" / "modules"
FILES = {"en": "02-the-first-minute.en.md", "fr": "02-la-premiere-minute.fr.md"}
ZONE = "America/Halifax"
HOST, MODERATOR, MEMBER, STRANGER = (f"{name}@example.ca" for name in ("host", "moderator", "member", "stranger"))
PAIRS = {
    "about": {
        "title": ("The first minute", "La première minute"),
        "summary": ("What helps to slow down?", "Comment ralentir?"),
    },
    "scope": {
        "scope_open": ("Every paragraph.", "Chaque paragraphe."),
        "scope_decided": ("That the module is taught.", "Que le module sera enseigné."),
        "scope_excluded": ("Complaints about one officer.", "Les plaintes contre une personne."),
    },
    "promise": {"promise": ("Every comment is read.", "Chaque commentaire est lu.")},
    "other-ways": {"other_ways": ("Write to any public library.", "Écrivez à toute bibliothèque publique.")},
}
SUMMARY = {"en": "## What we heard\n\nOne example is missing.", "fr": "## Ce que nous avons entendu\n\nIl manque un exemple."}
BODY = "Deux pas, oui; mais seule sur un rang, où? <50 % du temps."

Axe = Callable[..., list[str]]


@dataclass
class Walk:
    """One walk in one language; each page that is looked at must be for everybody, and fit on a phone."""

    app: Flask
    visits: Visits
    axe: Axe
    lang: str
    clock: StoppedClock
    mailbox: Mailbox
    seen: set[str] = field(default_factory=set)

    def browser(self, path: str) -> Page:
        """Somebody's own phone, on this page."""
        page = self.visits.open(path, width=NARROW, lang=self.lang)
        self.look(page)
        return page

    def go(self, page: Page, endpoint: str, subject: Module | Consultation | None = None, **arguments: object) -> None:
        """Another page of this site."""
        self.visits.go(page, endpoint, subject, lang=self.lang, **arguments)
        self.look(page)

    def send(self, page: Page, form: str = "main") -> None:
        """Press the first button of this form, and look at what comes."""
        settle()  # what the test has read holds the database
        with page.expect_navigation():
            page.locator(f"{form} button[type=submit]").first.click()
        settle()
        assert not page.locator(".error-summary").count(), page.locator(".error-summary").inner_text()
        self.look(page)

    def look(self, page: Page) -> None:
        """Nothing that axe finds, nothing that sticks out."""
        path = page.evaluate("location.pathname")
        if path not in self.seen:
            self.seen.add(path)
            assert self.axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path

    def letter_link(self, to: str, part: str) -> str:
        """The link with this in its path that the newest letter to somebody holds."""
        return next(local(url) for url in links_in(self.mailbox.to(to)[-1]) if f"/{self.lang}/" in url and part in url)


@pytest.fixture(params=["en", "fr"])
def walk(request: pytest.FixtureRequest, app: Flask, visits: Visits, axe: Axe, clock: StoppedClock, mailbox: Mailbox) -> Walk:
    """An empty site."""
    return Walk(app, visits, axe, request.param, clock, mailbox)


@pytest.mark.browser
@pytest.mark.journey
def test_a_new_host_needs_no_command_line(walk: Walk) -> None:
    host = _first_administrator(walk)
    moderator, member = _invite(walk, host)
    module = _bring_in_the_module(walk, host)
    consultation = _prepare(walk, host, module)
    _stranger_comments(walk, consultation)
    _publish_the_comment(walk, moderator)
    walk.clock.move(days=12)
    _sign_in(walk, host, HOST)
    _sign_in(walk, member, MEMBER)
    _publish_the_report(walk, host, consultation)
    _everybody_reads_it(walk, member, consultation)
    assert walk.visits.complaints == []


def _first_administrator(walk: Walk) -> Page:
    """The one line that the start prints."""
    token = services.issue_setup_link(operator())
    with walk.app.test_request_context():
        page = walk.browser(address("accounts.first_administrator", lang=walk.lang, token=token))
    page.fill("#email", HOST)
    page.fill("#passphrase", PASSPHRASE)
    page.fill("#display_name", "Robin")
    walk.send(page)
    return page


def _invite(walk: Walk, host: Page) -> tuple[Page, Page]:
    """A committee, one of its members, and a moderator."""
    walk.go(host, "accounts.committees")
    host.fill("#name_en", "Training committee")
    host.fill("#name_fr", "Comité de la formation")
    walk.send(host)
    return _invited(walk, host, MODERATOR, "moderator"), _invited(walk, host, MEMBER, "committee_member")


def _invited(walk: Walk, host: Page, email: str, role: str) -> Page:
    walk.go(host, "accounts.invite")
    host.fill("#email", email)
    host.check(f"input[name=role][value={role}]")
    if role == "committee_member":
        host.select_option("#committee_id", index=1)
    host.check(f"input[name=lang][value={walk.lang}]")
    walk.send(host)
    page = walk.browser(walk.letter_link(email, "/invitations/"))
    page.fill("#passphrase", PASSPHRASE)
    walk.send(page)
    return page


def _bring_in_the_module(walk: Walk, host: Page) -> Module:
    """The demo's files: a look first, then a draft, then for everybody to read."""
    walk.go(host, "modules.new")
    for lang, name in FILES.items():
        host.set_input_files(f"#file_{lang}", MODULES / name)
    host.click("button[value=preview]")
    host.locator("#preview").wait_for()
    walk.look(host)
    walk.send(host, "main form[enctype]")
    walk.send(host, "form[action$='/publication']")
    return db.session.query(Module).one()


def _prepare(walk: Walk, host: Page, module: Module) -> Consultation:
    """Part by part of the task list, then before the public."""
    walk.go(host, "consultations.new")
    _fill_pairs(host, "about")
    walk.send(host)
    consultation = db.session.query(Consultation).one()
    for name in ("scope", "promise", "other-ways"):
        walk.go(host, "consultations.part", consultation, name=name)
        _fill_pairs(host, name)
        walk.send(host)
    walk.go(host, "consultations.part", consultation, name="modules")
    host.check(f"input[name=modules][value='{db.session.query(ModuleVersion).one().id}']")
    walk.send(host)
    _set_the_dates(walk, host, consultation)
    walk.go(host, "consultations.part", consultation, name="committee")
    host.select_option("#committee_id", index=1)
    walk.send(host)
    walk.go(host, "consultations.preview", consultation)
    walk.go(host, "consultations.edit", consultation)
    publication = host.locator("section[aria-labelledby=publication]")
    assert publication.locator("button").count(), publication.inner_text()
    walk.send(host, "section[aria-labelledby=publication]")
    return consultation


def _fill_pairs(page: Page, part: str) -> None:
    for name, texts in PAIRS[part].items():
        for lang, text in zip(("en", "fr"), texts, strict=True):
            page.fill(f"#{name}_{lang}", text)


def _set_the_dates(walk: Walk, host: Page, consultation: Consultation) -> None:
    """It opens at the start of this day."""
    today = zones.local(walk.clock.now(), ZONE).date()
    walk.go(host, "consultations.part", consultation, name="dates")
    host.select_option("#zone", ZONE)
    for name, days in (("opens_on", 0), ("closes_on", 10), ("report_by", 30)):
        host.fill(f"#{name}", str(today + timedelta(days=days)))
    host.fill("#opens_time", "00:00")
    walk.send(host)
    walk.go(host, "consultations.part", consultation, name="answer")
    host.fill("#respond_by", str(today + timedelta(days=60)))
    walk.send(host)


def _stranger_comments(walk: Walk, consultation: Consultation) -> None:
    """Somebody finds it on the home page, joins, and writes."""
    page = walk.browser(f"/{walk.lang}/")
    page.locator("main").get_by_role("link", name=PAIRS["about"]["title"][walk.lang == "fr"]).first.click()
    page.wait_for_load_state()
    walk.go(page, "accounts.join")
    page.fill("#email", STRANGER)
    page.fill("#passphrase", PASSPHRASE)
    page.check(f"input[name=lang][value={walk.lang}]")
    walk.send(page)
    page.goto(walk.letter_link(STRANGER, "confirm"))
    walk.send(page)
    _sign_in(walk, page, STRANGER)
    walk.go(page, "feedback.thread", consultation.modules[0].module, key="b05")
    page.check("input[name=kind][value=concern]")
    page.fill("#body", BODY)
    walk.send(page, "#add")
    walk.send(page)
    assert db.session.query(Comment).one().body == BODY


def _sign_in(walk: Walk, page: Page, email: str) -> None:
    walk.go(page, "accounts.sign_in")
    page.fill("#email", email)
    page.fill("#passphrase", PASSPHRASE)
    walk.send(page)


def _publish_the_comment(walk: Walk, moderator: Page) -> None:
    walk.go(moderator, "moderation.queue")
    moderator.locator("main th a").first.click()
    moderator.wait_for_load_state()
    walk.look(moderator)
    moderator.check("input[name=outcome][value=publish]")
    walk.send(moderator, ".panel-body")
    assert db.session.query(Comment).one().visibility is Visibility.PUBLISHED


def _publish_the_report(walk: Walk, host: Page, consultation: Consultation) -> None:
    walk.go(host, "reports.workspace", consultation)
    walk.send(host, "section[aria-labelledby=compile-h]")
    for lang, summary in SUMMARY.items():
        host.fill(f"#summary_{lang}", summary)
    walk.send(host, "section[aria-labelledby=write-h]")
    walk.send(host, "section[aria-labelledby=publish-h]")


def _everybody_reads_it(walk: Walk, member: Page, consultation: Consultation) -> None:
    """The member of the committee, and a stranger in the other language."""
    for page, lang in ((member, walk.lang), (walk.browser(f"/{walk.lang}/"), "fr" if walk.lang == "en" else "en")):
        walk.visits.go(page, "consultations.page", consultation, lang=lang)
        page.click("section[aria-labelledby=report] a")
        page.wait_for_load_state()
        walk.look(page)
        assert SUMMARY[lang].split("\n\n")[1] in page.locator("main").inner_text()
