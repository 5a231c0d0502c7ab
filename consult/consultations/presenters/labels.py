"""Names: of stages, of the list's filter, of the ways to moderate, of time zones, of what a draft lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.rules import BEFORE_OPENING, CURRENT, UNDER_WAY, Stage, stage
from consult.core.i18n import language
from consult.modules.models import ModuleVersion

STAGES = {
    Stage.DRAFT: (lazy_pgettext("consultation", "Draft"), "draft"),
    Stage.SCHEDULED: (lazy_pgettext("consultation", "Opens soon"), "part"),
    Stage.OPEN: (lazy_pgettext("consultation", "Open"), "open"),
    Stage.PAUSED: (lazy_pgettext("consultation", "Paused"), "part"),
    Stage.CLOSED: (lazy_pgettext("consultation", "Closed"), ""),
    Stage.REPORTED: (lazy_pgettext("consultation", "Report published"), "accepted"),
    Stage.CANCELLED: (lazy_pgettext("consultation", "Cancelled"), "no"),
    Stage.ARCHIVED: (lazy_pgettext("consultation", "Archived"), ""),
}
MODES = {
    Mode.PRE: _l("After a moderator has read it"),
    Mode.POST: _l("At once; a moderator reads it afterwards"),
}
WHO = {
    WhoMayContribute.ACCOUNT: _l("People with an account on this site"),
    WhoMayContribute.CONFIRMED_EMAIL: _l("Also people without an account, once they have confirmed their e-mail address"),
    WhoMayContribute.ANYONE: _l("Anyone, without an account: a moderator reads every comment first, and there are no votes"),
}
# The zones of Canada, east to west, as a list of choices names them.
ZONES = {
    "America/St_Johns": _l("Newfoundland Time (St. John’s)"),
    "America/Halifax": _l("Atlantic Time (Halifax, Moncton)"),
    "America/Toronto": _l("Eastern Time (Toronto, Montréal, Iqaluit)"),
    "America/Winnipeg": _l("Central Time (Winnipeg, Rankin Inlet)"),
    "America/Regina": _l("Central Standard Time all year (Regina)"),
    "America/Edmonton": _l("Mountain Time (Edmonton, Yellowknife)"),
    "America/Whitehorse": _l("Yukon Time (Whitehorse)"),
    "America/Vancouver": _l("Pacific Time (Vancouver)"),
}
MISSING = {
    "title_en": _l("The title in English is missing."),
    "title_fr": _l("The title in French is missing."),
    "summary_en": _l("The summary in English is missing."),
    "summary_fr": _l("The summary in French is missing."),
    "scope_open_en": _l("What is open to change is missing in English."),
    "scope_open_fr": _l("What is open to change is missing in French."),
    "scope_decided_en": _l("What is already decided is missing in English."),
    "scope_decided_fr": _l("What is already decided is missing in French."),
    "scope_excluded_en": _l("What is not covered is missing in English."),
    "scope_excluded_fr": _l("What is not covered is missing in French."),
    "promise_en": _l("The commitment is in French only: write it in English too, or leave it out."),
    "promise_fr": _l("The commitment is in English only: write it in French too, or leave it out."),
    "other_ways_en": _l("The other ways to take part are in French only: write them in English too, or leave them out."),
    "other_ways_fr": _l("The other ways to take part are in English only: write them in French too, or leave them out."),
    "moderation_rules_en": _l("The moderation rules are in French only: write them in English too, or leave them out."),
    "moderation_rules_fr": _l("The moderation rules are in English only: write them in French too, or leave them out."),
    "opens_at": _l("The opening date is missing."),
    "closes_at": _l("The closing date is missing."),
    "content": _l("There is nothing to comment on: choose at least one module."),
}


@dataclass(frozen=True)
class Status:
    """A choice of the list's filter: its words, and the stages it lets through."""

    words: LazyString
    stages: frozenset[Stage]


# By the value that the filter has in the address.
STATUSES = {
    "": Status(lazy_pgettext("consultations", "All"), CURRENT),
    "open": Status(_l("Open, or opening soon"), UNDER_WAY | BEFORE_OPENING),
    "closed": Status(_l("Closed, being analysed"), frozenset({Stage.CLOSED})),
    "reported": Status(lazy_pgettext("consultation", "Report published"), frozenset({Stage.REPORTED})),
    "cancelled": Status(lazy_pgettext("consultations", "Cancelled"), frozenset({Stage.CANCELLED})),
    "archived": Status(lazy_pgettext("consultations", "Archived"), frozenset({Stage.ARCHIVED})),
}


def stage_tag(consultation: Consultation, now: datetime) -> tuple[str, str]:
    """Where it stands: words, and the kind of tag."""
    words, kind = STAGES[stage(consultation, now)]
    return str(words), kind


def known_status(asked: str) -> str:
    """The filter asked for; an unknown one filters nothing."""
    return asked if asked in STATUSES else ""


def missing_text(part: str, versions: Iterable[ModuleVersion]) -> str:
    """A sentence for a code of `services.missing_parts`; a module is named as in these versions."""
    kind, _colon, module_id = part.partition(":")
    if kind not in ("module", "taken"):
        return str(MISSING[part])
    title = next((version.title.read(language()).text for version in versions if version.module_id == int(module_id)), module_id)
    if kind == "taken":
        return _("Another consultation already asks about this version of “%(title)s”. Choose another version.", title=title)
    return _("The module “%(title)s” is not published yet.", title=title)
