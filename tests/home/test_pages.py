"""The first page, the choice of language, the display settings, and what machines ask for."""

import pytest

from consult.consultations.rules import Stage
from consult.core.bilingual import Bilingual
from tests.builders import make_consultation

PREPARED = Bilingual("The first minute, round two", "La première minute, tour deux")


@pytest.fixture
def theme_of(site):
    """What the browser keeps of the display."""

    def kept() -> str | None:
        cookie = site.client.get_cookie("theme", domain="127.0.0.1")
        return cookie and cookie.value

    return kept


def test_the_root_offers_both_languages_and_chooses_none(site):
    page = site.open("/")
    assert page.status == 200
    assert {page.links["Continue in English"], page.links["Continuer en français"]} == {"/en/", "/fr/"}
    assert [part.get("lang") for part in page.all("section")] == ["en-CA", "fr-CA"]


@pytest.mark.parametrize("browser_says", ["fr-CA,fr;q=0.9", "en"])
def test_the_language_of_the_browser_decides_nothing(site, browser_says):
    answer = site.client.get("/", headers={"Accept-Language": browser_says}, base_url=site.app.extensions["settings"].public_url)
    assert answer.status_code == 200


@pytest.mark.parametrize(("kept", "leads_to"), [("fr", "/fr/"), ("en", "/en/")])
def test_whoever_chose_a_language_before_goes_straight_there(site, kept, leads_to):
    site.client.set_cookie("lang", kept, domain="127.0.0.1")
    page = site.open("/", follow=False)
    assert (page.status, page.location) == (302, leads_to)


def test_a_language_that_the_site_does_not_speak_is_no_choice(site):
    site.client.set_cookie("lang", "//evil.example", domain="127.0.0.1")
    assert site.open("/", follow=False).status == 200


@pytest.mark.parametrize(
    ("lang", "heading"), [("en", "Read what new officers will learn."), ("fr", "Lisez ce que les recrues apprendront.")]
)
def test_the_first_page_says_what_one_can_do_here(site, lang, heading):
    page = site.open("home.index", lang=lang)
    assert page.h1.startswith(heading)
    assert page.lang == lang


@pytest.mark.parametrize(("lang", "title"), [("en", PREPARED.en), ("fr", PREPARED.fr)])
def test_the_first_page_shows_what_is_open_now_and_nothing_else(site, lang, title):
    make_consultation(Stage.OPEN, title=PREPARED)
    for stage in (Stage.DRAFT, Stage.SCHEDULED, Stage.CLOSED):
        make_consultation(stage, title=Bilingual(f"Not this one: {stage}", f"Pas celle-ci\u00a0: {stage}"))
    page = site.open("home.index", lang=lang)
    assert title in page.text
    assert "Not this one" not in page.text
    assert "Pas celle-ci" not in page.text


def test_the_first_page_without_an_open_consultation_leads_to_past_ones(site):
    page = site.open("home.index")
    assert "No consultation is open right now." in page.text
    assert "See the consultations" in page.links


def test_the_other_language_is_the_same_page(site):
    page = site.open("home.index", lang="fr").follow("English")
    assert (page.path, page.lang) == ("/en/", "en")


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_the_display_is_kept_in_a_cookie(site, theme_of, theme):
    page = site.open("home.display").submit("home.display", theme=theme)
    assert theme_of() == theme
    assert page.path == "/en/display"
    assert "Display saved on this device." in page.html
    assert "checked" in page.first("input", name="theme", value=theme).attributes
    assert page.first("html").get("data-theme") == ("" if theme == "system" else theme)


def test_an_unknown_display_is_refused_in_the_language_of_the_page(site, theme_of):
    page = site.post("/fr/affichage", {"theme": "neon"})
    assert page.status == 422
    assert page.errors
    assert theme_of() is None


def test_a_cookie_that_somebody_wrote_by_hand_changes_nothing(site):
    site.client.set_cookie("theme", "neon", domain="127.0.0.1")
    assert site.open("home.index").first("html").get("data-theme") == ""


def test_the_watching_machine_hears_that_the_site_is_alive(site):
    page = site.open("/healthz")
    assert (page.status, page.html) == (200, "ok\n")


def test_search_engines_are_kept_out_of_workspaces_in_both_languages(site):
    lines = site.open("/robots.txt").html.splitlines()
    assert "Disallow: /en/moderation" in lines
    assert "Disallow: /fr/connexion" in lines


@pytest.mark.parametrize("path", ["/", "/en/", "/fr/", "/en/display", "/healthz", "/robots.txt"])
def test_reading_writes_nothing(site, statements, path):
    with statements as seen:
        site.open(path)
    assert seen.writes == []
    assert len(seen.selects) <= 8
