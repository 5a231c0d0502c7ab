"""Every page in a real browser: at 320 and 1280 px, light and dark, in both languages, for whoever it is made for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Request

from consult.accounts.models import User
from tests.builders import make_world
from tests.support.database import settle
from tests.support.example import VISITOR, Example
from tests.support.examples import LANGS, PEOPLE, empty_examples, empty_world, examples
from tests.support.visits import HEIGHT, NARROW, WIDE, Visits

pytestmark = pytest.mark.browser

# What is wrong with the layout as it stands: asked of the page itself.
LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")
# Chromium says this of every page that answers 4xx, whatever is on it.
OF_A_STATUS = "Failed to load resource: the server responded with a status of"

# So many tests share the pages of somebody who has many, so that two workers end at about the same time.
SHARES = {VISITOR: 4, "editor": 3}

Axe = Callable[..., list[str]]
Fault = Iterator[str]


@dataclass
class Looker:
    """One person's browser, looking at one page after the other in one language."""

    app: Flask
    visits: Visits
    axe: Axe
    lang: str
    user: User | None
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.visits.start(width=NARROW, user=self.user, lang=self.lang)
        self.page.on("request", self._note)

    def look(self, shown: list[Example]) -> list[str]:
        """What is wrong with any of these pages."""
        faults = [f"{example}, {self.lang}, {fault}" for example in shown if self._open(example) for fault in self._faults()]
        return faults + [f"A page asks another host: {url}" for url in self.strangers]

    def _open(self, example: Example) -> bool:
        """Go there, and send its form where the example does; a file to download is no page."""
        path = example.path(self.app, self.lang)
        settle()
        if path.endswith((".csv", ".json")):
            return False
        self.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        self.page.goto(path)
        if example.sent is not None:
            form = self.page.locator("main form:has(.form-actions)").first
            for name, value in example.sent.items():
                self._give(form, name, value)
            with self.page.expect_navigation():  # a script may ask first whether anybody answers
                form.locator(".form-actions button[type=submit]").first.click()
        return True

    @staticmethod
    def _give(form: Locator, name: str, value: str) -> None:
        """Choose or write this."""
        field = form.locator(f"[name={name}]")
        if form.locator(f"select[name={name}]").count():
            field.select_option(value)
        elif form.locator(f"input:is([type=radio], [type=checkbox])[name={name}]").count():
            for one in [value] if isinstance(value, str) else value:
                form.locator(f"input[name={name}][value='{one}']").check()
        else:
            field.fill(value)

    def _faults(self) -> Fault:
        """Narrow in light and dark, in large letters, then wide."""
        yield from (f"at {NARROW} px: {fault}" for fault in [*self._layout(), *self.axe(self.page)])
        self.page.emulate_media(color_scheme="dark")
        yield from (f"at {NARROW} px, dark: {fault}" for fault in self.axe(self.page, "color-contrast"))
        self.page.emulate_media(color_scheme="light")
        yield from (f"at {NARROW} px, in letters twice as large: {fault}" for fault in self._in_large_letters())
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        yield from (f"at {WIDE} px: {fault}" for fault in [*self._layout(), *self.axe(self.page)])
        yield from (f"the console says: {words}" for words in self.visits.complaints if not words.startswith(OF_A_STATUS))
        self.visits.complaints.clear()

    def _layout(self) -> list[str]:
        found: list[str] = self.page.evaluate(LAYOUT)
        return found

    def _in_large_letters(self) -> list[str]:
        """What is cut off or sticks out when a reader makes the text twice as large (WCAG 1.4.4)."""
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults = self._layout()
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        return faults

    def _note(self, request: Request) -> None:
        """Every request that leaves the site."""
        own = self.app.extensions["settings"].public_url
        if not request.url.startswith((own, "data:", "about:")):
            self.strangers.append(request.url)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("who", "share"), [(who, share) for who in PEOPLE for share in range(SHARES.get(who, 1))])
def test_every_page(app: Flask, visits: Visits, axe: Axe, who: str, share: int, lang: str) -> None:
    world = make_world()
    shown = examples(world, who)[share :: SHARES.get(who, 1)]
    faults = Looker(app, visits, axe, lang, shown[0].user(world)).look(shown)
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize("lang", LANGS)
def test_every_list_before_anything_is_in_it(app: Flask, visits: Visits, axe: Axe, lang: str) -> None:
    world, faults = empty_world(), []
    for who in (VISITOR, *world.people):
        shown = [example for example in empty_examples() if example.who == who]
        faults += Looker(app, visits, axe, lang, shown[0].user(world)).look(shown)
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


def test_the_choice_of_language(app: Flask, visits: Visits, axe: Axe) -> None:
    looker = Looker(app, visits, axe, "en", None)
    looker.page.goto("/")
    assert list(looker._faults()) == []
