"""Verbs on a consultation that is public: extend, pause, resume, cancel, archive. Each tells people why, and is told in its history."""

from datetime import datetime

from consult.accounts.models import User
from consult.audit.models import Action
from consult.consultations import rules
from consult.consultations.models import Act, Consultation, ConsultationAct
from consult.consultations.services.kept import begin_history, hold, keep_terms, note
from consult.consultations.services.settings import NOT_YET, Promised
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, Overtaken

RECORDED = {
    Act.EXTEND: Action.CONSULTATION_EXTENDED,
    Act.PAUSE: Action.CONSULTATION_PAUSED,
    Act.RESUME: Action.CONSULTATION_RESUMED,
    Act.CANCEL: Action.CONSULTATION_CANCELLED,
    Act.ARCHIVE: Action.CONSULTATION_ARCHIVED,
    Act.UNARCHIVE: Action.CONSULTATION_UNARCHIVED,
}


def extend_consultation(actor: User | None, consultation: Consultation, *, closes_at: datetime, reason: Bilingual) -> None:
    """Give people more time, and tell them why."""
    _take(Act.EXTEND, actor, consultation, reason)
    before = consultation.closes_at
    if before is not None and closes_at <= before:
        raise Promised(["closes_at"])
    begin_history(consultation)
    consultation.closes_at = closes_at
    keep_terms(actor, consultation)
    _tell(Act.EXTEND, actor, consultation, reason, closes_before=before, closes_after=closes_at)


def pause_consultation(actor: User | None, consultation: Consultation, *, reason: Bilingual) -> None:
    """Take no comment and no vote for a while. The closing stays where it is, unless it is extended."""
    _take(Act.PAUSE, actor, consultation, reason)
    consultation.paused_at = clock.now()
    _tell(Act.PAUSE, actor, consultation, reason)


def resume_consultation(actor: User | None, consultation: Consultation, *, reason: Bilingual) -> None:
    """Take comments and votes again."""
    _take(Act.RESUME, actor, consultation, reason)
    consultation.paused_at = None
    _tell(Act.RESUME, actor, consultation, reason)


def cancel_consultation(actor: User | None, consultation: Consultation, *, reason: Bilingual) -> None:
    """End it for good without a report. What people wrote stays to be read; this cannot be taken back."""
    _take(Act.CANCEL, actor, consultation, reason)
    consultation.cancelled_at = clock.now()
    _tell(Act.CANCEL, actor, consultation, reason)


def archive_consultation(actor: User | None, consultation: Consultation) -> None:
    """Take it out of the lists of current ones. Everything of it can still be read."""
    _take(Act.ARCHIVE, actor, consultation)
    consultation.archived_at = clock.now()
    _tell(Act.ARCHIVE, actor, consultation)


def unarchive_consultation(actor: User | None, consultation: Consultation) -> None:
    """Put it back into the lists, at the stage where it was."""
    _take(Act.UNARCHIVE, actor, consultation)
    consultation.archived_at = None
    _tell(Act.UNARCHIVE, actor, consultation)


def _take(act: Act, actor: User | None, consultation: Consultation, reason: Bilingual = NOT_YET) -> None:
    """The actor may, people will be told why, and the stage takes it: looked at again while nobody else can act."""
    require(rules.may_act, actor, consultation, act)
    missing = [] if act in rules.HOUSEKEEPING else [f"reason_{lang}" for lang in LANGUAGES if not reason[lang].strip()]
    if missing:
        raise Incomplete(missing)
    hold(consultation)
    if not rules.is_possible(act, consultation, clock.now()):
        raise Overtaken(act)


def _tell(act: Act, actor: User | None, consultation: Consultation, reason: Bilingual = NOT_YET, **closing: datetime | None) -> None:
    row = ConsultationAct(consultation_id=consultation.id, act=act, reason=reason, at=clock.now(), by_id=actor.id if actor else None)
    for name, moment in closing.items():
        setattr(row, name, moment)
    db.session.add(row)
    db.session.flush()
    note(RECORDED[act], actor, consultation, act=row.id)
