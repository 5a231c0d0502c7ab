"""Bringing a version in on the staff page: files or pasted texts, every fault beside its text, nothing lost, nobody overwritten."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.core.db import db
from consult.modules import queries
from consult.modules.forms import TEXT_MAX
from consult.modules.models import Module, ModuleVersion, VersionStatus
from consult.modules.services import import_module, publish_version
from tests.builders import make_user
from tests.modules.files import EN, FR, Pair
from tests.support import signing_in
from tests.support.database import settle
from tests.support.pages import Page
from tests.support.site import Site, apart

NBSP = "\u00a0"
SLUG = "small letters without accents, digits and hyphens, at most 80"
NEW = ("Speak low.", "Speak slowly and low."), ("Parlez bas.", "Parlez lentement et bas.")


@pytest.fixture
def editor(site: Site) -> Site:
    """The browser of an editor."""
    return site.as_(make_user(roles=[Role.EDITOR], display_name="Ed Itor"))


@pytest.fixture
def module(app: Flask, pair: Pair) -> Module:
    """A module whose third version is published."""
    imported = import_module(operator(), *pair.paths)
    publish_version(operator(), imported.version)
    settle()
    return imported.module


def upload(editor: Site, path: str, files: dict[str, tuple[str, bytes]], **data: str) -> Page:
    """Send chosen files, as a browser does."""
    settle()
    token = apart(lambda: signing_in.form_token(editor.client))
    sent = {name: (BytesIO(content), file) for name, (file, content) in files.items()}
    base = editor.app.extensions["settings"].public_url
    answer = apart(
        lambda: editor.client.post(
            path, data={"act": "save", "csrf_token": token, **data, **sent}, content_type="multipart/form-data", base_url=base
        )
    )
    settle()
    return Page(editor, answer, path)


def texts(page: Page) -> dict[str, str]:
    """What stands in the two areas. A browser drops the line break right after the tag."""
    areas = {area.get("name"): area for area in page.all("textarea")}
    found = {lang: "".join(child for child in areas[f"text_{lang}"].children if isinstance(child, str)) for lang in ("en", "fr")}
    return {lang: text.replace("\r\n", "\n").removeprefix("\n") for lang, text in found.items()}


def numbers(module_id: int) -> list[int]:
    return list(db.session.scalars(select(ModuleVersion.number).where(ModuleVersion.module_id == module_id).order_by(ModuleVersion.number)))


def changed(text: str) -> str:
    for old, new in NEW:
        text = text.replace(old, new)
    return text


def test_a_new_module_comes_in_from_two_files(editor: Site) -> None:
    page = upload(editor, "/en/workspace/modules/new", {"file_en": ("a.md", EN.encode()), "file_fr": ("b.md", FR.encode())}, base="0")
    assert page.status == 303
    assert page.location == "/en/workspace/modules/7/versions/3"
    version = queries.latest_version(queries.module(7))
    assert (version.number, version.status) == (3, VersionStatus.DRAFT)
    shown = editor.open(page.location)
    assert "Nothing is missing" in shown.text
    assert "Speak low." in shown.text


def test_the_boxes_hold_the_newest_words_and_pasted_texts_make_the_next_draft(editor: Site, module: Module) -> None:
    page = editor.open("modules.new_version", module_id=module.id)
    before = texts(page)
    assert "changes:" not in before["en"]
    log = {"changes_en": "Slower.", "changes_fr": "Plus lent : oui."}
    sent = {"text_en": changed(before["en"]), "text_fr": changed(before["fr"]), **log}
    page = page.send("modules.new_version", sent, button="Save as a draft")
    assert page.hops[0][0] == 303
    version = queries.latest_version(module)
    assert (version.number, version.made_from) == (4, 3)
    assert version.changes.fr == f"Plus lent{NBSP}: oui."
    assert "Ed Itor" in editor.open("modules.history", module_id=module.id).text


def test_a_preview_saves_nothing_and_says_what_is_new_and_what_is_missing(editor: Site, module: Module) -> None:
    for lang, button, new, missing in (
        ("en", "Preview", "Changed", "Write in English what is new"),
        ("fr", "Aperçu", "Modifié", "Écrivez en anglais ce qui est nouveau"),
    ):
        page = editor.open("modules.new_version", module_id=module.id, lang=lang)
        before = texts(page)
        sent = {f"text_{code}": changed(text).replace("{#b05}", "{#b05}\n\nLast. {#b06}") for code, text in before.items()}
        page = page.send("modules.new_version", sent, button=button)
        assert page.status == 200
        assert missing in page.text
        tags = {one.first("h3").text.replace(NBSP, " "): one.first(class_="tag").text for one in page.all(class_="change")}
        name = {"en": "Paragraph", "fr": "Paragraphe"}[lang]
        assert tags[f"{name} 2"] == new
        assert tags[f"{name} 6"] == {"en": "New", "fr": "Nouveau"}[lang]
        assert tags[f"{name} 3"] == {"en": "Unchanged", "fr": "Sans changement"}[lang]
    assert numbers(module.id) == [3]


def test_every_fault_stands_beside_its_text_with_its_line_and_nothing_is_lost(editor: Site, module: Module) -> None:
    english = EN.replace("Wait. {#b03}", "Wait.").replace("audience:", "audiences:")
    french = FR.replace("slug: un-mot-calme", "slug: Un Mot").replace("reading_minutes: 2", "reading_minutes: deux")
    files = {"file_en": ("calm.en.md", english.encode()), "file_fr": ("calme.fr.md", french.encode())}
    page = upload(editor, f"/en/workspace/modules/{module.id}/new-version", files, base="3")
    assert page.status == 422
    assert texts(page) == {"en": english, "fr": french}
    assert [error.partition(". ")[0] for error in page.errors] == [
        "calm.en.md, line 1 (“---”): The front matter lacks audience",
        'calm.en.md, line 9 (“audiences: "Recruits"”): The front matter has an unknown key audiences',
        f"calme.fr.md, line 3 (“slug: Un Mot”): The value of slug is not a slug ({SLUG})",
        "calme.fr.md, line 10 (“reading_minutes: deux”): The value of reading_minutes is not a whole number from 1 on",
    ]
    assert page.first(id="text_en-error").text.count("calm.en.md") == 2
    assert page.first(id="text_fr-error").text.count("calme.fr.md") == 2
    again = upload(editor, f"/fr/espace-de-travail/modules/{module.id}/nouvelle-version", files, base="3")
    assert "calme.fr.md, ligne 10 (« reading_minutes: deux »)" in again.text.replace(NBSP, " ")
    assert "un nombre entier à partir de 1" in again.text


def test_a_key_in_one_language_only_is_told_beside_that_text(editor: Site, module: Module) -> None:
    page = editor.open("modules.new_version", module_id=module.id, lang="fr")
    sent = {"text_en": EN.replace("Wait. {#b03}", "Wait. {#b03}\n\nMore. {#b06}"), "text_fr": FR}
    page = page.send("modules.new_version", sent)
    assert page.status == 422
    assert len(page.errors) == 1
    assert "(« More. {#b06} »)" in page.errors[0].replace(NBSP, " ")
    assert "La clé b06 est dans ce fichier seulement." in page.errors[0].replace(NBSP, " ")
    assert page.has(id="text_en-error")
    assert not page.has(id="text_fr-error")
    assert numbers(module.id) == [3]


def test_a_file_that_is_not_utf8_can_be_read_and_mended_in_its_box(editor: Site, module: Module) -> None:
    french = changed(FR).encode("cp1252")
    path = f"/en/workspace/modules/{module.id}/new-version"
    page = upload(editor, path, {"file_en": ("a.md", changed(EN).encode()), "file_fr": ("b.md", french)}, base="3")
    assert page.status == 422
    assert "b.md, line" in page.errors[0]
    assert "The file is not UTF-8." in page.errors[0]
    assert texts(page)["fr"] == changed(FR)
    page = page.send("modules.new_version", {}, button="Save as a draft")
    assert numbers(module.id) == [3, 4]


@pytest.mark.parametrize(("content", "told"), [(b"PK\x03\x04\x00\x00\xff", "UTF-8"), (b"a\x00b", "U+0000"), (b"x" * (TEXT_MAX + 1), "250")])
def test_what_is_no_text_or_too_long_is_told(editor: Site, module: Module, content: bytes, told: str) -> None:
    path = f"/en/workspace/modules/{module.id}/new-version"
    page = upload(editor, path, {"file_en": ("a.md", content), "file_fr": ("a.md", FR.encode())}, base="3")
    assert page.status == 422
    assert told in page.errors[0]
    assert texts(page)["fr"] == FR


def test_an_empty_text_is_told(editor: Site) -> None:
    page = editor.open("modules.new").send("modules.new", {"text_en": EN})
    assert page.errors == ["Choose a file, or paste the text here: both languages come together."]
    assert texts(page)["en"] == EN


def test_two_people_on_the_same_base_both_keep_their_text(site: Site, editor: Site, module: Module) -> None:
    second = site.as_(make_user(roles=[Role.ADMINISTRATOR]))
    pages = [browser.open("modules.new_version", module_id=module.id) for browser in (editor, second)]
    mine = {"text_en": changed(EN), "text_fr": changed(FR)}
    theirs = {"text_en": EN.replace("Wait.", "Wait a while."), "text_fr": FR.replace("Attendez.", "Attendez un peu.")}
    pages[0].send("modules.new_version", mine, button="Save as a draft")
    late = pages[1].send("modules.new_version", theirs, button="Save as a draft")
    assert late.status == 422
    assert "Somebody saved another version while you were writing." in late.errors[0]
    assert texts(late) == {"en": theirs["text_en"], "fr": theirs["text_fr"]}
    assert "against version 4" in late.text.replace(NBSP, " ")  # what the other one has just saved
    assert numbers(module.id) == [3, 4]
    late.send("modules.new_version", {}, button="Save as a draft")
    assert numbers(module.id) == [3, 4, 5]
    words = [queries.block(queries.version(module, number), "b02").markdown.en for number in (4, 5)]
    assert words == ["Speak slowly and low.", "Speak low."]


def test_an_earlier_version_can_be_put_back_as_a_new_draft(editor: Site, module: Module, pair: Pair) -> None:
    pair.en, pair.fr = changed(pair.en), changed(pair.fr)
    import_module(operator(), *pair.change("reading_minutes: 2", 'reading_minutes: 2\nchanges: "Slower."').paths)
    page = editor.open("modules.history", module_id=module.id).follow("Put these words back, as a new draft – Version 3")
    assert "The boxes hold the words of version 3." in page.text
    page.send("modules.new_version", {}, button="Save as a draft")
    version = queries.latest_version(module)
    assert (version.number, version.made_from) == (5, 3)
    assert queries.block(version, "b02").markdown.en == "Speak low."
    assert "Begun with the words of version 3" in editor.open("modules.history", module_id=module.id).text


def test_texts_of_another_module_are_refused_here(editor: Site, module: Module) -> None:
    sent = {"text_en": EN.replace("a-quiet-word", "other").replace("id: 7", "id: 9"), "text_fr": FR.replace("a-quiet-word", "other")}
    sent["text_fr"] = sent["text_fr"].replace("id: 7", "id: 9").replace("slug: un-mot-calme", "slug: un-autre")
    sent["text_en"] = sent["text_en"].replace("translation_of: un-mot-calme", "translation_of: un-autre")
    page = editor.open("modules.new_version", module_id=module.id).send("modules.new_version", sent)
    assert page.errors == ["These texts are of another module: their slug is other."]


def test_the_same_texts_say_nothing_new(editor: Site, module: Module) -> None:
    page = editor.open("modules.new_version", module_id=module.id).send("modules.new_version", {}, button="Save as a draft")
    assert "These texts say nothing new" in page.text
    assert numbers(module.id) == [3]


def test_a_version_is_published_once_its_change_log_is_there_in_both_languages(editor: Site, module: Module) -> None:
    page = editor.open("modules.new_version", module_id=module.id)
    page = page.send(
        "modules.new_version", {"text_en": changed(EN), "text_fr": changed(FR), "changes_en": "Slower."}, button="Save as a draft"
    )
    assert "Write in French what is new in this version" in page.text
    assert not page.has("form", action=f"/en/workspace/modules/{module.id}/versions/4/publication")
    refused = editor.post("modules.publish", module_id=module.id, number=4)
    assert (refused.status, "Write in French" in refused.text) == (409, True)
    page = page.send("modules.version", {"changes_fr": "Plus lent."})
    page = page.send("modules.publish")
    assert "is public, in English and in French" in page.text
    version = queries.published_version(module)
    assert (version.number, version.published_by_id) == (4, version.created_by_id)
    assert editor.post("modules.publish", module_id=module.id, number=4).status == 409
    assert db.session.scalar(select(func.count()).select_from(ModuleVersion).where(ModuleVersion.status == VersionStatus.PUBLISHED)) == 1


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ANALYST])
def test_other_staff_do_not_keep_modules(site: Site, module: Module, role: Role) -> None:
    browser = site.as_(make_user(roles=[role]))
    for endpoint in ("workspace", "new"):
        assert browser.open(f"modules.{endpoint}").status == 404
    for endpoint in ("history", "new_version"):
        assert browser.open(f"modules.{endpoint}", module_id=module.id).status == 404
