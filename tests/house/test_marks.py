"""A hidden, team-only or withdrawn text shows at no address, as no role without the right: a search for 150 marks, and none is found."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import Rule

from consult.core import clock as now
from tests.builders import make_report
from tests.builders.marks import PLACES, Marks, found_in, make_marks, mark
from tests.house.test_leaks import LEAVES, ask
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, text_of
from tests.support.site import Site

WITHOUT_THE_RIGHT = ("visitor", "bystander", "moderator_elsewhere", "member", "administrator")
LANGS = {"visitor": ("en", "fr")}


@pytest.fixture
def marks(app: Flask) -> Marks:
    """The consultation full of marks."""
    return make_marks()


def browser_of(site: Site, marks: Marks, who: str) -> Site:
    """Somebody's own."""
    return site if who == "visitor" else site.as_(marks.people[who])


def addresses(app: Flask, marks: Marks, langs: tuple[str, ...], report_id: int | None = None) -> list[str]:
    """Every address that can be opened and is about this consultation, or about nothing in particular; long lists page by page."""
    first = min(comment.id for comment in marks.comments.values())
    values: dict[str, list[int] | list[str]] = {
        "consultation_id": [marks.consultation.id],
        "module_id": [marks.version.module_id],
        "comment_id": [comment.id for comment in marks.comments.values()],
        "report_id": [report_id] if report_id else [],
        "key": ["b01", "s1"],
        "number": [1],
        "slug": ["guessed"],
    }
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in LEAVES]
    found = [path for rule in rules if (rule.defaults or {}).get("lang", "en") in langs for path in _filled_in(app, rule, values)]
    lists = [path for path in found if path.endswith(("/comments", "/commentaires", "b01", "s1"))]
    settle()
    return [*dict.fromkeys(found), *(f"{path}?after={first + 2 * step}" for path in lists for step in range(0, 60, 10))]


def _filled_in(app: Flask, rule: Rule, values: dict[str, list[int] | list[str]]) -> Iterator[str]:
    names = sorted(rule.arguments - {"lang"})
    for chosen in product(*(values.get(name, []) for name in names)):
        yield app.url_map.bind("").build(rule.endpoint, {**dict(zip(names, chosen, strict=True)), **(rule.defaults or {})})


def test_there_are_a_hundred_and_fifty_marks_fifty_of_each_kind(marks: Marks) -> None:
    assert len(set(marks.all)) == len(marks.all) == 150
    for fate in ("hidden", "team", "withdrawn"):
        assert sum(one.startswith(f"Zq{fate}") for one in marks.all) == 50


@pytest.mark.parametrize("who", WITHOUT_THE_RIGHT)
def test_no_mark_is_found_at_any_address_while_the_consultation_is_open(site: Site, marks: Marks, who: str) -> None:
    browser = browser_of(site, marks, who)
    paths = addresses(site.app, marks, LANGS.get(who, ("en",)))
    assert sum(path.startswith("/en/comments/") for path in paths) >= 30
    assert [(path, one) for path in paths for one in found_in(ask(browser, "GET", path), marks.all)] == []


@pytest.mark.parametrize("who", ["visitor", "analyst"])
def test_no_mark_is_found_in_a_report_an_export_or_a_page_after_closing(site: Site, marks: Marks, clock: StoppedClock, who: str) -> None:
    marks.consultation.closes_at = now.now() + timedelta(minutes=1)
    clock.move(days=1)
    report = make_report(marks.consultation, published=True)
    browser = browser_of(site, marks, who)
    paths = addresses(site.app, marks, LANGS.get(who, ("en",)), report.id)
    assert sum("csv" in path for path in paths) >= 3
    assert [(path, one) for path in paths for one in found_in(ask(browser, "GET", path), marks.all)] == []


def test_no_letter_holds_a_mark(site: Site, marks: Marks, mailbox: Mailbox) -> None:
    """Of a decision its author is told, by number and reason: not even they are mailed their words."""
    moderator = site.as_(marks.people["moderator"])
    hidden = [comment for name, comment in marks.comments.items() if name.startswith("hidden")]
    for comment in hidden:
        assert moderator.post("moderation.item", {"outcome": "publish", "reason": ""}, comment_id=comment.id).status == 303
    assert len(mailbox) >= len(hidden)
    sent = [letter.as_string() + text_of(letter) for letter in mailbox]
    assert [one for letter in sent for one in found_in(letter, marks.all)] == []


def test_the_search_finds_what_is_there_for_those_who_may_see_it(site: Site, marks: Marks) -> None:
    """So that it cannot find nothing by accident; a name that was not to be shown is for nobody, not even a moderator."""
    moderator, missing = site.as_(marks.people["moderator"]), []
    settle()
    for name, comment in marks.comments.items():
        sent = ask(moderator, "GET", f"/en/moderation/comments/{comment.id}")
        missing += [(name, place) for place in ("body", "former") if mark(name, place) not in sent]
        assert mark(name, "name") not in sent
    assert missing == []
    author = site.as_(marks.comments["teama"].author or marks.people["bystander"])
    assert mark("teama", "body") in ask(author, "GET", "/en/my-activity")
    assert set(PLACES) == {"body", "title", "proposal", "former", "name"}
