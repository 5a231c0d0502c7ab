"""The whole road, walked by a real browser: from a module's files to a published report that everybody reads.

In English and in French, with JavaScript and without, wide and narrow; and by the mail that the site really sends.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.feedback.models import Comment
from consult.modules.services import import_module, publish_version
from consult.reports.models import Edition
from tests.builders import make_committee, make_consultation, make_user
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, links_in, text_of
from tests.support.sending import review_and_send
from tests.support.visits import NARROW, WIDE, Visits

MODULES = Path(__file__).resolve().parents[2] / "consult" / "home" / "demo" / "modules"
PASSPHRASE = "six quiet words on a wharf"

WORDS = {
    "en": {
        "comment_link": "Comment on paragraph 5",
        "review": "Review and send",
        "send": "Send my comment",
        "concern": "A concern",
        "received": "Comment received",
        "create": "Create my account",
        "confirm": "Confirm my address",
        "sign_in": "Sign in",
        "publish": "Publish",
        "save_decision": "Save the decision",
        "agree": "Agree",
        "saved": "“Agree” saved",
        "compile": "Compile the report",
        "save_summary": "Save the summary",
        "publish_report": "Publish the report",
        "heard": "What we heard",
        "report_link": "Read the report",
    },
    "fr": {
        "comment_link": "Commenter le paragraphe\N{NO-BREAK SPACE}5",
        "review": "Relire et envoyer",
        "send": "Envoyer mon commentaire",
        "concern": "Une préoccupation",
        "received": "Commentaire reçu",
        "create": "Créer mon compte",
        "confirm": "Confirmer mon adresse",
        "sign_in": "Se connecter",
        "publish": "Publier",
        "save_decision": "Enregistrer la décision",
        "agree": "D’accord",
        "saved": "Réponse «\N{NO-BREAK SPACE}D’accord\N{NO-BREAK SPACE}» enregistrée",
        "compile": "Compiler le rapport",
        "save_summary": "Enregistrer le résumé",
        "publish_report": "Publier le rapport",
        "heard": "Ce que nous avons entendu",
        "report_link": "Lire le rapport",
    },
}


@dataclass
class Road:
    """One walk: its language, its kind of browser, and what stands along the way."""

    visits: Visits
    lang: str
    width: int
    javascript: bool
    consultation: Consultation

    @property
    def words(self) -> dict[str, str]:
        """The words of the pages in this language."""
        return WORDS[self.lang]

    def browser(self, **who: object) -> Page:
        """Somebody's fresh browser."""
        return self.visits.start(width=self.width, javascript=self.javascript, lang=self.lang, **who)  # type: ignore[arg-type]


@pytest.fixture(params=[("en", WIDE, True), ("fr", NARROW, True), ("en", NARROW, False), ("fr", WIDE, False)], ids=str)
def road(request: pytest.FixtureRequest, app: Flask, visits: Visits) -> Road:
    """A consultation on the imported module, open, with a committee."""
    lang, width, javascript = request.param
    imported = import_module(operator(), MODULES / "02-the-first-minute.en.md", MODULES / "02-la-premiere-minute.fr.md")
    publish_version(operator(), imported.version)
    consultation = make_consultation(versions=[imported.version], committee_id=make_committee().id)
    return Road(visits, lang, width, javascript, consultation)


@pytest.mark.browser
@pytest.mark.journey
def test_from_a_module_to_a_published_report(road: Road, mailbox: Mailbox, clock: StoppedClock) -> None:
    author = _write_before_joining(road)
    _join_and_confirm(road, author, mailbox)
    _send_what_was_kept(road, author)
    _moderate(road, mailbox)
    _agree(road)
    clock.move(days=30)
    _compile_and_publish(road)
    _read_the_report(road)
    assert road.visits.complaints == []


def _write_before_joining(road: Road) -> Page:
    """A visitor reads the module, comments on paragraph 5, and is asked to sign in."""
    page = road.browser()
    road.visits.go(page, "consultations.page", road.consultation, lang=road.lang)
    page.get_by_role("link", name={"en": "The First Minute", "fr": "La première minute"}[road.lang]).first.click()
    page.get_by_role("link", name=road.words["comment_link"]).click()
    page.get_by_label(road.words["concern"]).check()
    page.locator("textarea#body").fill("Deux pas, oui; mais seule sur un rang, où? <50 % du temps.")
    page.get_by_role("button", name=road.words["review"]).click()
    page.locator("main .btn", has_text=road.words["sign_in"]).click()
    page.locator("#passphrase").wait_for()
    return page


