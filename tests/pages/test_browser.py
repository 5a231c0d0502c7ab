"""The words of the site in a real browser, without its scripts, on the narrowest screen."""

import pytest

from consult.accounts.models import Role
from consult.pages import queries
from tests.builders import make_text, make_user
from tests.support.database import settle
from tests.support.visits import NARROW

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("lang", "preview", "save", "public"),
    [("en", "Preview", "Save in both languages", "pages.about"), ("fr", "Aperçu", "Enregistrer dans les deux langues", "pages.about")],
)
def test_a_page_is_previewed_and_saved_without_scripts(visits, lang, preview, save, public):
    editor = make_user(roles=[Role.EDITOR], display_name="Nadia Roy", lang=lang)
    page = visits.open("pages.edit_text", name="about", lang=lang, width=NARROW, javascript=False, user=editor)
    page.fill("#text_en", "## Us\n\nWe are here.")
    page.fill("#text_fr", "## Nous\n\nNous sommes ici.")
    page.get_by_role("button", name=preview, exact=True).click()
    assert page.locator(".prose[lang=en-CA] h2", has_text="Us").count() == 1
    assert page.locator(".prose[lang=fr-CA] h2", has_text="Nous").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    page.get_by_role("button", name=save, exact=True).click()
    visits.go(page, public, lang=lang)
    assert {"en": "We are here.", "fr": "Nous sommes ici."}[lang] in page.inner_text("main")
    settle()
    assert queries.text("about").number == 1
    assert visits.complaints == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_two_texts_that_met_stand_beside_each_other(visits, axe, lang):
    editor = make_user(roles=[Role.EDITOR])
    page = visits.open("pages.edit_text", name="footer", lang=lang, width=NARROW, user=editor)
    make_text("footer")
    settle()
    page.fill("#text_en", "Mine.")
    page.fill("#text_fr", "Le mien.")
    page.locator("main form .form-actions button").first.click()
    assert page.input_value("#text_fr") == "Le mien."
    assert page.locator("main ins").count() == 2
    assert axe(page) == []
