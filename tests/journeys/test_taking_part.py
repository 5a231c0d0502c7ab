"""From the first visit to one's own activity: read, quote, suggest, review, join, confirm, send; published, voted, found again.

In both languages, wide and narrow, with JavaScript and without, and with nothing but the keyboard.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.feedback.models import Anchor, AuthorChoice, Comment, CommentVote, Kind, Suggestion, Visibility
from consult.moderation import services as moderation
from consult.modules.services import import_module, publish_version
from tests.builders import make_consultation, make_user
from tests.support.database import settle
from tests.support.mail import Mailbox, links_in
from tests.support.visits import NARROW, WIDE, Visits

pytestmark = [pytest.mark.browser, pytest.mark.journey]

Axe = Callable[..., list[str]]

MODULES = Path(__file__).resolve().parents[2] / "consult" / "home" / "demo" / "modules"
PASSPHRASE = "six quiet words on a wharf"
NEWCOMER = "nouvelle@example.ca"
BODY = "Deux pas, oui; mais seule sur un rang, où? <50 % du temps. 👩🏽‍🚒"
MOST_STEPS = 220
# The language, the width, scripts or none, light or dark, and whether anything but the keyboard is used.
WALKS = [
    ("en", WIDE, True, False, False),
    ("fr", NARROW, True, True, False),
    ("en", NARROW, False, False, False),
    ("fr", WIDE, False, True, False),
    ("en", NARROW, True, True, True),
    ("fr", WIDE, False, False, True),
]
WORDS = {
    "en": {
        "comment": "Comment on paragraph 5",
        "quote": "Quote words of this paragraph",
        "suggest": "Suggest other wording",
        "review": "Review and send",
        "join": "Create an account",
        "create": "Create my account",
        "confirm": "Confirm my address",
        "sign_in": "Sign in",
        "send": "Send my comment",
        "received": "Comment received",
        "agree": "Agree",
        "published": "Published",
        "longer": "Wait, and say so. ",
    },
    "fr": {
        "comment": "Commenter le paragraphe\N{NO-BREAK SPACE}5",
        "quote": "Citer",
        "suggest": "Proposer un autre libellé",
        "review": "Relire et envoyer",
        "join": "Créer un compte",
        "create": "Créer mon compte",
        "confirm": "Confirmer mon adresse",
        "sign_in": "Se connecter",
        "send": "Envoyer mon commentaire",
        "received": "Commentaire reçu",
        "agree": "D’accord",
        "published": "Publié",
        "longer": "Attendre, et le dire. ",
    },
}


@dataclass
class Walk:
    """One walk: its language, its kind of browser, and how its buttons are pressed."""

    visits: Visits
    axe: Axe
    lang: str
    width: int
    javascript: bool
    dark: bool
    by_keyboard: bool

    @property
    def words(self) -> dict[str, str]:
        """The words of the pages in this language."""
        return WORDS[self.lang]

    def browser(self, **who: object) -> Page:
        """Somebody's fresh browser."""
        return self.visits.start(width=self.width, javascript=self.javascript, lang=self.lang, dark=self.dark, **who)  # type: ignore[arg-type]

    def look(self, page: Page) -> None:
        """Every page of the road is for everybody, and fits. axe is a script: it looks at the pages that run some."""
        assert not self.javascript or self.axe(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, page.url

    def reach(self, page: Page, there: Locator) -> None:
        """Go to this by Tab, from wherever the focus is, as often as it takes."""
        goal = there.first.element_handle()
        for _ in range(MOST_STEPS):
            if page.evaluate("goal => document.activeElement === goal", goal):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"{page.url}: {MOST_STEPS} times Tab did not lead to {there}.")

    def press(self, page: Page, there: Locator) -> None:
        """Press a link, a button or the head of what can be opened."""
        if not self.by_keyboard:
            there.first.click()
            return
        self.reach(page, there)
        page.keyboard.press("Enter")

    def choose(self, page: Page, radio: Locator) -> None:
        """Choose one of several: by the keyboard, from the first on by the arrow."""
        if not self.by_keyboard:
            radio.check()
            return
        name = radio.get_attribute("name")
        group = page.locator(f"input[name={name}]:visible")
        chosen = group.and_(page.locator(":checked"))
        self.reach(page, chosen if chosen.count() else group.first)
        page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            page.keyboard.press("ArrowDown")
        pytest.fail(f"{page.url}: the arrow did not lead to {radio}.")

    def write(self, page: Page, field: Locator, words: str, *, before: bool = False) -> None:
        """Type words into a field; `before` what stands there."""
        if self.by_keyboard:
            self.reach(page, field)
            page.keyboard.press("Control+Home")
            page.keyboard.insert_text(words)
        else:
            field.fill(words + field.input_value() if before else words)

    def send(self, page: Page, button: Locator) -> None:
        """Press what leads to another page."""
        settle()
        with page.expect_navigation():
            self.press(page, button)
        settle()


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    """The imported module, open to comments."""
    imported = import_module(operator(), MODULES / "02-the-first-minute.en.md", MODULES / "02-la-premiere-minute.fr.md")
    publish_version(operator(), imported.version)
    return make_consultation(versions=[imported.version])


