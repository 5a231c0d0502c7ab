"""Suggesting other words in a real browser, with and without JavaScript, on a narrow screen."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consult.consultations.models import Consultation, Mode
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Suggestion
from tests.builders import make_block, make_consultation, make_user, make_version
from tests.support.database import settle
from tests.support.sending import review_and_send
from tests.support.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]

TEXT = Bilingual("Two extra steps back can turn a threat into a conversation.", "Deux pas en arrière changent tout.")
ASK = {"en": "Suggest other wording (optional)", "fr": "Proposer un autre libellé (facultatif)"}
BOX = {"en": "Your wording", "fr": "Votre libellé"}


def a_round() -> Consultation:
    version = make_version()
    make_block(version, key="b01", markdown=TEXT)
    return make_consultation(versions=[version], mode=Mode.POST)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_box_appears_for_a_suggestion_and_shows_what_changes_while_typing(visits: Visits, lang: str) -> None:
    module = a_round().modules[0].module
    page = visits.open("feedback.thread", module, key="b01", lang=lang, width=320, user=make_user(lang=lang))
    box, change = page.get_by_label(BOX[lang], exact=True), page.locator(".comment-form .diff")
    expect(box).to_be_hidden()
    page.locator("input[name=kind][value=suggestion]").check()
    expect(box).to_be_visible()
    expect(change).to_be_hidden()
    words = TEXT[lang].replace("Two", "Three").replace("Deux", "Trois")
    box.fill(f"{words} 👣")
    expect(change.locator("ins").first).to_contain_text({"en": "Three", "fr": "Trois"}[lang])
    expect(change.locator("del").first).to_contain_text({"en": "Two", "fr": "Deux"}[lang])
    page.locator("input[name=kind][value=concern]").check()
    expect(box).to_be_visible()  # words that were typed are never out of sight
    page.locator("input[name=kind][value=suggestion]").check()
    page.get_by_label({"en": "Your comment", "fr": "Votre commentaire"}[lang], exact=True).fill("Because.")
    review_and_send(page)
    expect(page.locator(".comment .suggested ins").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert visits.complaints == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_without_scripts_the_box_is_one_click_away(visits: Visits, lang: str) -> None:
    module = a_round().modules[0].module
    page = visits.open("feedback.thread", module, key="b01", lang=lang, width=320, javascript=False, user=make_user(lang=lang))
    page.get_by_text(ASK[lang]).click()
    page.get_by_label(BOX[lang], exact=True).fill("ᐅᖃᐅᓯᖅ")
    page.locator("input[name=kind][value=concern]").check()
    page.locator("textarea[name=body]").fill("Because.")
    page.locator("#add .form-actions button").first.click()
    expect(page.get_by_label(BOX[lang], exact=True)).to_have_value("ᐅᖃᐅᓯᖅ")  # open, with the fault beside it
    expect(page.locator(".error-summary")).to_contain_text("suggestion")
    page.locator("input[name=kind][value=suggestion]").check()
    review_and_send(page)
    expect(page.locator(".comment .suggested ins").first).to_be_visible()
    settle()
    assert db.session.scalars(select(Suggestion)).one().replacement == "ᐅᖃᐅᓯᖅ"
