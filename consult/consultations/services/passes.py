"""Verbs on late passes: leave for one person to take part after the closing, given and ended by hosts, counted in public when used."""

from datetime import datetime

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.consultations import rules
from consult.consultations.models import Consultation, LateContribution, LatePass
from consult.consultations.services.kept import hold, note, renew
from consult.core import clock
from consult.core.access import require
from consult.core.db import db, insert_unless_there
from consult.core.errors import Closed, Incomplete


def give_late_pass(actor: User | None, consultation: Consultation, person: User, *, until: datetime, reason: str) -> LatePass:
    """Let one person take part until a moment after the closing. A second pass takes the place of the first."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
    now = clock.now()
    if not rules.takes_passes(consultation, now) or until <= max(now, consultation.closes_at or now):
        raise Closed(consultation.id)
    if not reason.strip():
        raise Incomplete(["reason"])
    given = next((one for one in consultation.late_passes if one.user_id == person.id), None)
    late_pass = given or LatePass(consultation_id=consultation.id, user_id=person.id)
    late_pass.until, late_pass.reason, late_pass.given_at = until, reason.strip(), now
    late_pass.given_by_id = actor.id if actor else None
    if given is None:
        consultation.late_passes.append(late_pass)
    db.session.flush()
    note(Action.LATE_LEAVE_GIVEN, actor, consultation, late_pass=late_pass.id)
    return late_pass


def end_late_pass(actor: User | None, consultation: Consultation, late_pass: LatePass) -> None:
    """Take a pass back before its time. What came by it stays."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
    late_pass.until = min(late_pass.until, clock.now())
    note(Action.LATE_LEAVE_ENDED, actor, consultation, late_pass=late_pass.id)


def count_late(actor: User, consultation: Consultation, target: str, now: datetime) -> None:
    """Count what has just been taken, where it came after the closing: by a late pass, or it would not have been taken."""
    if rules.is_open(consultation, now):
        return
    row = {"consultation_id": consultation.id, "user_id": actor.id, "target": target, "at": now}
    if insert_unless_there(LateContribution, **row):
        record(Action.LATE_LEAVE_USED, actor.id, f"consultation:{consultation.id}", consultation_id=consultation.id)
    renew(consultation)
