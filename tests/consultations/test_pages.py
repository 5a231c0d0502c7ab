"""The public pages: the list, and one consultation at each stage, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.accounts.models import Role
from consult.consultations.models import Languages
from consult.consultations.rules import Stage
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.zones import end_of_day, moment_at
from consult.modules.models import VersionStatus
from tests.builders import make_committee, make_consultation, make_module, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.pages import Page
from tests.support.site import Site
from tests.support.statements import Statements

EMPTY = Bilingual("", "")
NBSP = "\u00a0"
ZONE = "America/Vancouver"
VISITOR_SELECTS, STAFF_SELECTS = 8, 16


def tags(page: Page) -> list[str]:
    """The status tags of a page."""
    return [tag.text for tag in page.main.all(class_="tag")]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_says_what_can_change_what_to_read_and_until_when(site: Site, clock: StoppedClock, lang: str) -> None:
    clock.set(datetime(2026, 11, 22, 20, tzinfo=UTC))
    committee = make_committee(Bilingual("Recruit Training Committee", "Comité de la formation initiale"))
    consultation = make_consultation(
        closes_at=end_of_day(date(2027, 1, 31), ZONE), zone=ZONE, committee_id=committee.id, statement_count=34
    )
    page = site.open("consultations.page", consultation, lang=lang)
    assert (page.status, page.h1, page.lang) == (200, consultation.title[lang], lang)
    for text in (
        consultation.summary,
        consultation.scope_open,
        consultation.scope_decided,
        consultation.scope_excluded,
        consultation.promise,
        committee.name,
    ):
        assert text[lang] in page.text
    assert page.main.first("time")["datetime"] == "2027-02-01T07:59:59Z"
    closes = {
        "en": "Closes January 31, 2027, 11:59 p.m. Pacific Time, in 10 weeks",
        "fr": "Prend fin le 31 janvier 2027 à 23 h 59, heure du Pacifique, dans 10 semaines",
    }
    assert closes[lang] in page.text.replace(NBSP, " ")
    assert tags(page) == [{"en": "Open", "fr": "Ouverte"}[lang]]


@pytest.mark.parametrize(
    ("stage", "tag", "link"),
    [
        (Stage.SCHEDULED, "Opens soon", "See the statements"),
        (Stage.OPEN, "Open", "Start with the statements"),
        (Stage.CLOSED, "Closed", "See the statements and answers"),
        (Stage.REPORTED, "Report published", "Read the report"),
    ],
)
def test_each_stage_shows_what_can_be_done_now(site: Site, stage: Stage, tag: str, link: str) -> None:
    page = site.open("consultations.page", make_consultation(stage, statement_count=12))
    assert tags(page) == [tag]
    assert link in page.links
    assert ("Start with the statements" in page.links) is (stage is Stage.OPEN)


def test_opening_and_closing_are_the_clocks(site: Site, clock: StoppedClock) -> None:
    opens = moment_at(date(2026, 11, 1), datetime.min.time(), ZONE)
    consultation = make_consultation(
        "scheduled", opens_at=opens, closes_at=end_of_day(date(2026, 11, 1), ZONE), published_at=opens - timedelta(days=9)
    )
    seen = []
    for moment in (opens - timedelta(seconds=1), opens, opens + timedelta(hours=25, seconds=-1), opens + timedelta(hours=25)):
        clock.set(moment)
        seen += tags(site.open("consultations.page", consultation))
    assert seen == ["Opens soon", "Open", "Open", "Closed"]


@pytest.mark.parametrize(("lang", "slug"), [("en", "wrong"), ("fr", "consultation-1-en"), ("en", "")])
def test_a_wrong_or_missing_slug_leads_to_the_right_address(site: Site, lang: str, slug: str) -> None:
    consultation = make_consultation()
    page = site.open(f"/{lang}/consultations/{consultation.id}{'-' if slug else ''}{slug}")
    assert page.hops == [(301, f"/{lang}/consultations/{consultation.id}-{consultation.slug[lang]}")]


def test_the_language_switch_returns_to_the_same_address(site: Site) -> None:
    page = site.open("consultations.page", make_consultation())
    french = page.follow("Français")
    assert (french.path, french.hops) == ("/fr/consultations/1-consultation-1-fr", [])
    assert french.follow("English").path == page.path


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_draft_does_not_exist_for_a_visitor(site: Site, lang: str) -> None:
    draft = make_consultation("draft")
    for reader in (site, site.as_(make_user())):
        assert reader.open("consultations.page", draft, lang=lang).status == 404
        assert draft.title[lang] not in reader.open("consultations.index", lang=lang).text
    assert site.open("/en/consultations/99").status == 404
    page = site.as_(make_user(roles=[Role.MODERATOR])).open("consultations.page", draft, lang=lang)
    assert (page.status, tags(page)) == (200, [{"en": "Draft", "fr": "Ébauche"}[lang]])


def test_a_module_leads_to_the_version_that_is_asked_about(site: Site) -> None:
    module = make_module(slug=Bilingual("calls", "appels"))
    old, new = make_version(module, status=VersionStatus.SUPERSEDED), make_version(module)
    closed, opened = make_consultation("closed", versions=[old]), make_consultation("open", versions=[new])
    links = [site.open("consultations.page", one, lang="fr").main.first("article").first("a")["href"] for one in (closed, opened)]
    assert links[1] == site.path("feedback.module", module, lang="fr")
    assert links[0] == site.path("feedback.module_version", module, lang="fr", number=1)


def test_a_version_that_is_not_published_cannot_be_followed(site: Site) -> None:
    consultation = make_consultation("draft", versions=[make_version(status=VersionStatus.DRAFT)])
    page = site.as_(make_user(roles=[Role.EDITOR])).open("consultations.page", consultation)
    card = page.main.first("article", class_="module-row")
    assert "Not published yet" in card.text
    assert not card.has("a")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_import_says_where_it_comes_from_and_tags_its_language(site: Site, lang: str) -> None:
    imported = make_consultation(
        "closed",
        modules=0,
        imported=True,
        source="polis",
        source_id="https://pol.is/2demo",
        languages=Languages.EN,
        title=Bilingual("Youth and police", ""),
        summary=EMPTY,
        scope_open=EMPTY,
        scope_decided=EMPTY,
        scope_excluded=EMPTY,
        promise=EMPTY,
        statement_count=36,
    )
    page = site.open("consultations.page", imported, lang=lang)
    banner = page.main.first(class_="banner")
    assert "Polis" in banner.text
    assert banner.first("a")["href"] == "https://pol.is/2demo"
    assert {"en": "in English only", "fr": "qu’en anglais"}[lang] in banner.text
    assert page.first("h1").lang == "en"
    assert not page.main.has("section", class_="scope")
    assert {"en": "See the statements and answers", "fr": "Voir les énoncés et les réponses"}[lang] in page.links


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("", {"open", "paused", "scheduled", "closed", "reported", "cancelled"}),
        ("open", {"open", "paused", "scheduled"}),
        ("closed", {"closed"}),
        ("reported", {"reported"}),
        ("cancelled", {"cancelled"}),
        ("archived", {"archived"}),
        ("x", {"open", "paused", "scheduled", "closed", "reported", "cancelled"}),
    ],
)
def test_the_list_is_filtered_by_a_plain_form(site: Site, status: str, shown: set[str]) -> None:
    for stage in Stage:
        make_consultation(stage, title=Bilingual(stage.value, f"fr {stage.value}"))
    page = site.open("consultations.index", status=status)
    assert {heading.text for heading in page.main.all("h2")} == shown
    assert page.main.first("p", role="status").text == f"{len(shown)} consultation{'s' if len(shown) > 1 else ''}"
    french = page.follow("Français")
    assert {heading.text for heading in french.main.all("h2")} == {f"fr {one}" for one in shown}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_empty_list_says_so(site: Site, lang: str) -> None:
    page = site.open("consultations.index", lang=lang)
    assert {"en": "No consultation yet", "fr": "Pas encore de consultation"}[lang] in page.text
    make_consultation("open")
    page = site.open("consultations.index", lang=lang, status="reported")
    assert page.follow({"en": "Show all consultations", "fr": "Afficher toutes les consultations"}[lang]).main.has("article")


def test_pages_ask_the_database_little_and_always_the_same(site: Site, statements: Statements) -> None:
    committee, editor = make_committee(), make_user(roles=[Role.EDITOR])
    site.open("home.index")  # a process that has just started reads the words of the site, once
    asked: dict[str, set[int]] = {}
    for modules in (1, 12):
        consultation = make_consultation("open", modules=modules, committee_id=committee.id)
        make_consultation("closed", modules=modules)
        staff = site.as_(editor)
        for who, target, subject in (
            (site, "consultations.page", consultation),
            (site, "consultations.index", None),
            (staff, "consultations.page", consultation),
            (staff, "consultations.workspace", None),
            (staff, "consultations.edit", consultation),
        ):
            with statements as seen:
                who.open(target, subject)
            asked.setdefault(f"{target} {who is site}", set()).add(len(seen.selects))
            assert not seen.writes
    assert all(len(counts) == 1 for counts in asked.values()), asked
    assert all(max(counts) <= (VISITOR_SELECTS if name.endswith("True") else STAFF_SELECTS) for name, counts in asked.items()), asked


def test_a_page_never_waits_for_the_clock_of_the_machine(site: Site, clock: StoppedClock) -> None:
    consultation = make_consultation("open")
    clock.set(site_clock.now() + timedelta(days=365))
    assert tags(site.open("consultations.page", consultation)) == ["Closed"]
