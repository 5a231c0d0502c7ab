"""The pages of refusals: what happened, what to do, and whatever the person had written."""

import pytest
from flask import Flask

from consult.core import error_pages
from tests.support.dom import Element, parse

LONG = "Deux pas en arrière, et tout change. <b>On en parle encore.</b>"


def error(app: Flask, status: int, lang: str = "en", posted: dict[str, str] | None = None, missing: list[str] | None = None) -> Element:
    """The page of this status, as an answer to what was posted."""
    context = {} if missing is None else {"missing": missing}
    with app.test_request_context(f"/{lang}/nowhere?next=x", method="POST" if posted else "GET", data=posted):
        return parse(error_pages.page(status, **context).get_data(as_text=True))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("status", sorted(error_pages.PAGES))
def test_each_page_says_what_happened_and_where_to_go(app: Flask, status: int, lang: str) -> None:
    """In the language of the address, with one heading that starts the title."""
    page = error(app, status, lang)
    headings = page.all("h1")
    assert len(headings) == 1
    assert page.first("head").first("title").text.startswith(headings[0].text)
    assert page.first("html").lang == lang
    assert len(page.first("main").all("p")) >= 2
    assert {link["href"] for link in page.first("main").all("a")} >= {f"/{lang}/"}


def test_closed_consultation_gives_the_text_back(app: Flask) -> None:
    """To copy; short codes of a form are not its text."""
    page = error(app, 409, posted={"body": LONG, "kind": "question", "passphrase": "a very long and secret passphrase"})
    kept = page.all("textarea")
    assert [field.text for field in kept] == [LONG]
    assert "readonly" in kept[0].attributes
    assert page.first("label", for_=kept[0]["id"]).text == "Your text"


def test_several_texts_are_numbered(app: Flask) -> None:
    """Two fields must not have the same name."""
    page = error(app, 429, posted={"body": LONG, "note": "Une deuxième chose à dire."})
    assert [label.text for label in page.all("label")] == ["Your text 1", "Your text 2"]


def test_what_is_missing_is_listed(app: Flask) -> None:
    """Instead of the sentence about closed consultations."""
    page = error(app, 409, missing=["The French summary", "The closing date"])
    assert [item.text for item in page.first("section", aria_labelledby="missing").all("li")] == ["The French summary", "The closing date"]
    assert "closed" not in page.first("main").text


def test_expired_form_can_be_sent_again_as_it_was(app: Flask) -> None:
    """Same address, same values, a fresh token; a passphrase is never written into a page."""
    form = error(app, 422, posted={"body": LONG, "kind": "question", "passphrase": "secret"}).first("main").first("form", method="post")
    assert form["action"] == "/en/nowhere?next=x"
    values = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
    assert values.pop("csrf_token")
    assert values == {"body": LONG, "kind": "question"}
    assert form.first("button", type="submit").text == "Send again"
