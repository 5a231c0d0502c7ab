"""The pages of the site's own words, as people read them and as staff change them, in both languages."""

import re
from datetime import UTC, datetime

import pytest

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.core.bilingual import Bilingual
from consult.core.formats import french_spacing
from consult.core.mail import compose
from consult.pages import queries, services
from consult.pages.texts import PAGES
from tests.builders import make_line, make_text, make_user

LANGS = ("en", "fr")
PATHS = {
    "about": ("/en/about", "/fr/a-propos"),
    "privacy": ("/en/privacy", "/fr/confidentialite"),
    "accessibility": ("/en/accessibility", "/fr/accessibilite"),
    "terms": ("/en/terms", "/fr/conditions-d-utilisation"),
    "support": ("/en/support", "/fr/soutien"),
}
RURAL = {
    "name_en": "Rural line",
    "name_fr": "Ligne rurale",
    "purpose_en": "Talk.",
    "purpose_fr": "Parler.",
    "hours_en": "Days",
    "hours_fr": "Le jour",
    "languages_en": "Both",
    "languages_fr": "Les deux",
}
OWN_LINK = re.compile(r"\]\((/[^)]*)\)")


@pytest.fixture
def editor(site):
    """An editor's browser."""
    return site.as_(make_user(roles=[Role.EDITOR], display_name="Nadia Roy"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_address_and_a_link_at_the_foot_of_every_page(site, name, lang):
    page = site.open("home.index", lang=lang)
    path = PATHS[name][LANGS.index(lang)]
    assert path in [link["href"] for link in page.first("footer").all("a")]
    found = site.open(path)
    assert (found.status, found.lang, found.path) == (200, lang, path)
    assert found.first("main").has("h2")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_every_link_in_the_words_of_the_software_leads_to_a_page_of_its_language(site, name, lang):
    for path in OWN_LINK.findall(queries.words(name)[lang]):
        page = site.open(path)
        assert (page.status, page.lang) == (200, lang), path


@pytest.mark.parametrize("name", PAGES)
def test_the_french_of_the_software_is_set_as_canada_sets_it(app, name):
    html = queries.text(name).html.fr
    text = re.sub(r"<[^>]*>", "", html)
    assert french_spacing(text, edit=True) == text
    assert "'" not in text


@pytest.mark.parametrize("lang", LANGS)
def test_what_an_editor_saves_everybody_reads(site, editor, lang):
    page = editor.open("pages.edit_text", lang=lang, name="about")
    page = page.send(page.form("pages.edit_text"), {"text_en": "## Us\n\nWe are here.", "text_fr": "## Nous\n\nNous sommes ici."})
    assert page.hops[0][0] == 303
    public = site.open("pages.about", lang=lang)
    assert {"en": "We are here.", "fr": "Nous sommes ici."}[lang] in public.text
    assert "1" in public.first(class_="muted").text


def test_a_preview_saves_nothing_and_says_what_would_change(editor):
    page = editor.open("pages.edit_text", name="about")
    words = {"text_en": "## Us\n\nWe are **here**.", "text_fr": "## Nous\n\nNous sommes **ici**."}
    shown = page.send(page.form("pages.edit_text"), words, button="Preview")
    assert shown.status == 200
    assert "Nothing is saved yet." in shown.text
    assert "here" in [strong.text for strong in shown.all("strong")]
    assert shown.has("ins")
    assert shown.has("del")
    assert shown.form("pages.edit_text").value("text_fr") == words["text_fr"]
    assert queries.text("about").number == 0
    saved = shown.send(shown.form("pages.edit_text"), button="Save in both languages")
    assert saved.hops
    assert queries.text("about").text.en == words["text_en"]


@pytest.mark.parametrize(("missing", "lang"), [("text_en", "en"), ("text_fr", "fr")])
def test_a_missing_language_is_asked_for_and_nothing_is_lost(editor, missing, lang):
    page = editor.open("pages.edit_text", lang=lang, name="terms")
    given = {"text_en": "Mine.", "text_fr": "Le mien."} | {missing: " "}
    page = page.send(page.form("pages.edit_text"), given)
    assert page.status == 422
    assert len(page.errors) == 1
    other = {"text_en": "text_fr", "text_fr": "text_en"}[missing]
    assert page.form("pages.edit_text").value(other) == given[other]


@pytest.mark.parametrize("lang", LANGS)
def test_two_who_write_at_once_lose_neither_text(site, editor, lang):
    other = site.as_(make_user(roles=[Role.ADMINISTRATOR]))
    mine = editor.open("pages.edit_text", lang=lang, name="footer")
    theirs = other.open("pages.edit_text", name="footer")
    theirs.send(theirs.form("pages.edit_text"), {"text_en": "Theirs at the foot.", "text_fr": "Le leur en bas."})
    page = mine.send(mine.form("pages.edit_text"), {"text_en": "Mine at the foot.", "text_fr": "Le mien en bas."})
    assert page.status == 422
    assert len(page.errors) == 1
    assert page.form("pages.edit_text").value("text_en") == "Mine at the foot."
    assert [gone.text for gone in page.all("del")]  # what stands there now would go
    assert queries.words("footer").en == "Theirs at the foot."
    again = page.send(page.form("pages.edit_text"))
    assert again.hops
    assert queries.words("footer").en == "Mine at the foot."
    assert queries.text_version("footer", 1).text.en == "Theirs at the foot."


def test_history_says_who_and_when_and_a_listener_hears_what_changed(editor, clock):
    clock.set(datetime(2026, 11, 22, 17, 5, tzinfo=UTC))
    for words in (Bilingual("Come at any hour.", "Venez à toute heure."), Bilingual("Come at any time.", "Venez à toute heure.")):
        page = editor.open("pages.edit_text", name="footer")
        page.send(page.form("pages.edit_text"), {"text_en": words.en, "text_fr": words.fr})
    history = editor.open("pages.text_history", name="footer")
    assert "Nadia Roy" in history.text
    assert "November\u00a022, 2026, 12:05\u00a0p.m. Eastern Time" in history.text
    version = history.follow("Version 2: what changed")
    heard = version.first(class_="changed").text
    assert heard == "Come at any Removed: hour. (end of what was removed) Added: time. (end of what was added)"
    assert "No change." in version.text


@pytest.mark.parametrize("lang", LANGS)
def test_an_earlier_text_is_put_back(editor, lang):
    make_text("footer", Bilingual("First.", "Premier."))
    make_text("footer", Bilingual("Second.", "Deuxième."))
    page = editor.open("pages.text_version", lang=lang, name="footer", number=1)
    assert page.submit("pages.restore_text").hops
    assert queries.words("footer") == Bilingual("First.", "Premier.")
    history = editor.open("pages.text_history", lang=lang, name="footer").text
    assert {"en": "version 1 put back", "fr": "version\u00a01 remise"}[lang] in history


def test_putting_back_what_somebody_has_just_changed_is_refused(editor):
    make_text("footer", Bilingual("First.", "Premier."))
    make_text("footer", Bilingual("Second.", "Deuxième."))
    page = editor.open("pages.text_version", name="footer", number=1)
    make_text("footer", Bilingual("Third.", "Troisième."))
    assert page.submit("pages.restore_text").status == 409
    assert queries.words("footer").en == "Third."


@pytest.mark.parametrize("base", ["", "x", "-1", "9" * 30, "²"])
def test_a_state_that_nobody_read_is_a_state_overtaken(editor, base):
    answer = editor.post("pages.edit_text", {"text_en": "A.", "text_fr": "A.", "base": base}, name="footer")
    assert answer.status == 422
    assert queries.text("footer").number == 0


@pytest.mark.parametrize("lang", LANGS)
def test_name_home_and_foot_stand_where_people_read_them(site, lang):
    make_text("site_name", Bilingual("Our Name", "Notre nom"))
    make_text("home_heading", Bilingual("Welcome, all", "Bienvenue à tout le monde"))
    make_text("home_lead", Bilingual("A lead of ours.", "Notre introduction."))
    make_text("footer", Bilingual("At the foot.", "Tout en bas."))
    make_text("land", Bilingual("On this land.", "Sur ce territoire."))
    page = site.open("home.index", lang=lang)
    assert page.h1 == {"en": "Welcome, all", "fr": "Bienvenue à tout le monde"}[lang]
    assert page.title.endswith({"en": "– Our Name", "fr": "– Notre nom"}[lang])
    assert {"en": "A lead of ours.", "fr": "Notre introduction."}[lang] in page.text
    foot = page.first("footer").text
    assert all(
        words[lang] in foot for words in ({"en": "At the foot.", "fr": "Tout en bas."}, {"en": "On this land.", "fr": "Sur ce territoire."})
    )
    assert "Our Name" in site.open("/").html
    letter = compose("a@example.ca", lang, "confirm_address", url="https://example.ca/x")
    assert {"en": "Our Name", "fr": "Notre nom"}[lang] in str(letter["From"])


def test_what_staff_type_stays_text_where_it_is_no_page(site, editor):
    page = editor.open("pages.edit_text", name="footer")
    page.send(page.form("pages.edit_text"), {"text_en": "<b>One</b>\n\ntwo  three", "text_fr": "L'un : <i>deux</i>"})
    assert queries.words("footer") == Bilingual("<b>One</b> two three", "L’un\u00a0: <i>deux</i>")
    assert "&lt;b&gt;One&lt;/b&gt;" in site.open("home.index").html


@pytest.mark.parametrize("lang", LANGS)
def test_support_lines_stand_by_place_and_can_be_left_quickly(site, lang):
    make_line()
    page = site.open("pages.support", lang=lang)
    assert page.main.first("h2").text == {"en": "All of Canada", "fr": "Tout le Canada"}[lang]
    assert "tel:18006686868" in [link.get("href") for link in page.all("a")]
    assert page.has(class_="quick-exit")
    assert {"en": "To verify", "fr": "À vérifier"}[lang] not in page.text  # a task of staff


def test_staff_see_which_lines_want_verifying(site, editor, clock):
    services.verify_line(operator(), queries.line("emergency"), base=0)
    assert editor.open("pages.support").text.count("To verify") == 4
    clock.move(days=180)
    later = site.as_(make_user(roles=[Role.EDITOR]))
    assert later.open("pages.support").text.count("To verify") == 5


@pytest.mark.parametrize("lang", LANGS)
def test_an_editor_adds_changes_verifies_retires_and_puts_back_a_line(site, editor, lang):
    page = editor.open("pages.new_line", lang=lang)
    both = {
        "name": ("Rural line", "Ligne rurale"),
        "purpose": ("Talk.", "Parler."),
        "hours": ("Days", "Le jour"),
        "languages": ("Both", "Les deux"),
    }
    typed = {f"{part}_{code}": pair[number] for part, pair in both.items() for number, code in enumerate(LANGS)}
    assert page.send(page.form("pages.new_line"), {**typed, "phone": "1-800-555-0100", "province": "NU"}).hops
    assert "Nunavut" in site.open("pages.support", lang=lang).text
    page = editor.open("pages.edit_line", lang=lang, line="rural-line")
    assert page.send(page.form("pages.edit_line"), {"hours_en": "Nights", "hours_fr": "La nuit"}).hops
    assert {"en": "Nights", "fr": "La nuit"}[lang] in site.open("pages.support", lang=lang).text
    for act in ("verification", "retirement"):
        endpoint = {"verification": "pages.verify_line", "retirement": "pages.retire_line"}[act]
        base = queries.line("rural-line").number
        assert editor.post(endpoint, {"base": base}, lang=lang, line="rural-line").status == 303
    assert "Nunavut" not in site.open("pages.support", lang=lang).text
    history = editor.open("pages.line_history", lang=lang, line="rural-line")
    assert history.has("ins")
    assert editor.post("pages.restore_line", {"base": 4}, lang=lang, line="rural-line", number=2).status == 303
    assert "Nunavut" in site.open("pages.support", lang=lang).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_fr": ""},
        {"phone": "", "website_en": "", "website_fr": ""},
        {"phone": "call us"},
        {"website_en": "https://example.ca/", "website_fr": ""},
        {"website_en": "javascript:alert(1)", "website_fr": "javascript:alert(1)"},
        {"verified_on": "2999-01-01"},
        {"province": "XX"},
        {"hours_en": "x" * 401},
    ],
)
def test_a_line_that_people_could_not_use_is_not_saved(editor, wrong):
    line = make_line()
    page = editor.open("pages.edit_line", line=line.line)
    data = {name: page.form("pages.edit_line").value(name) for name in page.form("pages.edit_line").names if name != "csrf_token"}
    answer = editor.post("pages.edit_line", data | wrong, line=line.line)
    assert answer.status == 422
    assert answer.errors
    assert queries.line(line.line).number == 1


def test_two_who_change_a_line_at_once_lose_nothing(editor):
    line = make_line()
    page = editor.open("pages.edit_line", line=line.line)
    services.verify_line(operator(), line, base=1)
    answer = page.send(page.form("pages.edit_line"), {"phone": "1-800-555-0199"})
    assert answer.status == 422
    assert answer.form("pages.edit_line").value("phone") == "1-800-555-0199"
    assert "Telephone" in [heading.text for heading in answer.main.all("h3")]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ANALYST])
def test_for_other_staff_these_pages_do_not_exist(site, role):
    other = site.as_(make_user(roles=[role]))
    for endpoint, arguments in (
        ("workspace", {}),
        ("support_lines", {}),
        ("new_line", {}),
        ("edit_text", {"name": "about"}),
        ("text_version", {"name": "about", "number": 0}),
    ):
        assert other.open(f"pages.{endpoint}", **arguments).status == 404
    assert "Words of the site" not in other.open("home.index").html


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_the_workspace_leads_to_every_text(site, role):
    page = site.as_(make_user(roles=[role])).open("home.index").follow("Words of the site")
    assert page.text.count("Words to complete") == 5
    assert page.status == 200
