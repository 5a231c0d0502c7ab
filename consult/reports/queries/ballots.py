"""Section ballots, counted by section in the order of the text: how ready people call it, and how important."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from consult.consultations.models import ConsultationModule
from consult.core.db import db
from consult.feedback.models import Readiness, SectionBallot
from consult.modules.models import Block, BlockKind
from consult.modules.queries import wordings


@dataclass(frozen=True)
class BallotCounts:
    """The ballots of one section on the wording that is asked about, and how many were given on an earlier one.

    Importance is that of the people who judged: what is worked out from both speaks of the same people.
    """

    module_id: int
    key: str
    answers: Mapping[Readiness, int]
    importance: Mapping[int, int]
    earlier_wording: int


class _Row(NamedTuple):
    """So many people said the same of the same words."""

    module_id: int
    key: str
    wording: str
    readiness: Readiness
    importance: int | None
    people: int


def section_ballots(consultation_id: int) -> list[BallotCounts]:
    """Every section that is asked about and got a ballot."""
    given: dict[tuple[int, str], list[_Row]] = {}
    for row in _rows(consultation_id):
        given.setdefault((row.module_id, row.key), []).append(row)
    if not given:
        return []
    return [_counted(given[section], wording) for section, wording in _asked(consultation_id) if section in given]


def _rows(consultation_id: int) -> Iterator[_Row]:
    """All live ballots, those alike in one row."""
    what = (
        SectionBallot.module_id,
        SectionBallot.section_key,
        SectionBallot.wording_hash,
        SectionBallot.readiness,
        SectionBallot.importance,
    )
    query = select(*what, func.count()).where(SectionBallot.consultation_id == consultation_id).group_by(*what)
    return (_Row(*row) for row in db.session.execute(query))


def _asked(consultation_id: int) -> list[tuple[tuple[int, str], str]]:
    """Every section of the versions that are asked about, in order, with the fingerprint of its wording."""
    query = (
        select(Block.version_id, Block.module_id, Block.key)
        .join(ConsultationModule, ConsultationModule.version_id == Block.version_id)
        .where(ConsultationModule.consultation_id == consultation_id, Block.kind == BlockKind.SECTION)
        .order_by(ConsultationModule.position, Block.module_id, Block.position)
    )
    sections = db.session.execute(query).all()
    current = wordings({version for version, _module, _key in sections})
    return [((module, key), current[version, key]) for version, module, key in sections]


def _counted(rows: Sequence[_Row], wording: str) -> BallotCounts:
    answers: Counter[Readiness] = Counter()
    importance: Counter[int] = Counter()
    earlier = 0
    for row in rows:
        if row.wording != wording:
            earlier += row.people
            continue
        answers[row.readiness] += row.people
        if row.importance is not None and row.readiness is not Readiness.NOT_FOR_ME:
            importance[row.importance] += row.people
    return BallotCounts(rows[0].module_id, rows[0].key, answers, importance, earlier)
