"""Where a consultation stands: every combination of acts and moments, in Python and in SQL."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, Provenance
from consult.consultations.rules import Stage, is_open, stage
from consult.core.db import db
from tests.builders import make_consultation, make_user
from tests.support.clock import StoppedClock

OPENS = datetime(2026, 11, 1, 7, tzinfo=UTC)
CLOSES = datetime(2027, 2, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BEFORE, AT_OPENING, DURING, LAST, AT_CLOSING, AFTER = OPENS - SECOND, OPENS, OPENS + SECOND, CLOSES - SECOND, CLOSES, CLOSES + SECOND
DR, SC, OP, CL, RE = Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN, Stage.CLOSED, Stage.REPORTED

# (published, reported, opens, closes): the stage just before and at the opening, after it, just before and at the closing, after it.
TABLE = {
    (False, False, OPENS, CLOSES): (DR, DR, DR, DR, DR, DR),
    (False, True, OPENS, CLOSES): (DR, DR, DR, DR, DR, DR),
    (False, False, None, None): (DR, DR, DR, DR, DR, DR),
    (True, False, OPENS, CLOSES): (SC, OP, OP, OP, CL, CL),
    (True, True, OPENS, CLOSES): (RE, RE, RE, RE, RE, RE),
    (True, False, None, CLOSES): (SC, SC, SC, SC, SC, SC),
    (True, False, OPENS, None): (SC, OP, OP, OP, OP, OP),
    (True, True, None, None): (RE, RE, RE, RE, RE, RE),
}
MOMENTS = (BEFORE, AT_OPENING, DURING, LAST, AT_CLOSING, AFTER)
CASES = [(given, moment, expected) for given, row in TABLE.items() for moment, expected in zip(MOMENTS, row, strict=True)]


@pytest.mark.parametrize(("given", "moment", "expected"), CASES)
def test_stage_by_acts_and_clock(given: tuple[bool, bool, datetime | None, datetime | None], moment: datetime, expected: Stage) -> None:
    published, reported, opens, closes = given
    consultation = Consultation(
        published_at=OPENS if published else None, reported_at=CLOSES if reported else None, opens_at=opens, closes_at=closes
    )
    assert stage(consultation, moment) is expected


def test_the_stage_in_sql_is_the_stage_in_python(app: Flask) -> None:
    rows = [
        make_consultation(
            modules=0,
            imported=imported,
            published_at=OPENS if published else None,
            reported_at=CLOSES if reported else None,
            opens_at=opens,
            closes_at=closes,
        )
        for imported in (True, False)
        for published, reported, opens, closes in product((True, False), (True, False), (OPENS, None), (CLOSES, None))
    ]
    for moment in MOMENTS:
        at = {row.id: row.stage for row in db.session.execute(select(Consultation.id, queries.stage_at(moment).label("stage")))}
        assert at == {row.id: stage(row, moment) for row in rows}


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
