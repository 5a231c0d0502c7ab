"""The settings of a consultation in words: what each is called, what stands in it, and what changed between two states."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.analysis.word_changes import Budget, Line, changed_lines
from consult.consultations.models import Mode, WhoMayContribute
from consult.consultations.presenters.labels import MODES, WHO
from consult.consultations.rules import TEXTS
from consult.consultations.terms import DAYS, MODULES, MOMENTS, TERMS, Kept
from consult.core.formats import day, moment, zone_name
from consult.core.zones import last_second

LABELS: dict[str, LazyString] = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "scope_open": _l("Open to change"),
    "scope_decided": _l("Already decided"),
    "scope_excluded": _l("Not covered here"),
    "promise": _l("Our commitment"),
    "other_ways": _l("Other ways to take part"),
    "moderation_rules": _l("Moderation rules of this consultation"),
    "opens_at": _l("Opening"),
    "closes_at": _l("Closing"),
    "zone": _l("Time zone"),
    "report_by": _l("Report expected by"),
    "respond_by": _l("Committee answers by"),
    "mode": _l("When does a comment appear?"),
    "who_may_contribute": _l("Who may comment?"),
    "committee_id": _l("Committee that reads the report"),
    MODULES: _l("Modules"),
}


@dataclass(frozen=True)
class Names:
    """What the numbers in the settings stand for."""

    committees: Mapping[int, str] = field(default_factory=dict)
    versions: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One setting that is not the same in two states: in one language, or in words of the page ("")."""

    name: str
    label: str
    lang: str
    before: str
    after: str
    budget: Budget

    @property
    def lines(self) -> list[Line]:
        """Word by word."""
        return changed_lines(self.before, self.after, self.budget)


def differences(before: Kept, after: Kept, names: Names, only: Collection[str] = (*TERMS, MODULES)) -> list[Difference]:
    """What changed from one state to the other, in the order of the form."""
    changed = [name for name in (*TERMS, MODULES) if name in only and before.get(name) != after.get(name)]
    budget = Budget()
    return [Difference(*one, budget) for name in changed for one in _differences(name, before, after, names)]


def rows(state: Kept, only: Collection[str], names: Names) -> list[tuple[str, str, str]]:
    """These settings as they stand: what each is called, its language ("" for words of the page), what stands in it."""
    found = []
    for name in (one for one in (*TERMS, MODULES) if one in only):
        if name in TEXTS:
            found += [(label, lang, state[name][lang]) for lang, label in _in_both(name).items() if state[name][lang]]
        else:
            found.append((term_label(name), "", _value(name, state.get(name), state.get("zone", "UTC"), names)))
    return found


def term_label(name: str) -> str:
    """What a setting is called."""
    return str(LABELS[name])


def term_labels(names: Iterable[str]) -> str:
    """Several of them in a sentence."""
    return ", ".join(term_label(name) for name in names)


def _differences(name: str, before: Kept, after: Kept, names: Names) -> list[tuple[str, str, str, str, str]]:
    """One setting, once for each language it is written in: its name, what it is called, the language, and both its states."""
    if name not in TEXTS:
        was, now = (_value(name, state.get(name), state.get("zone", "UTC"), names) for state in (before, after))
        return [(name, term_label(name), "", was, now)]
    old, new = (state.get(name) or {"en": "", "fr": ""} for state in (before, after))
    return [(name, label, lang, old[lang], new[lang]) for lang, label in _in_both(name).items() if old[lang] != new[lang]]


def _in_both(name: str) -> dict[str, str]:
    return {"en": _("%(part)s, in English", part=term_label(name)), "fr": _("%(part)s, in French", part=term_label(name))}


def _value(name: str, value: Any, zone: str, names: Names) -> str:  # noqa: ANN401 - as JSON keeps it
    """One setting as people read it."""
    if value is None or value == []:
        return _("nothing yet")
    if name in MOMENTS:
        at = datetime.fromisoformat(value)
        return moment(last_second(at) if name == "closes_at" else at, zone)
    if name in DAYS:
        return day(date.fromisoformat(value))
    if name == MODULES:
        return "\n".join(names.versions.get(one, str(one)) for one in value)
    coded: dict[str, str] = {"zone": zone_name(zone)}
    if name == "mode":
        coded["mode"] = str(MODES[Mode(value)])
    if name == "who_may_contribute":
        coded["who_may_contribute"] = str(WHO[WhoMayContribute(value)])
    return coded.get(name) or names.committees.get(value, str(value))
