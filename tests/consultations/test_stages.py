"""Where a consultation stands: every combination of acts and moments, in the rules, in SQL, on the pages and on the command line."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, Provenance
from consult.consultations.rules import Stage, is_open, stage
from consult.core.db import db
from tests.builders import make_consultation, make_statement, make_user
from tests.support.clock import StoppedClock
from tests.support.commands import run
from tests.support.site import Site

OPENS = datetime(2026, 11, 1, 7, tzinfo=UTC)
CLOSES = datetime(2027, 2, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BEFORE, AT_OPENING, DURING, LAST, AT_CLOSING, AFTER = OPENS - SECOND, OPENS, OPENS + SECOND, CLOSES - SECOND, CLOSES, CLOSES + SECOND
LATER = CLOSES + timedelta(days=14)  # where it was extended to
LAST_LATER = LATER - SECOND
DR, SC, OP, PA, CL, RE, CA, AR = Stage
MOMENTS = (BEFORE, AT_OPENING, DURING, LAST, AT_CLOSING, AFTER, LAST_LATER, LATER)
# By the clock alone, at each of these moments: as announced, and extended.
AS_ANNOUNCED = (SC, OP, OP, OP, CL, CL, CL, CL)
EXTENDED = (SC, OP, OP, OP, OP, OP, OP, CL)
# What is decided whatever the clock says: the first act of these that was done, or not done, and the stage it leads to.
DECIDED = ((("published_at", False), DR), (("archived_at", True), AR), (("cancelled_at", True), CA), (("reported_at", True), RE))
FLAGS = ("published_at", "paused_at", "reported_at", "cancelled_at", "archived_at")
WORDS = {
    "en": {DR: "Draft", SC: "Opens soon", OP: "Open", PA: "Paused", CL: "Closed", RE: "Report published", CA: "Cancelled", AR: "Archived"},
    "fr": {
        DR: "Ébauche",
        SC: "Ouvre bientôt",
        OP: "Ouverte",
        PA: "En pause",
        CL: "Terminée",
        RE: "Rapport publié",
        CA: "Annulée",
        AR: "Archivée",
    },
}


@dataclass(frozen=True)
class Case:
    """Which acts were done. Opening and closing are the clock's; what was resumed is as if it had never been paused."""

    done: frozenset[str]
    extended: bool
    imported: bool

    @property
    def columns(self) -> dict[str, Any]:
        """What the row holds then."""
        acts = {name: OPENS if name in self.done else None for name in FLAGS}
        return {**acts, "opens_at": OPENS, "closes_at": LATER if self.extended else CLOSES}

    def stage(self, place: int) -> Stage:
        """What the table says at the moment of this place."""
        for (act, is_done), decided in DECIDED:
            if (act in self.done) is is_done:
                return decided
        by_clock = (EXTENDED if self.extended else AS_ANNOUNCED)[place]
        return PA if by_clock is OP and "paused_at" in self.done else by_clock


CASES = [
    Case(frozenset(done), extended, imported)
    for number in range(len(FLAGS) + 1)
    for done in combinations(FLAGS, number)
    for extended, imported in product((False, True), repeat=2)
]
PUBLIC = [case for case in CASES if "published_at" in case.done]


def made(cases: list[Case]) -> dict[int, tuple[Case, Consultation]]:
    """All of them in one database, by their number."""
    rows = [(case, make_consultation(imported=case.imported, **case.columns)) for case in cases]
    for _case, row in rows:
        make_statement(row, number=1)
    return {row.id: (case, row) for case, row in rows}


@pytest.mark.parametrize(("place", "moment"), list(enumerate(MOMENTS)))
def test_the_table_of_stages(place: int, moment: datetime) -> None:
    for case in CASES:
        row = Consultation(provenance=Provenance.IMPORTED if case.imported else Provenance.OWN, **case.columns)
        assert stage(row, moment) is case.stage(place), case
        assert is_open(row, moment) is (case.stage(place) is OP and not case.imported), case


def test_the_table_of_stages_in_sql(app: Flask) -> None:
    cases = made(CASES)
    for place, moment in enumerate(MOMENTS):
        at = {row.id: row.stage for row in db.session.execute(select(Consultation.id, queries.stage_at(moment).label("stage")))}
        assert at == {number: case.stage(place) for number, (case, _row) in cases.items()}


