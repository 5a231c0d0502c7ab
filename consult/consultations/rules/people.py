"""Who may do what with a consultation."""

from consult.accounts.models import Role, User
from consult.consultations.models import Act, Consultation
from consult.consultations.rules.stages import HOUSEKEEPING


def may_host(actor: User | None) -> bool:
    """May create consultations and set them up."""
    return actor is not None and (actor.holds(Role.EDITOR) or actor.holds(Role.ADMINISTRATOR))


def may_change(actor: User | None, consultation: Consultation) -> bool:
    """May change the settings of this consultation. An import stays as it came."""
    return may_host(actor) and not consultation.imported


def may_act(actor: User | None, consultation: Consultation, act: Act) -> bool:
    """May do this to it; when, the stage says (`is_possible`)."""
    return may_host(actor) if act in HOUSEKEEPING else may_change(actor, consultation)


def may_moderate(actor: User | None, consultation: Consultation | None = None) -> bool:
    """Is a moderator, of this consultation where one is given: the queue is theirs."""
    return actor is not None and actor.holds(Role.MODERATOR, consultation_id=consultation.id if consultation else None)


def may_report(actor: User | None, consultation: Consultation) -> bool:
    """May compile and write the report of this consultation: its analysts, and those who host consultations."""
    return actor is not None and (actor.holds(Role.ANALYST, consultation_id=consultation.id) or may_host(actor))


def may_read(actor: User | None, consultation: Consultation) -> bool:
    """A draft is for staff alone; everything published is for everybody."""
    return consultation.published_at is not None or (actor is not None and actor.is_staff)
