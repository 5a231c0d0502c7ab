"""The pages of versions in a real browser: two files chosen, looked at and saved; two versions compared without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.modules.services import import_module, publish_version
from tests.builders import make_user
from tests.modules.files import FR, Pair
from tests.support.database import settle
from tests.support.visits import NARROW, Visits

pytestmark = pytest.mark.browser
LANGS = ("en", "fr")


@pytest.fixture
def version(app: Flask, pair: Pair) -> int:
    """A module with one published version; its number."""
    imported = import_module(operator(), *pair.paths)
    publish_version(operator(), imported.version)
    settle()
    return imported.module.id


@pytest.mark.parametrize("lang", LANGS)
def test_files_are_chosen_looked_at_and_saved(visits: Visits, axe: Callable[..., list[str]], version: int, lang: str, pair: Pair) -> None:
    pair.change("Speak low.", "Speak slowly.", lang="en").change("Attendez. {#b03}", "Attendez. {#b03}\n\nPuis. {#b06}", lang="fr")
    editor = make_user(roles=[Role.EDITOR])
    page = visits.open("modules.new_version", lang=lang, width=NARROW, user=editor, module_id=version)
    for code, path in zip(LANGS, pair.paths, strict=True):
        page.set_input_files(f"#file_{code}", path)
    page.click("button[value=preview]")
    assert page.locator(".error-summary li").count() == 1
    assert page.input_value("#text_fr") == pair.fr
    assert axe(page) == []
    page.fill("#text_fr", FR)
    page.click("button[value=preview]")
    assert page.locator(".change--pair ins").count() == 1
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    page.click("button[value=save]")
    assert page.url.endswith(f"/modules/{version}/versions/4")


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("lang", LANGS)
def test_two_versions_are_compared_on_a_phone_without_scripts(visits: Visits, lang: str, pair: Pair) -> None:
    pair.change("Speak low.", "Speak slowly.", lang="en").change("Parlez bas.", "Parlez lentement.", lang="fr")
    newer = import_module(operator(), *pair.change("reading_minutes: 2", 'reading_minutes: 2\nchanges: "Slower."').paths)
    publish_version(operator(), newer.version)
    page = visits.open("modules.compare", newer.module, lang=lang, width=NARROW, javascript=False)
    page.select_option("#view", "sentences")
    page.select_option("#show", "all")
    page.locator("main form.filters button").click()
    spoken = page.locator("#b02").inner_text().replace("\u00a0", " ")
    expected = {"en": "Paragraph 2: removed “low.”, added “slowly.”", "fr": "Paragraphe 2 : supprimé « bas. », ajouté « lentement. »"}
    assert spoken == expected[lang]