@pytest.mark.parametrize(("place", "moment"), list(enumerate(MOMENTS)))
def test_the_table_of_stages_on_the_pages(site: Site, clock: StoppedClock, place: int, moment: datetime) -> None:
    """The page says where it stands, and there are forms where people may take part, and nowhere else."""
    lang = ("en", "fr")[place % 2]
    cases = made(CASES)
    clock.set(moment)
    host = site.as_(make_user(roles=[Role.EDITOR]))
    for case, row in cases.values():
        expected = case.stage(place)
        reader = host if expected is DR else site
        page = reader.open("consultations.page", row, lang=lang)
        assert page.main.first("span", class_="tag").text == WORDS[lang][expected], case
        if expected is DR:
            assert site.open("consultations.page", row, lang=lang).status == 404
            continue
        takes_part = expected is OP and not case.imported
        thread = site.open("feedback.discussion", row.modules[0].module, lang=lang, number=1)
        assert thread.has("textarea", id="body") is takes_part, case
        assert site.open("feedback.statement", row, number=1, lang=lang).has("form", class_="statement") is takes_part, case


@pytest.mark.parametrize(("place", "moment"), list(enumerate(MOMENTS)))
def test_the_table_of_stages_on_the_command_line(app: Flask, clock: StoppedClock, place: int, moment: datetime) -> None:
    cases = made(CASES)
    clock.set(moment)
    for number, (case, _row) in cases.items():
        told = json.loads(run(app, "stage", str(number), "--json").stdout)
        assert (told["stage"], told["is_open"]) == (case.stage(place), case.stage(place) is OP and not case.imported), case
    case, row = next(iter(cases.values()))
    assert run(app, "stage", row.slug.en).stdout == f"{case.stage(place)}\n"


# What is not dated, or dated on one side only.
UNDATED = {
    (None, None, False): (SC,) * 8,
    (None, None, True): (CL,) * 8,
    (None, CLOSES, False): (SC,) * 8,
    (OPENS, None, False): (SC, OP, OP, OP, OP, OP, OP, OP),
}


@pytest.mark.parametrize(("given", "expected"), UNDATED.items())
def test_dates_that_are_not_known(app: Flask, given: tuple[datetime | None, datetime | None, bool], expected: tuple[Stage, ...]) -> None:
    opens, closes, imported = given
    row = make_consultation(modules=0, imported=imported, published_at=OPENS, opens_at=opens, closes_at=closes)
    for moment, reached in zip(MOMENTS, expected, strict=True):
        in_sql = db.session.scalar(select(queries.stage_at(moment)).where(Consultation.id == row.id))
        assert (stage(row, moment), in_sql) == (reached, reached)


@pytest.mark.parametrize(
    ("opens", "closes", "expected"), [(None, None, CL), (None, CLOSES, SC), (OPENS, None, OP)], ids=["no dates", "no opening", "no closing"]
)
def test_a_record_without_any_date_is_closed(opens: datetime | None, closes: datetime | None, expected: Stage) -> None:
    consultation = Consultation(provenance=Provenance.IMPORTED, published_at=OPENS, opens_at=opens, closes_at=closes)
    assert stage(consultation, DURING) is expected


def test_an_import_is_never_open(app: Flask) -> None:
    assert not is_open(make_consultation("open", imported=True), DURING)


def test_the_sql_twin_of_may_read(app: Flask) -> None:
    rows = [make_consultation(one) for one in Stage]
    for actor in (None, make_user(), *(make_user(roles=[role]) for role in Role)):
        readable = {row.id for row in queries.listed(actor, DURING)}
        assert readable == {row.id for row in rows if rules.may_read(actor, row)}


def test_the_list_begins_with_what_people_can_act_on(app: Flask, clock: StoppedClock) -> None:
    now = clock.now()
    past, newer_past = (
        make_consultation("closed", opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=days)) for days in (60, 30)
    )
    coming, draft = make_consultation("scheduled"), make_consultation("draft", opens_at=None, closes_at=None)
    later, sooner = (make_consultation("open", closes_at=now + timedelta(days=days)) for days in (9, 3))
    reported = make_consultation("reported", opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=45))
    everything = queries.listed(make_user(roles=[Role.MODERATOR]), now)
    assert everything == [sooner, later, coming, draft, newer_past, reported, past]
    assert queries.listed(None, now, stages={Stage.CLOSED}) == [newer_past, past]
