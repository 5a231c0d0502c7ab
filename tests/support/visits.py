"""Visits with a real browser: at a width, with or without JavaScript, signed in or not."""

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from consult.accounts.models import User
from consult.core.i18n import Placed
from tests.support import signing_in
from tests.support.database import settle
from tests.support.site import Site

WIDE, NARROW = 1280, 320
HEIGHT = 900
PATIENCE_MS = 10_000


class Visits:
    """Opens browser contexts on the live site, and notes what the browser complains of."""

    def __init__(self, app: Flask, browser: Browser) -> None:
        """Nobody visits yet."""
        self._site = Site(app)
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._plain: list[Page] = []
        # What stood on the console: blocked scripts, failed requests, errors. A clean page leaves it empty.
        self.complaints: list[str] = []

    def start(
        self,
        *,
        width: int = WIDE,
        javascript: bool = True,
        user: User | None = None,
        lang: str = "en",
        dark: bool = False,
        touch: bool = False,
    ) -> Page:
        """A fresh browser, not yet on any page; with `touch`, one whose pointer is a finger."""
        context = self._browser.new_context(
            base_url=self._site.app.extensions["settings"].public_url,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
            locale=f"{lang}-CA",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if user is not None:
            self._sign_in(context, user)
        page = context.new_page()
        if not javascript:
            self._plain.append(page)
        page.on("console", self._listen)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        return page

    def open(
        self,
        target: str,
        subject: Placed | None = None,
        *,
        width: int = WIDE,
        javascript: bool = True,
        user: User | None = None,
        lang: str = "en",
        dark: bool = False,
        **arguments: object,
    ) -> Page:
        """A fresh browser on a page, by endpoint or path."""
        page = self.start(width=width, javascript=javascript, user=user, lang=lang, dark=dark)
        self.go(page, target, subject, lang=lang, **arguments)
        return page

    def go(self, page: Page, target: str, subject: Placed | None = None, *, lang: str = "en", **arguments: object) -> None:
        """Send a browser to another page. What the test wrote is committed before."""
        path = self._site.path(target, subject, lang=lang, **arguments)
        settle()
        page.goto(path)

    def runs_scripts(self, page: Page) -> bool:
        """Whether this page was opened with JavaScript."""
        return page not in self._plain

    def close(self) -> None:
        """Everybody leaves."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self._plain.clear()

    def _sign_in(self, context: BrowserContext, user: User) -> None:
        """Carry the cookie of a signed-in test client over to the browser."""
        name, value = signing_in.cookie_of(self._site.as_(user).client)
        context.add_cookies([{"name": name, "value": value, "url": self._site.app.extensions["settings"].public_url}])

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)
