"""Addresses, queries and forms that nobody types by chance: each gets an answer, never a 500."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from consult.accounts.models import Role, RoleGrant, User
from tests.builders import World, make_user
from tests.support.database import settle
from tests.support.example import VISITOR
from tests.support.examples import PEOPLE, examples, main_form
from tests.support.site import Site, apart

FIRST_FAULT_OF_OURS = 500
FULL_WIDTH = "\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}"  # Python reads it as 12
HUGE = [str(number) for number in (2**31, 2**63, 2**64, 10**30)]
NUMBERS = ["0", "-1", "424242", "1e3", "1.0", "١٢", FULL_WIDTH, "%00", "1%00", "9" * 5_000]
TEXTS = ["%00", "b05%00", "%ED%A0%80", "%F0%9F%92%A9", "..%2F..%2Fetc%2Fpasswd", "'%20OR%201=1--", "%25s", "{{7*7}}", "x" * 5_000]
ODD = ["abc", "-1", "99999999999999999999", *HUGE, "%00", FULL_WIDTH, "", "1.5", "%ED%A0%80", "x" * 5_000]
KEYS = ("after", "page", "sort", "section", "status", "kind", "language", "light", "next", "lang", "after[]", "%00")
TYPED = ["\0", "a\0b", "x" * 30_000, *HUGE, "\u202e", "%s", "{{7*7}}", "2026-99-99", "99999-01-01", "0000-00-00", "-1"]
PATHS = [
    "/%00",
    "/en%00/",
    "//en/",
    "/en//",
    "/en/../",
    "/EN/",
    "/de/",
    "/static/../app.py",
    "/static/%00",
    "/%ED%A0%80",
    "/" + "x" * 5_000,
]
PART = re.compile(r"<(?:(int):)?(\w+)>")


@pytest.fixture(params=["visitor", "all-round"])
def person(request: pytest.FixtureRequest, site: Site, world: World) -> Site:
    """Somebody without a role, and somebody with nearly every one: the latter comes further."""
    return site if request.param == "visitor" else site.as_(all_rounder())


def all_rounder() -> User:
    """Whoever comes past every gate."""
    person = make_user(display_name="All Round")
    person.grants = [RoleGrant(role=role) for role in (Role.MODERATOR, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR)]
    return person


def is_visitor(browser: Site) -> bool:
    """Nobody has signed in here."""
    return browser.client.get_cookie("session") is None


def status(browser: Site, path: str, data: dict[str, str] | None = None) -> int:
    """What a request is answered with; the page is not looked at."""
    settle()
    base = browser.app.extensions["settings"].public_url
    return apart(lambda: browser.client.open(path, method="POST" if data else "GET", data=data, base_url=base).status_code)


def known_parts(world: World, rule: Rule, lang: str) -> dict[str, str]:
    """Parts that lead to something: only one of them is odd at a time."""
    module, consultation, report = world.modules["first_minute"], world.consultations["open"], world.reports["draft"]
    slugs = {"module_id": module.slug, "consultation_id": consultation.slug, "report_id": report.consultation.slug}
    slug = next((found[lang] for name, found in slugs.items() if name in rule.arguments), "")
    numbers = {
        "module_id": module.id,
        "consultation_id": consultation.id,
        "report_id": report.id,
        "comment_id": world.comments["english"].id,
        "grant_id": world.people["moderator"].grants[0].id,
        "edit_id": world.edit("mine").id,
        "invitation_id": world.invitations["newcomer"].id,
        "pass_id": world.consultations["closed"].late_passes[0].id,
        "user_id": world.people["editor"].id,
    }
    words = {"slug": slug, "key": "b05", "number": "1", "name": "about", "line": "emergency", "token": world.tokens["reset"]}
    return {**words, **{name: str(one) for name, one in numbers.items()}}


def odd_addresses(world: World, rule: Rule, lang: str, numbers: list[str], texts: list[str]) -> Iterator[str]:
    """The address of a page with each of its parts replaced in turn."""
    known = known_parts(world, rule, lang)
    for kind, name in PART.findall(rule.rule):
        for odd in numbers if kind else texts:
            yield PART.sub(lambda part: {**known, name: odd}[part[2]], rule.rule)  # noqa: B023 - used at once


def rules_of(app: Flask, lang: str) -> list[Rule]:
    """Every address in this language."""
    return [rule for rule in app.url_map.iter_rules() if (rule.defaults or {}).get("lang") == lang]


def test_no_address_breaks_the_site(person: Site, world: World) -> None:
    lang = "en" if is_visitor(person) else "fr"
    odd = [path for rule in rules_of(person.app, lang) for path in odd_addresses(world, rule, lang, NUMBERS, TEXTS)]
    broken = [path[:150] for path in [*PATHS, *odd] if status(person, path) >= FIRST_FAULT_OF_OURS]
    assert not broken, "These addresses answer 500; each must be a page (404):\n" + "\n".join(broken)


def test_a_number_that_no_database_holds_is_not_found(person: Site, world: World) -> None:
    """Also where SQLite would take it and PostgreSQL not."""
    rules = [rule for rule in rules_of(person.app, "en") if "GET" in (rule.methods or ())]
    odd = [path for rule in rules for path in odd_addresses(world, rule, "en", HUGE, [])]
    answers = {path: status(person, path) for path in odd}
    wrong = [f"{path}: {answer}" for path, answer in answers.items() if answer not in {404, 303}]
    assert not wrong, "These numbers are out of every range; the page is not found:\n" + "\n".join(wrong)


def test_no_query_breaks_a_page(person: Site, world: World) -> None:
    who = [VISITOR] if is_visitor(person) else [name for name in PEOPLE if name != VISITOR]
    shown = {example.covers: example for one in who for example in examples(world, one) if example.sent is None}
    pages = [example.path(person.app, "fr").partition("?")[0] for example in shown.values()]
    queries = ["&".join(f"{key}={odd}" for key in KEYS) for odd in ODD] + ["%00=%00", "&&&=", "after"]
    broken = [f"{path}?{query}"[:200] for path in pages for query in queries if status(person, f"{path}?{query}") >= FIRST_FAULT_OF_OURS]
    assert not broken, "These queries answer 500:\n" + "\n".join(broken)


def test_no_form_breaks_the_site(site: Site, world: World) -> None:
    broken = []
    for who in PEOPLE:
        browser = site if who == VISITOR else site.as_(world.people[who])
        for example in examples(world, who):
            if example.sent is None:
                continue
            form = main_form(browser.open(example.path(browser.app, "en")))
            for typed in TYPED:
                data = dict.fromkeys(form.names, typed) | {"csrf_token": form.value("csrf_token")}
                if status(browser, example.path(browser.app, "en"), data) >= FIRST_FAULT_OF_OURS:
                    broken.append(f"{example}: {typed[:40]!r}")
    assert not broken, "What was typed into these forms answers 500:\n" + "\n".join(broken)
