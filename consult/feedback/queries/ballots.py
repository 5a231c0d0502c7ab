"""Ballots on sections: a person's own answers, and for those who write the report how many gave each answer, and their words."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, select, text

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.feedback.models import WITH_WORDS, Readiness, SectionBallot
from consult.modules.queries import Section

WORDS_A_PAGE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MOMENT = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)

Place = tuple[int, str]  # a module and the key of a section


@dataclass(frozen=True)
class OwnAnswer:
    """What a person said of a section: in this consultation or, where nothing yet in this one, last in another."""

    ballot: SectionBallot
    is_here: bool
    same_wording: bool

    @property
    def holds(self) -> bool:
        """It counts: given here, on the words as they stand. Any other answer its voter is asked to confirm."""
        return self.is_here and self.same_wording


@dataclass
class SectionAnswers:
    """How many people gave each answer to a section as it is worded now, and how many wrote something."""

    answers: Counter[Readiness] = field(default_factory=Counter)
    with_words: int = 0
    on_other_wording: int = 0


@dataclass(frozen=True)
class BallotWords:
    """What somebody wrote of a section; who, nobody is told."""

    readiness: Readiness
    reasons: list[str]
    reason: str
    lang: str
    cast_at: datetime
    wording_hash: str

    @property
    def key(self) -> int:
        """What a page begins after: the moment, in microseconds. Nothing that leads to a person."""
        return (self.cast_at - EPOCH) // timedelta(microseconds=1)


def own_answers(voter: User, consultation: Consultation, module_id: int, sections: Iterable[Section]) -> dict[str, OwnAnswer]:
    """This person's answers to these sections of a module, by section key."""
    wordings = {section.key: section.wording for section in sections}
    is_here = SectionBallot.consultation_id == consultation.id
    query = (
        select(SectionBallot)
        .where(SectionBallot.voter_id == voter.id, SectionBallot.module_id == module_id, SectionBallot.section_key.in_(wordings))
        .order_by(sa.case((is_here, 1), else_=0), SectionBallot.cast_at)
    )
    # Of several the last one stays: one given here, if there is any.
    return {
        ballot.section_key: OwnAnswer(
            ballot, ballot.consultation_id == consultation.id, ballot.wording_hash == wordings[ballot.section_key]
        )
        for ballot in db.session.scalars(query)
    }


def section_answers(consultation_id: int, wordings: dict[Place, str]) -> dict[Place, SectionAnswers]:
    """The answers to each section, counted from rows; those to another wording are counted apart."""
    place = (SectionBallot.module_id, SectionBallot.section_key, SectionBallot.wording_hash, SectionBallot.readiness)
    wrote = func.sum(sa.case((SectionBallot.reason != "", 1), else_=0))
    query = select(*place, func.count(), wrote).where(SectionBallot.consultation_id == consultation_id).group_by(*place)
    found = {place: SectionAnswers() for place in wordings}
    for module_id, key, wording, readiness, people, words in db.session.execute(query):
        section = found.setdefault((module_id, key), SectionAnswers())
        section.with_words += words
        if wording == wordings.get((module_id, key)):
            section.answers[readiness] += people
        else:
            section.on_other_wording += people
    return found


def reason_counts(consultation_id: int, place: Place, wording: str) -> dict[Readiness, Counter[str]]:
    """How many people gave each reason, by answer; of a section as it is worded now."""
    # The codes of a row stand in one order, so rows with the same ones are equal as text: one group each, however many rows.
    codes = sa.cast(SectionBallot.reasons, sa.Text)
    query = (
        select(SectionBallot.readiness, codes, func.count())
        .where(*_of(consultation_id, place), SectionBallot.wording_hash == wording)
        .group_by(SectionBallot.readiness, codes)
    )
    found: dict[Readiness, Counter[str]] = {readiness: Counter() for readiness in Readiness}
    for readiness, given, people in db.session.execute(query):
        for code in json.loads(given):
            found[readiness][code] += people
    return found


def ballot_words(consultation_id: int, place: Place, *, after: int = 0) -> Page[BallotWords]:
    """One page of what people wrote of a section, the newest first; from the newest where `after` is 0."""
    older = SectionBallot.cast_at < EPOCH + timedelta(microseconds=after) if after else sa.true()
    query = (
        select(*_WORDS)
        .where(*_of(consultation_id, place), text(WITH_WORDS), older)
        .order_by(SectionBallot.cast_at.desc())
        .limit(WORDS_A_PAGE + 1)
    )
    return _whole_moments([BallotWords(*row) for row in db.session.execute(query)])


def _whole_moments(rows: list[BallotWords]) -> Page[BallotWords]:
    """Cut a page where one moment ends, so that the next page begins with another: two people may write in the same one, a pageful not."""
    page = cut(rows, WORDS_A_PAGE, key="key")
    if page.after is None or rows[WORDS_A_PAGE].key != page.after:
        return page
    kept = [row for row in page.rows if row.key > page.after]
    return Page(kept, kept[-1].key) if kept else page


_WORDS: tuple[Any, ...] = (
    SectionBallot.readiness,
    SectionBallot.reasons,
    SectionBallot.reason,
    SectionBallot.lang,
    SectionBallot.cast_at,
    SectionBallot.wording_hash,
)


def _of(consultation_id: int, place: Place) -> tuple[ColumnElement[bool], ...]:
    module_id, key = place
    return (SectionBallot.consultation_id == consultation_id, SectionBallot.module_id == module_id, SectionBallot.section_key == key)
