"""The site as a person uses it, through Flask's test client: one `Site` is one person's browser."""

import contextvars
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.accounts.models import User
from consult.core.i18n import Placed, address
from tests.support import signing_in
from tests.support.database import settle
from tests.support.forms import Given
from tests.support.pages import Page, local

Answer = TypeVar("Answer")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_HOPS = 5
SERVER_ERROR = 500


@dataclass
class Site:
    """One person's browser, with its own cookies. `site.as_(user)` is another browser, signed in."""

    app: Flask
    # Set to True in the few tests that mean to see the page of a 500.
    expects_500: bool = False
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def as_(self, user: User) -> "Site":
        """A second browser in which this person has signed in."""
        site, user_id = Site(self.app), user.id
        settle()
        apart(lambda: signing_in.sign_in(site.client, user_id))
        return site

    def open(self, target: str, subject: Placed | None = None, *, lang: str = "en", follow: bool = True, **arguments: object) -> Page:
        """Open a page by its endpoint (`"modules.module", module`) or by its path (`"/fr/"`); redirects are followed."""
        return self.send("GET", self.path(target, subject, lang=lang, **arguments), follow=follow)

    def post(
        self,
        target: str,
        data: Mapping[str, Given] | None = None,
        *,
        subject: Placed | None = None,
        lang: str = "en",
        token: bool = True,
        **arguments: object,
    ) -> Page:
        """Send a form that no page showed, with a good token unless told otherwise; redirects are not followed."""
        path = self.path(target, subject, lang=lang, **arguments)
        pairs = [(name, str(text)) for name, value in (data or {}).items() for text in (value if isinstance(value, list) else [value])]
        settle()
        if token:
            pairs.append(("csrf_token", apart(lambda: signing_in.form_token(self.client))))
        return self.send("POST", path, pairs, follow=False)

    def path(self, target: str, subject: Placed | None = None, *, lang: str = "en", **arguments: object) -> str:
        """The path of an endpoint; a path stays as it is."""
        if target.startswith("/"):
            return target
        with self.app.test_request_context():
            return address(target, subject, lang, **arguments)

    def send(self, method: str, path: str, pairs: list[tuple[str, str]] | None = None, *, follow: bool) -> Page:
        """Send a request. What the test changed is committed before; what the request changed, the test then sees."""
        settle()
        hops: list[tuple[int, str]] = []
        answer = self._request(method, path, pairs)
        while follow and answer.status_code in REDIRECTS and len(hops) < MAX_HOPS:
            path = local(urljoin(path, answer.headers["Location"]))
            hops.append((answer.status_code, path))
            answer = self._request("GET", path, None)
        settle()
        return Page(self, answer, path, hops)

    def _request(self, method: str, path: str, pairs: list[tuple[str, str]] | None) -> TestResponse:
        form: dict[str, list[str]] = {}
        for name, value in pairs or ():
            form.setdefault(name, []).append(value)
        base = self.app.extensions["settings"].public_url
        answer = apart(lambda: self.client.open(path, method=method, data=form or None, base_url=base))
        assert answer.status_code != SERVER_ERROR or self.expects_500, f"{method} {path} answered 500: the log below has the traceback."
        return answer


def apart(act: Callable[[], Answer]) -> Answer:
    """Act in an empty context, so that a request makes its own `g` and its own database session, as it does in production."""
    return contextvars.Context().run(act)
