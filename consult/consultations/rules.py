"""What stage a consultation is at, who may do what with it, what it still lacks, and what may no longer change."""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, WhoMayContribute
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.modules.models import ModuleVersion

TEXTS = ("title", "summary", "scope_open", "scope_decided", "scope_excluded", "promise")
OPTIONAL_TEXTS = frozenset({"promise"})
# What people were told when the consultation opened, and took part on the strength of.
SETTLED_BY_OPENING = frozenset({"slug", "opens_at", "zone", "mode", "who_may_contribute"})
LATER_ONLY = frozenset({"closes_at", "report_by", "respond_by"})


class Stage(enum.StrEnum):
    """Where a consultation stands at a moment. Computed, never stored."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"


BEFORE_OPENING = frozenset({Stage.DRAFT, Stage.SCHEDULED})
AFTER_CLOSING = frozenset({Stage.CLOSED, Stage.REPORTED})


def stage(consultation: Consultation, now: datetime) -> Stage:
    """The stage by the acts and the clock: closing is exclusive, so at `closes_at` it is closed."""
    if consultation.published_at is None:
        return Stage.DRAFT
    if consultation.reported_at is not None:
        return Stage.REPORTED
    if consultation.imported and consultation.opens_at is None and consultation.closes_at is None:
        return Stage.CLOSED  # held elsewhere, nobody knows when
    if consultation.opens_at is None or now < consultation.opens_at:
        return Stage.SCHEDULED
    if consultation.closes_at is None or now < consultation.closes_at:
        return Stage.OPEN
    return Stage.CLOSED


def is_open(consultation: Consultation, now: datetime) -> bool:
    """People may comment and vote now. An imported consultation never is: it is a record."""
    return stage(consultation, now) is Stage.OPEN and not consultation.imported


def takes_votes(consultation: Consultation, now: datetime) -> bool:
    """People may vote and judge sections now: not where anyone may write, since nobody could tell one person from ten."""
    return is_open(consultation, now) and consultation.who_may_contribute is not WhoMayContribute.ANYONE


def may_host(actor: User | None) -> bool:
    """May create consultations and set them up."""
    return actor is not None and (actor.holds(Role.EDITOR) or actor.holds(Role.ADMINISTRATOR))


def may_change(actor: User | None, consultation: Consultation) -> bool:
    """May change the settings of this consultation. An import stays as it came."""
    return may_host(actor) and not consultation.imported


def may_moderate(actor: User | None, consultation: Consultation | None = None) -> bool:
    """Is a moderator, of this consultation where one is given: the queue is theirs."""
    return actor is not None and actor.holds(Role.MODERATOR, consultation_id=consultation.id if consultation else None)


def may_report(actor: User | None, consultation: Consultation) -> bool:
    """May compile and write the report of this consultation: its analysts, and those who host consultations."""
    return actor is not None and (actor.holds(Role.ANALYST, consultation_id=consultation.id) or may_host(actor))


def may_read(actor: User | None, consultation: Consultation) -> bool:
    """A draft is for staff alone; everything published is for everybody."""
    return consultation.published_at is not None or (actor is not None and actor.is_staff)


def missing_parts(consultation: Consultation) -> list[str]:
    """What a draft lacks before it may be published, as codes that `presenters.missing_text` puts into words."""
    texts = [f"{name}_{lang}" for name in TEXTS for lang in LANGUAGES if _is_missing(name, getattr(consultation, name), lang)]
    dates = [name for name in ("opens_at", "closes_at") if getattr(consultation, name) is None]
    nothing = [] if consultation.modules or consultation.statement_count else ["content"]
    unready = [f"module:{entry.module_id}" for entry in consultation.modules if not is_published(entry.version)]
    return [*texts, *dates, *nothing, *unready]


def blanked_parts(terms: Mapping[str, object]) -> list[str]:
    """What these new terms would take away from a consultation that is already public."""
    texts = [
        f"{name}_{lang}"
        for name, value in terms.items()
        if name in TEXTS and isinstance(value, Bilingual)
        for lang in LANGUAGES
        if _is_missing(name, value, lang)
    ]
    return texts + [name for name in ("opens_at", "closes_at") if name in terms and terms[name] is None]


def broken_promises(consultation: Consultation, terms: Mapping[str, object], now: datetime) -> list[str]:
    """The terms that may no longer change this way: once it has opened, texts may be corrected and dates put later."""
    reached = stage(consultation, now)
    if reached in BEFORE_OPENING:
        return []
    changed = [name for name, value in terms.items() if value != getattr(consultation, name)]
    return [name for name in changed if _breaks(name, getattr(consultation, name), terms[name], reached)]


def keeps_modules(consultation: Consultation, versions: Sequence[ModuleVersion]) -> bool:
    """Every module stays, at the version people have been reading; others may join."""
    return {entry.version_id for entry in consultation.modules} <= {version.id for version in versions}


def may_ask_about(version: ModuleVersion, consultation: Consultation | None, reached: Stage) -> bool:
    """May be among the modules at this stage: a draft of one while preparing, a published one until closing, then only what is there."""
    asked = {entry.module_id: entry.version_id for entry in consultation.modules} if consultation else {}
    if reached in BEFORE_OPENING:
        return reached is Stage.DRAFT or is_published(version)
    if version.module_id in asked:
        return asked[version.module_id] == version.id
    return reached is Stage.OPEN and is_published(version)


def is_published(version: ModuleVersion) -> bool:
    """Its text is frozen and public."""
    return version.published_at is not None


def _is_missing(name: str, text: Bilingual, lang: str) -> bool:
    """A text of ours is in both languages; an optional one may be absent, but never in one language alone."""
    absent_on_purpose = name in OPTIONAL_TEXTS and not (text.en + text.fr).strip()
    return not text[lang].strip() and not absent_on_purpose


def _breaks(name: str, before: object, after: object, reached: Stage) -> bool:
    if name in SETTLED_BY_OPENING:
        return True
    if name == "committee_id":
        return before is not None
    if name == "closes_at" and reached in AFTER_CLOSING:
        return True
    return name in LATER_ONLY and isinstance(before, date) and (not isinstance(after, date) or after < before)
