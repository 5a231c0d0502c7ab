"""The page of a section in a real browser: reasons are asked for where they are needed, and one button confirms an earlier answer."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consult.core.db import db
from consult.feedback.models import Readiness, SectionBallot
from tests.builders import make_ballot, make_user
from tests.feedback.test_ballots import asked_about, next_round
from tests.support.database import settle
from tests.support.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

REASONS = {"en": "What stands in the way?", "fr": "Qu’est-ce qui pose problème?"}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_reasons_appear_with_an_answer_that_needs_them_and_keep_what_was_ticked(visits: Visits, lang: str) -> None:
    module = asked_about().modules[0].module
    page = visits.open("feedback.section", module, key="s1", lang=lang, width=320, user=make_user(lang=lang))
    reasons = page.get_by_role("group", name=REASONS[lang])
    expect(reasons).to_be_hidden()
    page.locator("input[name=readiness][value=changes]").check()
    expect(reasons).to_be_visible()
    reasons.locator("input").first.check()
    page.locator("input[name=readiness][value=ready]").check()
    expect(reasons).to_be_hidden()
    page.locator("input[name=readiness][value=not_ready]").check()
    expect(reasons.locator("input").first).to_be_checked()
    page.locator("form#ballot .form-actions button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").click()
    expect(page.locator("#reason")).to_be_focused()
    page.locator("#reason").fill("Une sortie pour l'autre aussi.")
    page.locator("form#ballot .form-actions button").click()
    page.wait_for_url("**#ready-s1")
    settle()
    assert db.session.scalars(select(SectionBallot)).one().reasons == ["unclear"]
    assert [words for words in visits.complaints if "422" not in words] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_one_button_confirms_an_answer_to_other_words(visits: Visits, javascript: bool) -> None:
    first, person = asked_about("closed"), make_user()
    make_ballot(first, person, readiness=Readiness.CHANGES)
    module = next_round(first, "One officer talks, slowly.").modules[0].module
    page = visits.open("feedback.section", module, key="s1", javascript=javascript, user=person)
    expect(page.get_by_role("group", name=REASONS["en"])).to_be_visible()
    page.get_by_role("button", name="Yes, my answer still holds").click()
    page.wait_for_url("**#ready-s1")
    expect(page.locator("#ready-s1")).to_contain_text("Your answer: ready with changes.")


def test_without_scripts_everything_is_there_from_the_start(visits: Visits) -> None:
    module = asked_about().modules[0].module
    page = visits.open("feedback.section", module, key="s1", javascript=False, width=320)
    expect(page.get_by_role("group", name=REASONS["en"])).to_be_visible()
