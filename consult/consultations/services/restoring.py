"""Putting settings back as they were, as far as the opening has not settled them."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, Revision
from consult.consultations.services.kept import hold, keep_terms, note
from consult.consultations.services.modules import ask_about
from consult.consultations.services.settings import Promised, change_terms
from consult.consultations.terms import MODULES, as_kept, as_terms, different
from consult.core import clock
from consult.core.access import require
from consult.core.errors import Incomplete


def restore_settings(actor: User | None, consultation: Consultation, earlier: Revision, *, base: int | None = None) -> list[str]:
    """Put settings back as they were, as a new state of them: all that may still change; give back the names of what could not."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
    names = different(earlier.terms, as_kept(consultation))
    terms = as_terms(earlier.terms, names)
    settled = rules.broken_promises(consultation, terms, clock.now())
    if rules.emptied_parts(consultation, who=terms.get("who_may_contribute")):
        settled.append("who_may_contribute")
    possible = {name: value for name, value in terms.items() if name not in settled}
    changed = change_terms(actor, consultation, base, possible)  # type: ignore[arg-type]  # the keys of Terms
    if MODULES in names and not _modules_restored(actor, consultation, earlier.terms[MODULES], base):
        settled.append(MODULES)
    elif MODULES in names:
        changed.append(MODULES)
    if changed:
        number = keep_terms(actor, consultation, restored_number=earlier.number)
        note(Action.CONSULTATION_RESTORED, actor, consultation, fields=changed, number=number, restored=earlier.number)
    return settled


def _modules_restored(actor: User | None, consultation: Consultation, version_ids: list[int], base: int | None) -> bool:
    """Ask about these versions again, if that is still possible."""
    try:
        return ask_about(actor, consultation, queries.versions(version_ids), base)
    except (Promised, Incomplete):
        return False
