"""What the lists of ballots ask of the database: a walk along their own index, however many people have answered."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.seals import COLUMN
from consult.feedback import queries
from consult.feedback.models import Readiness, SectionBallot
from consult.modules import queries as modules
from tests.builders import make_ballot, make_user
from tests.feedback.test_ballots import asked_about
from tests.support.clock import StoppedClock
from tests.support.database import settle

PEOPLE, SECTIONS = 300, 10
WORK = ("SCAN section_ballots", "Seq Scan on section_ballots", "TEMP B-TREE", "Sort")


@pytest.fixture
def full(app: Flask, clock: StoppedClock) -> tuple[Consultation, User]:
    """A consultation in which many have answered many sections, half of them in words; and the last of these people."""
    consultation = asked_about()
    people = [make_user() for _ in range(PEOPLE)]
    make_ballot(consultation, people[0], readiness=Readiness.CHANGES)
    table = db.metadata.tables["section_ballots"]
    row = dict(db.session.execute(sa.select(table)).mappings().one())
    row.pop(COLUMN)
    for number, person in enumerate(people[1:]):
        clock.move(seconds=1)
        words = {"readiness": Readiness.READY, "reason": ""} if number % 2 else {}
        answer = {**row, **words, "voter_id": person.id, "cast_at": clock.moment}
        db.session.execute(sa.insert(table), [{**answer, "section_key": f"s{place}"} for place in range(1, SECTIONS + 1)])
    if db.engine.dialect.name == "postgresql":  # SQLite takes the index without having counted
        db.session.execute(sa.text("ANALYZE section_ballots"))
    settle()
    return consultation, people[-1]


def plan_of(act: Any) -> str:
    """How the database answers the one question that this read asks."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    (statement, parameters) = next(one for one in asked if "section_ballots" in one[0])
    sqlite = db.engine.dialect.name == "sqlite"
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", parameters)
    return "\n".join(str(row[3] if sqlite else row[0]) for row in rows)


@pytest.mark.parametrize("is_deep", [False, True])
def test_words_are_found_along_their_own_index(full: tuple[Consultation, User], is_deep: bool) -> None:
    consultation, _person = full
    place = (consultation.modules[0].module_id, "s1")
    first = queries.ballot_words(consultation.id, place)
    after = first.after or 0
    found = plan_of(lambda: queries.ballot_words(consultation.id, place, after=after if is_deep else 0))
    assert "ix_section_ballots_words" in found, found
    assert not [work for work in WORK if work in found], found


def test_ones_own_answers_are_found_among_ones_own(full: tuple[Consultation, User]) -> None:
    consultation, person = full
    entry = consultation.modules[0]
    sections = modules.sections(modules.blocks(entry.version))
    found = plan_of(lambda: queries.own_answers(person, consultation, entry.module_id, sections))
    assert "ix_section_ballots_voter" in found, found
    assert len(queries.own_answers(person, consultation, entry.module_id, sections)) == len(sections)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SectionBallot)) == (PEOPLE - 1) * SECTIONS + 1
