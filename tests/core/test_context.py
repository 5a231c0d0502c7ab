"""The frame of every page, and what the person's own cookie and account change in it."""

from typing import Any

import pytest
from flask import Flask, flash, g, render_template_string
from wtforms import StringField
from wtforms.validators import InputRequired

from consult.core import context
from consult.core.forms import BaseForm
from tests.support.dom import Element, parse

PAGE = (
    '{% extends "layouts/page.html" %}{% block title %}Modules{% endblock %}'
    "{% block head %}<h1>Modules</h1>{% endblock %}{% block main %}<p>Text</p>{% endblock %}"
)


class Person:
    """As much of a person as the frame asks about."""

    is_authenticated = True
    display_name = "M. L."

    def __init__(self, *, is_staff: bool = False) -> None:
        self.is_staff = is_staff
        self.roles = frozenset({"moderator"} if is_staff else ())


class OneField(BaseForm):
    """A form with one field."""

    name = StringField("Name", validators=[InputRequired("Enter a name")])


def page(app: Flask, path: str = "/en/", actor: Person | None = None, cookie: str = "", **values: Any) -> Element:
    """The frame around a small page."""
    headers = {"Cookie": cookie} if cookie else {}
    with app.test_request_context(path, headers=headers):
        g._login_user = actor or app.login_manager.anonymous_user()  # type: ignore[attr-defined]
        return parse(render_template_string(PAGE, **values))


@pytest.mark.parametrize(
    ("path", "lang", "title"),
    [("/en/", "en-CA", "Modules – Common Ground on Policing"), ("/fr/", "fr-CA", "Modules – Terrain d’entente policier")],
)
def test_page_names_its_language_and_the_site_in_it(app: Flask, path: str, lang: str, title: str) -> None:
    """The title starts with the words of the h1."""
    found = page(app, path)
    assert found.first("html")["lang"] == lang
    assert found.first("head").first("title").text == title


def test_skip_link_comes_first_and_leads_to_the_text(app: Flask) -> None:
    """Before the header, for people who go by keyboard."""
    found = page(app)
    assert (found.all("a")[0]["href"], found.all("a")[0].text) == ("#main", "Skip to main content")
    assert found.first("main", id="main", tabindex="-1").first("h1").text == "Modules"


def test_page_without_a_head_has_no_empty_head(app: Flask) -> None:
    """A question page brings its own heading."""
    with app.test_request_context("/en/"):
        found = parse(render_template_string('{% extends "layouts/page.html" %}{% block main %}<h1>Q</h1>{% endblock %}'))
    assert not found.has("div", class_="page-head")


def test_both_languages_are_announced_and_the_switch_is_named_in_its_own(app: Flask) -> None:
    """Whole addresses for search engines, a tagged link for people."""
    found = page(app, "/fr/")
    addresses = {link["hreflang"]: link["href"] for link in found.all("link", rel="alternate")}
    assert addresses.keys() == {"en-CA", "fr-CA"}
    assert all(address.startswith("http") for address in addresses.values())
    assert found.first("a", hreflang="en-CA", lang="en-CA").text == "English"


def test_failed_form_says_so_in_the_title(app: Flask) -> None:
    """It is the first thing heard after sending."""
    with app.test_request_context("/fr/"):
        form = OneField()
        form.validate()
    assert page(app, "/fr/", form=form).first("head").first("title").text.startswith("Erreur\u00a0: Modules")
    assert page(app, "/fr/", form=OneField()).first("head").first("title").text.startswith("Modules")


def test_visitor_is_offered_to_sign_in_and_no_workspace(app: Flask) -> None:
    """Staff links are not for everybody."""
    found = page(app)
    assert "Sign in" in [link.text for link in found.all("a")]
    assert not found.has("nav", class_="workbar")


def test_participant_can_sign_out_by_a_form(app: Flask) -> None:
    """A link would let any page sign people out."""
    found = page(app, actor=Person())
    leaving = [form for form in found.all("form") if form.text == "Sign out"]
    assert leaving
    assert all(form["method"] == "post" and form.has("input", name="csrf_token") for form in leaving)
    assert not found.has("nav", class_="workbar")


def test_staff_sees_the_workspace(app: Flask) -> None:
    """In a bar of its own."""
    bar = page(app, actor=Person(is_staff=True)).first("nav", class_="workbar")
    assert [link.text for link in bar.all("a")] == ["Moderation", "Consultations in preparation"]


def test_message_after_an_act_is_announced(app: Flask) -> None:
    """In a region that is always there."""
    with app.test_request_context("/en/"):
        flash("Decision recorded.")
        flash("Sign in first.", "info")
        found = parse(render_template_string(PAGE))
    assert [note.text for note in found.first("div", class_="messages", role="status").all("div", class_="banner")] == [
        "Decision recorded.",
        "Sign in first.",
    ]
    assert page(app).first("div", class_="messages", role="status").text == ""


@pytest.mark.parametrize(
    ("cookie", "written"), [("theme=dark", "dark"), ("theme=light", "light"), ("theme=system", ""), ("theme=x%22onload", ""), ("", "")]
)
def test_theme_is_the_readers_choice_and_nothing_else(app: Flask, cookie: str, written: str) -> None:
    """The cookie is input like any other."""
    assert page(app, cookie=cookie).first("html").get("data-theme") == written


@pytest.mark.usefixtures("app")
def test_context_needs_no_request() -> None:
    """Mails are written by the worker."""
    values = context.values()
    assert values["actor"] is None
    assert values["theme"] == "system"
    assert values["lang"] == "en"


@pytest.mark.parametrize(
    ("path", "after", "expected"),
    [("/en/x", None, "/en/x"), ("/en/x?after=3", None, "/en/x"), ("/en/x?after=3&kind=a&kind=b", 9, "/en/x?kind=a&kind=b&after=9")],
)
def test_list_address_keeps_the_rest_of_the_query(app: Flask, path: str, after: int | None, expected: str) -> None:
    """Filters, whatever their number."""
    with app.test_request_context(path):
        assert context.list_address(after) == expected


def test_every_script_shares_one_version(app: Flask) -> None:
    """A module is fetched by main.js: a change in any must change the address of all."""
    assert page(app).first("script", type="module")["src"].endswith(f"?v={context.scripts_version()}")