@pytest.fixture(params=WALKS, ids=str)
def walk(request: pytest.FixtureRequest, visits: Visits, axe: Axe) -> Walk:
    """One way to walk it."""
    return Walk(visits, axe, *request.param)


def test_from_the_first_visit_to_ones_own_activity(walk: Walk, consultation: Consultation, mailbox: Mailbox) -> None:
    page = _write(walk, consultation)
    _join(walk, page, mailbox)
    _send(walk, page)
    _agree(walk)
    _find_it_again(walk, page)
    assert walk.visits.complaints == []


def _write(walk: Walk, consultation: Consultation) -> Page:
    """A visitor opens paragraph 5, quotes its first sentence, says why, and proposes other words."""
    page = walk.browser()
    walk.visits.go(page, "feedback.module", consultation.modules[0].module, lang=walk.lang)
    walk.look(page)
    walk.press(page, page.get_by_role("link", name=walk.words["comment"], exact=True))
    form = page.locator("#add form")
    expect(form).to_be_visible()
    walk.choose(page, form.locator("input[name=kind][value=suggestion]"))
    walk.press(page, form.locator("summary").filter(has_text=walk.words["quote"]))
    walk.choose(page, form.locator("input[name=quote]").nth(1))
    walk.write(page, form.locator("#body"), BODY)
    wording = form.locator("#replacement")
    if not wording.is_visible():
        walk.press(page, form.locator("summary").filter(has_text=walk.words["suggest"]))
    walk.write(page, wording, walk.words["longer"], before=True)
    walk.look(page)
    walk.send(page, page.get_by_role("button", name=walk.words["review"], exact=True))
    walk.look(page)
    shown = page.locator("main")
    expect(shown.locator("ins")).to_contain_text(walk.words["longer"].strip())
    expect(shown.locator(".quoted")).to_be_visible()
    expect(shown).to_contain_text("<50")
    return page


def _join(walk: Walk, page: Page, mailbox: Mailbox) -> None:
    """They create an account for it, and follow the link in the mail."""
    walk.send(page, page.get_by_role("link", name=walk.words["join"], exact=True))
    walk.look(page)
    _fill_in(walk, page)
    walk.choose(page, page.locator(f"input[name=lang][value={walk.lang}]"))
    walk.send(page, page.get_by_role("button", name=walk.words["create"]))
    walk.look(page)
    letter = mailbox.to(NEWCOMER)[0]
    assert letter["Content-Language"] == f"{walk.lang}-CA"
    page.goto(next(link for link in links_in(letter) if "confirm" in link))
    walk.look(page)
    walk.send(page, page.get_by_role("button", name=walk.words["confirm"]))
    walk.look(page)
    _fill_in(walk, page)
    walk.send(page, page.locator("main").get_by_role("button", name=walk.words["sign_in"], exact=True))


def _fill_in(walk: Walk, page: Page) -> None:
    email = page.locator("#email")
    if email.input_value() != NEWCOMER:
        walk.write(page, email, NEWCOMER)
    walk.write(page, page.locator("#passphrase"), PASSPHRASE)


def _send(walk: Walk, page: Page) -> None:
    """Their text is where they left it: one more look, how to appear, and it is sent with all that it carries."""
    walk.look(page)
    expect(page.locator("main")).to_contain_text("<50")
    walk.choose(page, page.locator("input[name=author_choice][value=anonymous]"))
    walk.send(page, page.get_by_role("button", name=walk.words["send"], exact=True))
    expect(page.locator("main [role=status], .messages").first).to_contain_text(walk.words["received"])
    walk.look(page)
    comment = db.session.scalars(select(Comment)).one()
    assert (comment.body, comment.kind, comment.author_choice) == (BODY, Kind.SUGGESTION, AuthorChoice.ANONYMOUS)
    assert comment.visibility is Visibility.PENDING
    assert db.session.get_one(Anchor, comment.id).lang == walk.lang
    assert db.session.get_one(Suggestion, comment.id).replacement.startswith(walk.words["longer"])
    moderation.publish_comment(make_user(roles=[Role.MODERATOR]), comment)
    settle()


def _agree(walk: Walk) -> None:
    """Somebody else finds the quoted words marked in the text, reads it beside them, and agrees."""
    page = walk.browser(user=make_user(lang=walk.lang))
    walk.visits.go(page, "feedback.module", db.session.scalars(select(Comment)).one().consultation.modules[0].module, lang=walk.lang)
    expect(page.locator("#b05 mark").first).to_be_visible()
    walk.press(page, page.get_by_role("link", name=walk.words["comment"], exact=True))
    comment = page.locator("article.comment").first
    expect(comment.locator(".quoted")).to_be_visible()
    expect(comment.locator("ins")).to_be_visible()
    walk.look(page)
    agree = comment.get_by_role("button", name=walk.words["agree"])
    settle()
    walk.press(page, agree)
    expect(page.locator("article.comment button[value=agree]").first).to_have_attribute("aria-pressed", "true")
    settle()
    assert db.session.scalars(select(CommentVote)).one().stance.value == "agree"


def _find_it_again(walk: Walk, page: Page) -> None:
    """Its author finds it in My activity, published."""
    walk.visits.go(page, "feedback.my_comments", lang=walk.lang)
    walk.look(page)
    expect(page.locator("main")).to_contain_text(walk.words["published"])
    expect(page.locator("main")).to_contain_text("<50")
