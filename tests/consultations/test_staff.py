"""Preparing a consultation, from an empty form to its publication, and what may change afterwards."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.accounts.models import Role, RoleGrant
from consult.consultations.models import Mode, WhoMayContribute
from consult.consultations.rules import Stage
from consult.core.bilingual import Bilingual
from consult.core.zones import end_of_day, moment_at
from consult.modules.models import ModuleVersion, VersionStatus
from tests.builders import make_committee, make_consultation, make_user, make_version
from tests.consultations.hosting import ABOUT, DATES, ZONE, edit, only, part, save
from tests.support.clock import StoppedClock
from tests.support.forms import Given
from tests.support.pages import Page
from tests.support.site import Site

NBSP = "\u00a0"
# What a host fills in, part by part.
TYPED: dict[str, dict[str, Given]] = {
    "scope": {
        "scope_open_en": "The wording.",
        "scope_open_fr": "La formulation.",
        "scope_decided_en": "The length.",
        "scope_decided_fr": "La durée.",
        "scope_excluded_en": "Complaints.",
        "scope_excluded_fr": "Les plaintes.",
    },
    "dates": DATES,
    "who": {"who_may_contribute": "confirmed_email"},
    "moderation": {"mode": "post", "moderation_rules_en": "No names.", "moderation_rules_fr": "Aucun nom."},
    "other-ways": {"other_ways_en": "By mail.", "other_ways_fr": "Par la poste."},
    "promise": {"promise_en": "We read it.", "promise_fr": "Nous le lisons."},
    "answer": {"respond_by": "2027-04-30"},
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_consultation_is_prepared_checked_and_published(staff: Site, site: Site, lang: str) -> None:
    first, second = (make_version(title=Bilingual(name, name)) for name in ("Alpha", "Beta"))
    committee = make_committee()
    page = staff.open("consultations.workspace", lang=lang).follow({"en": "New consultation", "fr": "Nouvelle consultation"}[lang])
    page = page.send("consultations.new", ABOUT)
    made = only()
    assert page.path == staff.path("consultations.edit", made, lang=lang)
    chosen: dict[str, Given] = {"modules": [first.id, second.id], f"modules-{first.id}": 2, f"modules-{second.id}": 1}
    parts: dict[str, dict[str, Given]] = {**TYPED, "modules": chosen, "committee": {"committee_id": committee.id}}
    for name, values in parts.items():
        page = part(staff, made, name, lang).send("consultations.part", values)
        assert page.path == staff.path("consultations.edit", made, lang=lang), page.errors
    made = only()
    assert (made.opens_at, made.closes_at) == (
        moment_at(date(2026, 11, 1), time(9), ZONE),
        end_of_day(date(2027, 1, 31), ZONE),
    )
    assert (made.report_by, made.respond_by, made.mode, made.committee_id, made.who_may_contribute) == (
        date(2027, 3, 15),
        date(2027, 4, 30),
        Mode.POST,
        committee.id,
        WhoMayContribute.CONFIRMED_EMAIL,
    )
    assert [entry.version_id for entry in made.modules] == [second.id, first.id]
    assert site.open("consultations.page", made, lang=lang).status == 404

    page = page.send("consultations.publish")
    assert page.path == staff.path("consultations.page", made, lang=lang)
    assert {
        "en": "The consultation is public, in English and in French.",
        "fr": "La consultation est publique, en français et en anglais.",
    }[lang] in page.text
    for each in ("en", "fr"):
        public = site.open("consultations.page", made, lang=each)
        assert public.h1 == made.title[each]
        assert all(text[each] in public.text for text in (made.other_ways, made.moderation_rules, made.promise))


def states(page: Page) -> dict[str, str]:
    """Each task with its state, as they are read."""
    return {item.first("a").text: item.first("span", class_="tag").text for item in page.main.first("ol", class_="tasks").all("li")}


def test_every_part_says_in_words_where_it_stands(staff: Site) -> None:
    bare: dict[str, Any] = dict.fromkeys(("summary", "scope_open", "promise"), Bilingual("", ""))
    draft = make_consultation("draft", modules=0, closes_at=None, **bare)
    assert states(edit(staff, draft)) == {
        "Title and summary": "To do",
        "What people can influence": "To do",
        "Modules": "To do",
        "Dates and time zone": "To do",
        "Who may comment": "Done",
        "Moderation": "Done",
        "Other ways to take part": "Optional",
        "What we promise in return": "Optional",
        "Committee that answers": "Optional",
        "Date of the answer": "Optional",
    }
    full = make_consultation(
        "draft", committee_id=make_committee().id, respond_by=date(2030, 1, 1), other_ways=Bilingual("By mail.", "Par la poste.")
    )
    assert set(states(edit(staff, full, "fr")).values()) == {"Fait"}
    half = make_consultation("draft", other_ways=Bilingual("By mail.", ""))
    assert states(edit(staff, half))["Other ways to take part"] == "To do"


def test_where_anyone_may_write_a_moderator_reads_first_and_nobody_votes(staff: Site, site: Site) -> None:
    draft = make_consultation("draft", mode=Mode.POST, modules=0, statement_count=3)
    assert "There is nothing to comment on" not in edit(staff, draft).text
    save(staff, draft, "who", {"who_may_contribute": "anyone"})
    assert (only().who_may_contribute, only().mode) == (WhoMayContribute.ANYONE, Mode.PRE)
    page = save(staff, draft, "moderation", {"mode": "post"})
    assert (page.status, page.errors) == (
        422,
        ["Anyone may comment here without an account, so a moderator reads every comment first."],
    )
    assert "There is nothing to comment on" in edit(staff, draft).text


def test_an_unknown_part_is_no_page(staff: Site) -> None:
    assert part(staff, make_consultation("draft"), "nothing").status == 404


def test_what_staff_write_is_set_as_its_language_is(staff: Site) -> None:
    staff.open("consultations.new").send("consultations.new", {**ABOUT, "summary_en": 'One\r\n\r\n  "paragraph" '})
    assert only().title.fr == f"Formation des recrues{NBSP}: les premières bases"
    assert only().summary == Bilingual("One “paragraph”", "Que devraient apprendre les recrues?")


def test_a_title_is_enough_to_begin(staff: Site) -> None:
    page = staff.open("consultations.new", lang="fr").submit("consultations.new", title_fr="À l’écoute")
    assert page.path == "/fr/consultations/1-a-l-ecoute/modifier"
    page = staff.open("consultations.new", lang="fr").submit("consultations.new")
    assert (page.status, page.errors) == (422, ["Donnez un titre, dans au moins une langue."])


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("en", ["The summary in French is missing.", "The closing date is missing.", "The module “Alpha” is not published yet."]),
        (
            "fr",
            [
                "Il manque le résumé en français.",
                "Il manque la date de clôture.",
                f"Le module «{NBSP}Alpha{NBSP}» n’est pas encore publié.",
            ],
        ),
    ],
)
def test_the_form_lists_what_is_missing_and_publishing_is_refused(staff: Site, lang: str, sentences: list[str]) -> None:
    version = make_version(title=Bilingual("Alpha", "Alpha"), status=VersionStatus.DRAFT)
    draft = make_consultation("draft", versions=[version], summary=Bilingual("x", ""), closes_at=None)
    page = edit(staff, draft, lang)
    shown = [item.text for item in page.main.first(class_="side-box").all("li")]
    assert shown == sentences
    assert not page.main.first(class_="side-box").has("button")
    refusal = staff.post("consultations.publish", subject=draft, lang=lang)
    assert refusal.status == 409
    assert all(sentence in refusal.text for sentence in sentences)
    assert only().published_at is None


def test_a_draft_on_a_version_of_another_says_so(staff: Site) -> None:
    version = make_version(title=Bilingual("Alpha", "Alpha"))
    make_consultation("open", versions=[version])
    draft = make_consultation("draft", versions=[version])
    for lang, sentence in (
        ("en", "Another consultation already asks about this version of “Alpha”. Choose another version."),
        ("fr", f"Une autre consultation porte déjà sur cette version de «{NBSP}Alpha{NBSP}». Choisissez-en une autre."),
    ):
        assert [item.text for item in edit(staff, draft, lang).main.first(class_="side-box").all("li")] == [sentence]
        refusal = staff.post("consultations.publish", subject=draft, lang=lang)
        assert refusal.status == 409
        assert sentence in refusal.text


@pytest.mark.parametrize("role", [*Role, None])
def test_staff_are_led_only_where_they_may_go(site: Site, role: Role | None) -> None:
    consultation = make_consultation("closed")
    reader = site.as_(make_user(roles=[role] if role else []))
    moderates, reports = role is Role.MODERATOR, role in {Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR}
    page = reader.open("consultations.page", consultation)
    shown = {words: words in page.links for words in ("Moderation", "Moderation queue", "Prepare the report")}
    assert shown == {"Moderation": moderates, "Moderation queue": moderates, "Prepare the report": reports}
    assert reader.open("moderation.queue").status == (200 if moderates else 404)
    assert reader.open("reports.workspace", consultation).status == (200 if reports else 404)
    if role:
        targets = [link["href"] for link in reader.open("consultations.workspace").main.first("tbody").all("a")]
        assert (site.path("reports.workspace", consultation) in targets) is reports


def test_a_role_in_one_consultation_leads_nowhere_in_another(site: Site) -> None:
    here, there = make_consultation("closed"), make_consultation("closed")
    for role, words in ((Role.MODERATOR, "Moderation queue"), (Role.ANALYST, "Prepare the report")):
        person = make_user()
        person.grants.append(RoleGrant(role=role, consultation_id=here.id))
        reader = site.as_(person)
        assert [words in reader.open("consultations.page", one).links for one in (here, there)] == [True, False]


def test_an_expired_form_keeps_its_words(staff: Site) -> None:
    page = staff.post("consultations.new", ABOUT, token=False)
    assert page.status == 422
    assert page.form("consultations.new").value("summary_en") == ABOUT["summary_en"]
    draft = make_consultation("draft")
    assert staff.post("consultations.publish", subject=draft, token=False).status == 422
    assert only().published_at is None


@pytest.mark.parametrize("role", [*Role, None])
def test_who_sees_the_workspace_and_who_may_edit(site: Site, role: Role | None) -> None:
    draft = make_consultation("draft")
    reader = site.as_(make_user(roles=[role] if role else []))
    hosts = role in {Role.EDITOR, Role.ADMINISTRATOR}
    page = reader.open("consultations.workspace")
    assert page.status == (200 if role else 404)
    if role:
        assert draft.title.en in page.links
        assert ("New consultation" in page.links) is hosts
    assert reader.open("consultations.new").status == (200 if hosts else 404)
    assert reader.open("consultations.edit", draft).status == (200 if hosts else 404)
    assert reader.post("consultations.publish", subject=draft).status == (303 if hosts else 404)


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    for target in ("consultations.workspace", "consultations.new"):
        answer = site.open(target, follow=False)
        assert (answer.status, answer.location.partition("?")[0]) == (303, "/en/sign-in")


def test_an_import_cannot_be_edited(staff: Site) -> None:
    imported = make_consultation("closed", imported=True)
    assert edit(staff, imported).status == 404
    assert staff.post("consultations.publish", subject=imported).status == 404


def test_the_list_of_staff_counts_comments_and_leads_on(staff: Site) -> None:
    consultation = make_consultation("open", modules=2)
    for entry in consultation.modules:
        entry.comment_count = 600
    row = staff.open("consultations.workspace").main.first("tbody").first("tr")
    assert "1,200" in row.text
    assert [link["href"] for link in row.all("a")] == [
        staff.path("consultations.page", consultation),
        staff.path("consultations.edit", consultation),
        staff.path("reports.workspace", consultation),
    ]


def test_a_past_closing_date_is_pointed_out_before_publishing(staff: Site, clock: StoppedClock) -> None:
    now = clock.now()
    drafts = [
        make_consultation("draft", opens_at=now - timedelta(days=9), closes_at=closes) for closes in (now, now + timedelta(seconds=1))
    ]
    assert ["would be closed at once" in edit(staff, draft).text for draft in drafts] == [True, False]


def test_draft_versions_are_offered_to_drafts_alone(app: Flask, staff: Site) -> None:
    version: ModuleVersion = make_version(status=VersionStatus.DRAFT)
    offered = {}
    for stage in (Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN):
        form = part(staff, make_consultation(stage), "modules").form("consultations.part")
        offered[stage] = f"modules-{version.id}" in form.names
    assert offered == {Stage.DRAFT: True, Stage.SCHEDULED: False, Stage.OPEN: False}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Choose a last day to come"), ("fr", "Choisissez un dernier jour à venir")],
)
def test_a_slip_does_not_close_what_was_announced(staff: Site, lang: str, words: str) -> None:
    row = make_consultation("scheduled")
    before = row.closes_at
    page = part(staff, row, "dates", lang).submit("consultations.part", opens_on="2026-09-01", closes_on="2026-09-20")
    assert page.status == 422
    assert any(words in error for error in page.errors)
    assert page.form("consultations.part").value("closes_on") == "2026-09-20"
    assert only().closes_at == before


@pytest.mark.parametrize(
    ("lang", "kept", "chosen"),
    [("en", "keep one module at least", "choose a module first"), ("fr", "gardez au moins un module", "choisissez d’abord un module")],
)
def test_what_is_public_keeps_something_to_answer(staff: Site, lang: str, kept: str, chosen: str) -> None:
    row = make_consultation("scheduled")
    page = part(staff, row, "modules", lang).send("consultations.part", {"modules": []})
    assert (page.status, any(kept in error for error in page.errors)) == (422, True)
    votes = make_consultation("scheduled", modules=0, statement_count=2)
    page = part(staff, votes, "who", lang).send("consultations.part", {"who_may_contribute": "anyone"})
    assert (page.status, any(chosen in error for error in page.errors)) == (422, True)


def test_without_a_module_a_host_is_led_to_where_they_are_made(staff: Site) -> None:
    row = make_consultation("draft", modules=0)
    assert part(staff, row, "modules").follow("Bring in a module first").path == staff.path("modules.workspace")