def _join_and_confirm(road: Road, page: Page, mailbox: Mailbox) -> None:
    road.visits.go(page, "accounts.join", lang=road.lang)
    page.locator("#email").fill("nouvelle@example.ca")
    page.locator("#passphrase").fill(PASSPHRASE)
    page.locator(f"input[name=lang][value={road.lang}]").check()
    page.get_by_role("button", name=road.words["create"]).click()
    letter = mailbox.to("nouvelle@example.ca")[0]
    assert letter["Content-Language"] == f"{road.lang}-CA"
    page.goto(next(link for link in links_in(letter) if "confirm" in link))
    page.get_by_role("button", name=road.words["confirm"]).click()


def _send_what_was_kept(road: Road, page: Page) -> None:
    """Back on the paragraph, the text is waiting in the form."""
    module = road.consultation.modules[0].module
    road.visits.go(page, "accounts.sign_in", lang=road.lang)
    page.locator("#email").fill("nouvelle@example.ca")
    page.locator("#passphrase").fill(PASSPHRASE)
    page.locator("main").get_by_role("button", name=road.words["sign_in"]).click()
    page.wait_for_load_state()
    road.visits.go(page, "feedback.thread", module, lang=road.lang, key="b05")
    assert page.locator("textarea#body").input_value() == "Deux pas, oui; mais seule sur un rang, où? <50 % du temps."
    review_and_send(page)
    assert road.words["received"] in page.locator("[role=status]").first.inner_text()


def _moderate(road: Road, mailbox: Mailbox) -> None:
    page = road.browser(user=make_user(lang=road.lang, roles=[Role.MODERATOR]))
    road.visits.go(page, "moderation.queue", lang=road.lang)
    page.locator("main th a").first.click()
    page.get_by_label(road.words["publish"], exact=True).check()
    page.get_by_role("button", name=road.words["save_decision"]).click()
    page.wait_for_load_state()
    comment = db.session.query(Comment).one()
    assert f"/{comment.id}" in text_of(mailbox.to("nouvelle@example.ca")[-1])


def _agree(road: Road) -> None:
    """A French reader finds the comment beside their paragraph, an English reader beside theirs; both may answer it."""
    page = road.browser(user=make_user(lang=road.lang))
    road.visits.go(page, "feedback.thread", road.consultation.modules[0].module, lang=road.lang, key="b05")
    assert "<50" in page.locator("article.comment").first.inner_text()
    page.get_by_role("button", name=road.words["agree"]).first.click()
    page.locator("[role=status]", has_text=road.words["saved"]).first.wait_for(state="attached")


def _compile_and_publish(road: Road) -> None:
    page = road.browser(user=make_user(lang=road.lang, roles=[Role.ANALYST]))
    road.visits.go(page, "reports.workspace", road.consultation, lang=road.lang)
    page.get_by_role("button", name=road.words["compile"]).click()
    page.wait_for_load_state()
    page.locator("#summary_en").fill("## What we heard\n\nOne person asked for an example for people who work alone.")
    page.locator("#summary_fr").fill("## Ce que nous avons entendu\n\nUne personne demande un exemple pour qui travaille seul.")
    page.get_by_role("button", name=road.words["save_summary"]).click()
    page.get_by_role("button", name=road.words["publish_report"]).click()
    page.wait_for_load_state()
    settle()
    assert db.session.query(Edition).one().number == 1


def _read_the_report(road: Road) -> None:
    """A visitor goes from the consultation to its report, in one language and then the other."""
    page = road.browser()
    road.visits.go(page, "consultations.page", road.consultation, lang=road.lang)
    page.get_by_role("link", name=road.words["report_link"]).first.click()
    assert road.words["heard"] in page.locator("main").inner_text()
    page.locator("header.site-header .utility a[hreflang]").click()
    other = "fr" if road.lang == "en" else "en"
    assert WORDS[other]["heard"] in page.locator("main").inner_text()
    assert page.url.split("/")[3] == other
