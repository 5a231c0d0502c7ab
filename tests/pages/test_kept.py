"""The words of the site on pages that are kept: one question, and no page of yesterday, in this process or another."""

from collections.abc import Iterator

import pytest
from flask import Flask

from consult import create_app
from consult.accounts.models import Role
from consult.core import identity
from consult.core.bilingual import Bilingual
from consult.core.db import db, writing
from consult.modules.models import Module
from consult.pages import queries, services
from tests.builders import make_block, make_consultation, make_line, make_text, make_user, make_version
from tests.support.database import settle
from tests.support.pages import Page
from tests.support.site import Site, apart
from tests.support.statements import Statements

NAME = Bilingual("Another Name", "Un autre nom")
ENDPOINTS = ("pages.about", "pages.support", "feedback.module", "feedback.discussion", "home.index", "reports.index")


@pytest.fixture
def module(app: Flask) -> Module:
    """Something to read in an open consultation."""
    version = make_version()
    make_block(version, key="b01")
    make_consultation("open", versions=[version])
    return version.module


@pytest.fixture
def elsewhere(app: Flask) -> Iterator[Site]:
    """A second process: an application of its own on the same database."""
    made = create_app(app.extensions["settings"])
    yield Site(made)
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def opened(site: Site, endpoint: str, module: Module, lang: str = "en") -> Page:
    return site.open(endpoint, module if endpoint.startswith("feedback") else None, lang=lang)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_new_name_is_on_every_page_in_every_process(site: Site, elsewhere: Site, module: Module, endpoint: str, lang: str) -> None:
    browsers = (site, elsewhere)
    for browser in browsers:
        for _twice in range(2):  # made, then kept
            assert NAME[lang] not in opened(browser, endpoint, module, lang).title
    make_text("site_name", NAME)
    for browser in browsers:
        page = opened(browser, endpoint, module, lang)
        assert page.title.endswith(NAME[lang])
        assert NAME[lang] in page.first("header").text
        assert NAME[lang] in page.first("footer").text


@pytest.mark.parametrize("endpoint", [name for name in ENDPOINTS if name not in {"home.index", "reports.index"}])
def test_a_browser_that_has_the_old_page_is_not_told_that_it_is_the_new_one(site: Site, module: Module, endpoint: str) -> None:
    page = opened(site, endpoint, module)
    known = {"If-None-Match": page.headers["ETag"]}
    assert apart(lambda: site.client.get(page.path, headers=known)).status_code == 304
    make_text("footer", Bilingual("Other words.", "D’autres mots."))
    settle()
    assert apart(lambda: site.client.get(page.path, headers=known)).status_code == 200


def test_a_page_of_ours_costs_a_visitor_one_question(site: Site, statements: Statements) -> None:
    make_text()
    for endpoint in ("pages.about", "pages.support"):
        first = site.open(endpoint)
        with statements as seen:
            assert site.open(endpoint).html == first.html
        assert len(seen.selects) == 1
        assert "Set-Cookie" not in first.headers


def test_a_change_of_a_line_is_on_the_page_at_once(site: Site, elsewhere: Site) -> None:
    for browser in (site, elsewhere):
        assert "Nunavut" not in browser.open("pages.support").text
    line = make_line()
    for browser in (site, elsewhere):
        assert "Northern listening line" in browser.open("pages.support").text
    services.retire_line(make_user(roles=[Role.EDITOR]), line, base=1)
    for browser in (site, elsewhere):
        assert "Northern listening line" not in browser.open("pages.support").text


def test_what_was_undone_is_not_kept(app: Flask) -> None:
    """A writing transaction sees its own words at a number that another change will have too."""
    make_text("footer", Bilingual("Undone.", "Défait."))
    assert queries.words("footer").en == "Undone."
    db.session.rollback()
    make_text("footer", Bilingual("Done.", "Fait."))
    settle()
    reading = writing.set(False)
    try:
        assert queries.words("footer").en == "Done."
    finally:
        db.session.rollback()
        writing.reset(reading)


def test_the_revision_goes_up_with_each_change_and_with_nothing_else(site: Site, app: Flask) -> None:
    assert identity.revision() == 0
    site.open("pages.about")
    assert identity.revision() == 0
    make_text()
    make_line()
    assert identity.revision() == 2
