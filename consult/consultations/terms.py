"""The settings of a consultation as its history keeps them: names and plain values, and back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.rules import TEXTS
from consult.core.bilingual import Bilingual

Kept = dict[str, Any]

MODULES = "modules"
MOMENTS, DAYS = ("opens_at", "closes_at"), ("report_by", "respond_by")
CODES: dict[str, type[Mode] | type[WhoMayContribute]] = {"mode": Mode, "who_may_contribute": WhoMayContribute}
# Everything that hosts decide, in the order in which a history tells it. An address is a consequence of a title.
TERMS = (*TEXTS, *MOMENTS, "zone", *DAYS, "mode", "who_may_contribute", "committee_id")


def as_kept(consultation: Consultation) -> Kept:
    """Its settings as they stand."""
    kept = {name: kept_value(getattr(consultation, name)) for name in TERMS}
    return {**kept, MODULES: [entry.version_id for entry in consultation.modules]}


def kept_value(value: object) -> object:
    """One of them as JSON knows it."""
    if isinstance(value, Bilingual):
        return {"en": value.en, "fr": value.fr}
    return value.isoformat() if isinstance(value, date) else value


def as_terms(kept: Kept, names: Iterable[str]) -> Kept:
    """These of the settings kept, as the services take them. What was not known yet in those days is left out."""
    return {name: _term(name, kept[name]) for name in names if name in kept and name != MODULES}


def different(before: Kept, after: Kept) -> list[str]:
    """The names of what is not the same in both, in order."""
    return [name for name in (*TERMS, MODULES) if before.get(name) != after.get(name)]


def _term(name: str, value: Any) -> object:  # noqa: ANN401 - as JSON gives it
    if name in TEXTS:
        return Bilingual(**value)
    if name in CODES:
        return CODES[name](value)
    if value is not None and name in MOMENTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value is not None and name in DAYS else value
