"""What the pages of consultations share."""

from consult.accounts.queries import committees
from consult.accounts.session import current_actor
from consult.consultations import queries, rules
from consult.consultations.models import Consultation
from consult.consultations.presenters import Names
from consult.consultations.terms import MODULES, Kept
from consult.core.access import require
from consult.core.i18n import BilingualBlueprint, language, settle

bp = BilingualBlueprint("consultations", __name__)

CONSULTATION = "/consultations/<int:consultation_id>-<slug>"


def hosted(consultation_id: int) -> Consultation:
    """The consultation, for those who may change it; for everybody else there is no such page."""
    consultation = queries.consultation(consultation_id, current_actor())
    require(rules.may_change, current_actor(), consultation)
    settle(consultation)
    return consultation


def names(*states: Kept) -> Names:
    """What the numbers in these states of settings stand for."""
    lang = language()
    asked = {one for state in states for one in state.get(MODULES, [])}
    named = any(state.get("committee_id") for state in states)
    return Names(
        committees={one.id: one.name.read(lang).text for one in committees()} if named else {},
        versions={one.id: one.title.read(lang).text for one in queries.versions(sorted(asked))} if asked else {},
    )
