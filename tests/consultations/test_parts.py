"""The forms of the task list: what each refuses and keeps, and what may still change once people take part."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult.consultations.models import Consultation
from consult.consultations.parts import PARTS
from consult.consultations.rules import Stage
from consult.core.db import db
from consult.core.zones import end_of_day
from consult.modules.models import VersionStatus
from tests.builders import make_committee, make_consultation, make_module, make_version
from tests.consultations.hosting import ABOUT, DATES, ZONE, only, part, save
from tests.support.clock import StoppedClock
from tests.support.forms import FormOnPage, Given
from tests.support.site import Site

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"closes_on": "2026-10-31"}, "closes_on", "The last day for comments cannot be before the opening."),
        ({"closes_on": "31 January"}, "closes_on", "Write the date like this: 2026-11-22."),
        ({"opens_time": "9 o'clock"}, "opens_time", "Write the hour like this: 09:30."),
        ({"report_by": "2027-01-31"}, "report_by", "The report comes after the last day for comments."),
        ({"report_by": "2027-05-01"}, "report_by", "The committee answers after the report."),
        ({"closes_on": "9999-12-31"}, "closes_on", "Choose a date between the years 2000 and 2100."),
        ({"closes_on": "2101-01-01"}, "closes_on", "Choose a date between the years 2000 and 2100."),
        ({"opens_on": "0001-01-01"}, "opens_on", "Choose a date between the years 2000 and 2100."),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_typed_is_lost(
    staff: Site, given: dict[str, Given], field: str, sentence: str
) -> None:
    draft = make_consultation("draft", opens_at=None, closes_at=None, respond_by=date(2027, 4, 30))
    page = save(staff, draft, "dates", {**DATES, **given})
    assert (page.status, page.errors) == (422, [sentence])
    assert page.main.first(class_="error-summary").first("a")["href"] == f"#{field}"
    assert page.title.startswith("Error: ")
    form = page.form("consultations.part")
    assert {name: form.value(name) for name in DATES} == {**DATES, **given}
    assert only().opens_at is None


def test_a_title_that_is_too_long_is_kept_and_refused(staff: Site) -> None:
    page = staff.open("consultations.new").send("consultations.new", {**ABOUT, "title_en": "x" * 201})
    assert (page.status, page.errors) == (422, ["Use at most 200 characters."])
    assert page.form("consultations.new").value("summary_fr") == "Que devraient apprendre les recrues?"
    assert db.session.scalars(select(Consultation)).all() == []


def test_the_answer_comes_after_the_report(staff: Site) -> None:
    draft = make_consultation("draft", report_by=date(2027, 3, 15))
    page = save(staff, draft, "answer", {"respond_by": "2027-03-14"})
    assert (page.status, page.errors) == (422, ["The committee answers after the report."])


def test_a_day_on_which_it_both_opens_and_closes_is_a_day(staff: Site) -> None:
    draft = make_consultation("draft", opens_at=None, closes_at=None)
    assert save(staff, draft, "dates", {**DATES, "closes_on": "2026-11-01"}).status == 200
    assert only().closes_at is not None


def test_days_stay_the_same_when_the_zone_changes(staff: Site) -> None:
    draft = make_consultation("draft", zone=ZONE, closes_at=end_of_day(date(2027, 1, 31), ZONE))
    save(staff, draft, "dates", {"zone": "America/St_Johns"})
    assert only().closes_at == end_of_day(date(2027, 1, 31), "America/St_Johns")


def test_two_versions_of_one_module_are_refused(staff: Site) -> None:
    module = make_module()
    old, new = make_version(module, status=VersionStatus.SUPERSEDED), make_version(module)
    draft = make_consultation("draft", versions=[old])
    page = save(staff, draft, "modules", {"modules": [old.id, new.id]})
    assert (page.status, page.errors) == (422, ["Choose one version only of “The first minute”."])
    save(staff, draft, "modules", {"modules": [new.id]})
    assert [entry.version_id for entry in only().modules] == [new.id]


def test_a_version_that_is_not_offered_is_refused(staff: Site) -> None:
    draft = make_consultation("draft")
    page = staff.post("consultations.part", {"modules": [999]}, subject=draft, name="modules")
    assert (page.status, page.errors) == (422, ["Choose from the modules of the list."])


@pytest.mark.parametrize("field", ["modules", "place"])
def test_numbers_of_thousands_of_digits_are_read_as_no_number(staff: Site, field: str) -> None:
    draft = make_consultation("draft")
    known, digits = draft.modules[0].version_id, "1" * 5_000
    given: dict[str, Given] = {"modules": [digits]} if field == "modules" else {"modules": [known], f"modules-{known}": digits}
    page = staff.post("consultations.part", {**given, "base": "0"}, subject=draft, name="modules")
    assert page.status == (422 if field == "modules" else 303)
    assert field != "modules" or page.errors == ["Choose from the modules of the list."]


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.PAUSED, Stage.CLOSED])
def test_once_open_the_forms_ask_only_for_what_may_still_change(staff: Site, stage: Stage) -> None:
    consultation = make_consultation(stage, committee_id=make_committee().id)
    asked = set()
    for name in PARTS:
        page = part(staff, consultation, name)
        asked |= {field for form in page.main.all("form") for field in FormOnPage(form).names}
    assert not asked & {"opens_on", "opens_time", "closes_on", "zone", "mode", "committee_id", "who_may_contribute"}
    assert {"report_by", "title_en", "moderation_rules_fr", "other_ways_en"} <= asked
    page = save(staff, consultation, "about", {"title_en": "Corrected"})
    assert (page.status, only().title.en) == (200, "Corrected")
    assert [entry.version.number for entry in only().modules] == [1]


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.ARCHIVED])
def test_what_was_put_away_is_only_read(staff: Site, stage: Stage) -> None:
    consultation = make_consultation(stage)
    for name in PARTS:
        assert "Settled: this cannot change any more" in part(staff, consultation, name).text


def test_a_form_that_was_open_at_the_opening_saves_only_what_may_still_change(staff: Site, clock: StoppedClock) -> None:
    opens = clock.now() + timedelta(minutes=5)
    row = make_consultation("scheduled", zone=ZONE, opens_at=opens, closes_at=end_of_day(date(2030, 1, 1), ZONE))
    page = part(staff, row, "dates")
    clock.set(opens)
    page.send("consultations.part", {"zone": "America/Regina", "report_by": "2030-02-02"})
    assert (only().zone, only().opens_at, only().report_by) == (ZONE, opens, date(2030, 2, 2))


def test_what_is_public_is_not_blanked(staff: Site) -> None:
    consultation = make_consultation("open")
    page = part(staff, consultation, "scope", "fr").submit("consultations.part", scope_decided_fr="", scope_open_en=" ")
    assert page.status == 422
    assert page.errors == [f"Cette consultation est publique{NBSP}: rédigez ce texte dans les deux langues."] * 2


def test_modules_may_join_an_open_consultation(staff: Site) -> None:
    consultation, joining = make_consultation("open"), make_version()
    save(staff, consultation, "modules", {"modules": [consultation.modules[0].version_id, joining.id]})
    assert [entry.version_id for entry in only().modules][1:] == [joining.id]


def test_unticking_what_people_read_changes_nothing(staff: Site) -> None:
    consultation = make_consultation("open")
    save(staff, consultation, "modules", {"modules": None})
    assert len(only().modules) == 1
