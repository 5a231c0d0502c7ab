"""A new draft like an earlier consultation."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.consultations import rules
from consult.consultations.models import Consultation
from consult.consultations.services.kept import note
from consult.consultations.services.settings import create_consultation
from consult.consultations.terms import DAYS, MOMENTS, TERMS
from consult.core.access import require

COPIED = tuple(name for name in TERMS if name not in {*MOMENTS, *DAYS})


def duplicate_consultation(actor: User | None, consultation: Consultation) -> Consultation:
    """Begin a draft with the settings and texts of this one: no date, no module, nothing of what people said.

    A module version belongs to one consultation, because its comments are counted on it: the new draft asks about newer ones.
    """
    require(rules.may_change, actor, consultation)
    made = create_consultation(actor, **{name: getattr(consultation, name) for name in COPIED})
    note(Action.CONSULTATION_DUPLICATED, actor, made, earlier=consultation.id)
    return made
