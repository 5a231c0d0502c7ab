"""The parts of the task list: what hosts decide about a consultation, one short form each."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.consultations.models import Consultation
from consult.consultations.terms import MODULES
from consult.core.bilingual import Bilingual

DONE, TO_DO, OPTIONAL = "done", "to_do", "optional"
# What begins so in the codes of `rules.missing_parts` is about the modules.
OF_MODULES = ("content", "module:", "taken:")


@dataclass(frozen=True)
class Part:
    """One form of the task list: the terms it sets; whether a consultation may do without them."""

    name: str
    terms: tuple[str, ...]
    optional: bool = False

    def is_missing(self, missing: Iterable[str]) -> bool:
        """One of these codes of `services.missing_parts` is about it."""
        return any(code.startswith(self.codes) for code in missing)

    @property
    def codes(self) -> tuple[str, ...]:
        """How the codes about it begin."""
        return OF_MODULES if MODULES in self.terms else self.terms

    def state(self, consultation: Consultation, missing: Iterable[str]) -> str:
        """Done, to do, or left out where that is allowed."""
        if self.is_missing(missing):
            return TO_DO
        return OPTIONAL if self.optional and not any(_is_there(getattr(consultation, name)) for name in self.terms) else DONE


# In the order in which a host thinks of them.
PARTS = {
    part.name: part
    for part in (
        Part("about", ("title", "summary")),
        Part("scope", ("scope_open", "scope_decided", "scope_excluded")),
        Part("modules", (MODULES,)),
        Part("dates", ("opens_at", "closes_at", "zone", "report_by")),
        Part("who", ("who_may_contribute",)),
        Part("moderation", ("mode", "moderation_rules")),
        Part("other-ways", ("other_ways",), optional=True),
        Part("promise", ("promise",), optional=True),
        Part("committee", ("committee_id",), optional=True),
        Part("answer", ("respond_by",), optional=True),
    )
}


def _is_there(value: object) -> bool:
    return bool((value.en + value.fr).strip()) if isinstance(value, Bilingual) else value is not None
