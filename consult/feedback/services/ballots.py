"""Section ballots: one live answer a person and section, pinned to the wording it was given on; history kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consult.accounts.models import User
from consult.consultations.services import count_late
from consult.core import clock
from consult.core.db import db, insert_unless_there
from consult.core.errors import Incomplete
from consult.core.seals import seal_again
from consult.feedback import rules
from consult.feedback.models import FormerSectionBallot, Readiness, ReadinessReason, SectionBallot
from consult.feedback.services.comments import Target, casting, clean_body
from consult.modules import queries as modules

Values = dict[str, Any]

# What an answer is made of, and what its history keeps of it.
ANSWER = ("wording_hash", "readiness", "importance", "reasons", "reason", "lang")


def cast_ballot(
    actor: User | None,
    target: Target,
    *,
    readiness: Readiness,
    importance: int | None,
    reasons: Collection[ReadinessReason],
    reason: str,
    lang: str,
) -> None:
    """Say of a section whether it is fit for use and how important it is; the latest answer counts, for the wording it was given on."""
    now = clock.received()
    voter = casting(actor, target.consultation, now)
    answer: Values = {
        "wording_hash": modules.section(target.version_id, target.block_key).wording,
        "readiness": readiness,
        "importance": importance,
        "reasons": _codes(readiness, reasons),
        "reason": clean_body(reason),
        "lang": lang,
    }
    if rules.needs_reasons(readiness) and not (answer["reasons"] and answer["reason"]):
        raise Incomplete(["reasons"])
    _keep(voter, target, answer, now)
    count_late(voter, target.consultation, f"ballot:{target.module_id}:{target.block_key}", now)


def _codes(readiness: Readiness, reasons: Collection[ReadinessReason]) -> list[str]:
    """In one order, so that equal answers are equal rows. They say what stands in the way: of any other answer they say nothing."""
    return [code.value for code in ReadinessReason if code in reasons] if rules.needs_reasons(readiness) else []


def _keep(voter: User, target: Target, answer: Values, now: datetime) -> None:
    """Two requests of one person at the same moment meet at the primary key: one row."""
    key: Values = {
        "consultation_id": target.consultation.id,
        "module_id": target.module_id,
        "section_key": target.block_key,
        "voter_id": voter.id,
    }
    perspective = voter.profile.perspective if voter.profile else None
    circumstances: Values = {"version_id": target.version_id, "perspective": perspective, "cast_at": now}
    if insert_unless_there(SectionBallot, **key, **answer, **circumstances):
        return
    ballot = _live_ballot(key)
    if _same(ballot, answer):
        return
    # Whoever waited for the lock may have come in before the one that was waited for.
    circumstances["cast_at"] = now = max(now, ballot.cast_at)
    before = {name: getattr(ballot, name) for name in ANSWER}
    db.session.add(FormerSectionBallot(**key, **before, cast_at=ballot.cast_at, replaced_at=now))
    for name, value in {**answer, **circumstances}.items():
        setattr(ballot, name, value)
    seal_again(ballot)


def _live_ballot(key: Values) -> SectionBallot:
    """The answer given before as it is now, locked until the transaction ends; the page may have read it earlier."""
    query = select(SectionBallot).filter_by(**key).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def _same(ballot: SectionBallot, answer: Values) -> bool:
    """Nothing has changed; where there are no words, their language is nothing."""
    return all(getattr(ballot, name) == answer[name] for name in ANSWER if name != "lang" or answer["reason"])
