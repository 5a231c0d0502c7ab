"""Who reaches what: one mark on every endpoint, a token in every form, and nothing behind a mark for those it keeps out."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from consult.core.access import MARKS
from consult.core.i18n import Placed
from tests.support.database import fingerprint
from tests.support.routes import Route, routes
from tests.support.site import Site

MATRIX = Path(__file__).with_name("access_matrix.txt")
SIGN_IN = {"en": "/en/sign-in", "fr": "/fr/connexion"}
REFUSALS = {401, 404, 409, 410, 422}
FOR_SCRIPTS = {"feedback.save_draft"}  # nobody reads what they answer (`errors.asks_nobody`)


def test_every_endpoint_has_one_mark(app):
    unmarked = [route.endpoint for route in routes(app) if route.mark not in MARKS]
    assert not unmarked, f"Write @public, @signed_in or @staff right above these views: {unmarked}"


def test_every_page_exists_in_both_languages(app):
    languages: dict[str, set[str]] = {}
    for route in routes(app):
        languages.setdefault(route.endpoint, set()).add(route.lang)
    faults = [endpoint for endpoint, found in languages.items() if found not in ({"en", "fr"}, {""})]
    assert not faults, f"Register these with a BilingualBlueprint, in both languages: {faults}"


def test_no_form_is_taken_without_a_token(app, people, things):
    before = fingerprint()
    faults = [
        f"POST {path} by a {who} answered {answer.status} without a token: go through form.accepted, or begin with require_token()."
        for route in routes(app)
        if "POST" in route.methods
        for path in [route.path(things)]
        for who, browser in people.items()
        if route.lang == "en" or who == "visitor"
        for answer in [browser.post(path, token=False)]
        if answer.status not in REFUSALS
    ]
    assert not faults, "\n" + "\n".join(faults)
    assert fingerprint() == before, "A form without a token changed the database: core.transaction must roll back."


def test_visitors_are_asked_to_sign_in(app, site, things):
    faults = [
        f"{method} {path} answered a visitor {answer.status} {answer.location}: expected 303 to {SIGN_IN[route.lang]}."
        for route, method, path in guarded(app, things, {"signed_in", "staff"})
        for answer in [ask(site, method, path)]
        if (answer.status != 303 or not answer.location.startswith(SIGN_IN[route.lang]))
        and (answer.status, route.endpoint in FOR_SCRIPTS) != (401, True)
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_for_participants_staff_pages_do_not_exist(app, people, things):
    faults = [
        f"{method} {path} answered a participant {answer.status}: expected 404."
        for _route, method, path in guarded(app, things, {"staff"})
        for answer in [ask(people["participant"], method, path)]
        if answer.status != 404
    ]
    assert not faults, "\n" + "\n".join(faults)


def guarded(app: Flask, things: dict[str, Placed | int | str], marks: set[str]) -> Iterator[tuple[Route, str, str]]:
    """Every address behind these marks, with each of its methods."""
    for route in routes(app):
        if route.mark in marks:
            for method in route.methods:
                yield route, method, route.path(things)


def ask(site: Site, method: str, path: str):
    """Open a page or send an empty form with a good token."""
    return site.post(path) if method == "POST" else site.open(path, follow=False)


def test_the_matrix_is_as_a_reviewer_last_read_it(app, request):
    """A new endpoint, or a change of who reaches one, is meant: accept it with `pytest --accept`, and read the difference."""
    lines = sorted({f"{route.mark:<10}{'+'.join(route.methods):<10}{route.endpoint}" for route in routes(app)})
    matrix = "\n".join(["mark      methods   endpoint", *lines, ""])
    if request.config.getoption("--accept"):
        MATRIX.write_text(matrix, encoding="utf-8")
    known = MATRIX.read_text(encoding="utf-8") if MATRIX.exists() else ""
    new, gone = (set(one.splitlines()) - set(other.splitlines()) for one, other in ((matrix, known), (known, matrix)))
    faults = [f"+ {line}" for line in sorted(new)] + [f"- {line}" for line in sorted(gone)]
    assert not faults, "\n".join([f"If this is meant: pytest tests/house/test_access.py --accept, and commit {MATRIX.name}.", *faults])
