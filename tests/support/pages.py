"""What came back from the site: status, words, links, forms. Every HTML page fetched is checked by `page_rules` as well."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.support import page_rules
from tests.support.dom import Element, parse
from tests.support.forms import FormOnPage, Given


class Sender(Protocol):
    """Whatever can send the next request: a `Site`."""

    app: Flask

    def send(self, method: str, path: str, pairs: list[tuple[str, str]] | None = None, *, follow: bool) -> "Page":
        """Send a request."""


@dataclass
class Page:
    """One answer of the site."""

    site: Sender
    answer: TestResponse
    path: str
    # (status, path) of every redirect on the way here.
    hops: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.status = self.answer.status_code
        self.headers: Headers = self.answer.headers
        self.is_html = self.answer.mimetype == "text/html" and "Location" not in self.headers
        if self.is_html and self.html:
            page_rules.check(self.path, self.dom)

    @cached_property
    def html(self) -> str:
        """The body as text."""
        return self.answer.get_data(as_text=True)

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The body as JSON."""
        return self.answer.get_json()

    @property
    def location(self) -> str:
        """Where a redirect that was not followed leads."""
        return local(self.headers.get("Location", ""))

    @cached_property
    def dom(self) -> Element:
        """The whole page as a tree."""
        return parse(self.html)

    @property
    def main(self) -> Element:
        """The page between its header and its footer."""
        return self.dom.first("main")

    @property
    def text(self) -> str:
        """What a reader sees in the main part; the whole body where the answer is no page."""
        return self.main.text if self.is_html and self.dom.has("main") else self.html

    @property
    def h1(self) -> str:
        """The heading."""
        return self.dom.first("h1").text

    @property
    def title(self) -> str:
        """The name in the browser's tab."""
        return self.dom.first("title").text

    @property
    def lang(self) -> str:
        """The language of the page: en or fr."""
        return self.dom.first("html").lang

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {link.text: link.get("href") for link in self.dom.all("a")}

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [item.text for summary in self.dom.all(class_="error-summary") for item in summary.all("li")]

    def all(self, tag: str = "", class_: str = "", **attributes: str) -> list[Element]:
        """Every element of this kind: `page.all("a", class_="btn")`."""
        return self.dom.all(tag, class_, **attributes)

    def first(self, tag: str = "", class_: str = "", **attributes: str) -> Element:
        """The first element of this kind."""
        return self.dom.first(tag, class_, **attributes)

    def has(self, tag: str = "", class_: str = "", **attributes: str) -> bool:
        """Whether there is an element of this kind."""
        return self.dom.has(tag, class_, **attributes)

    def article(self, id_: str) -> Element:
        """The element with this id: `page.article("comment-1").lang`."""
        return self.dom.first(id=id_)

    def follow(self, words: str) -> "Page":
        """Click a link by its words, or by its address."""
        target = self.links.get(words, words if words in self.links.values() else None)
        assert target is not None, f"{self.path} has no link {words!r}; it has {sorted(self.links)}."
        return self.site.send("GET", local(urljoin(self.path, target)), follow=True)

    def form(self, name: str) -> FormOnPage:
        """A form by its id, its name, its endpoint (`"feedback.comment"`) or the last part of its address."""
        forms = self.dom.all("form")
        found = [form for form in forms if name in {form.get("id"), form.get("name"), self._endpoint(form), _last_part(form)}]
        assert found, f"{self.path} has no form {name!r}; it has {[(form.get('id'), self._endpoint(form)) for form in forms]}."
        return FormOnPage(found[0])

    def submit(self, form: str, /, **values: Given) -> "Page":
        """Fill in a form, send it with all its hidden fields, and follow where it leads."""
        return self.send(form, values)

    def send(self, form: str | FormOnPage, values: Mapping[str, Given] | None = None, *, button: str = "", follow: bool = True) -> "Page":
        """The same with all choices: the button pressed (by its words, where there are several), redirects followed or not."""
        filled = self.form(form) if isinstance(form, str) else form
        pairs = filled.filled(values or {}) + filled.pressed(button)
        target = local(urljoin(self.path, filled.action))
        if filled.method == "POST":
            return self.site.send("POST", target, pairs, follow=follow)
        return self.site.send("GET", f"{target.partition('?')[0]}?{urlencode(pairs)}", follow=follow)

    def _endpoint(self, form: Element) -> str:
        """The endpoint that a form is sent to."""
        path = urlsplit(urljoin(self.path, form.get("action"))).path
        adapter = self.site.app.url_map.bind("localhost")
        try:
            endpoint, _values = adapter.match(path, method=form.get("method", "get").upper())
        except HTTPException:
            return ""
        return str(endpoint)


def local(url: str) -> str:
    """The path, query and place of an address of this site."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="", fragment="").geturl()


def _last_part(form: Element) -> str:
    return urlsplit(form.get("action")).path.rstrip("/").rpartition("/")[2]
