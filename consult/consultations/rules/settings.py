"""What a consultation still lacks, and what of its settings may no longer change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.rules.stages import BEFORE_OPENING, PUT_AWAY, UNDER_WAY, Stage, stage
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.modules.models import ModuleVersion

TEXTS = ("title", "summary", "scope_open", "scope_decided", "scope_excluded", "promise", "other_ways", "moderation_rules")
OPTIONAL_TEXTS = frozenset({"promise", "other_ways", "moderation_rules"})
# What people were told when the consultation opened, and took part on the strength of.
SETTLED_BY_OPENING = frozenset({"slug", "opens_at", "closes_at", "zone", "mode", "who_may_contribute"})
DATES = frozenset({"opens_at", "closes_at"})
LATER_ONLY = frozenset({"report_by", "respond_by"})


def missing_parts(consultation: Consultation) -> list[str]:
    """What a draft lacks before it may be published, as codes that `presenters.missing_text` puts into words."""
    texts = [f"{name}_{lang}" for name in TEXTS for lang in LANGUAGES if _is_missing(name, getattr(consultation, name), lang)]
    dates = [name for name in ("opens_at", "closes_at") if getattr(consultation, name) is None]
    nothing = [] if consultation.modules or _can_vote(consultation) else ["content"]
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
    """The terms that may no longer change this way: once it has opened, texts may be corrected and dates put later.

    The closing is put later by an extension alone (`ACTS`), because people are told why. What is announced to open does open: it
    cannot be closed before.
    """
    reached = stage(consultation, now)
    changed = [name for name, value in terms.items() if value != getattr(consultation, name)]
    if reached in BEFORE_OPENING:
        return [name for name in changed if name in DATES] if closes_unopened(consultation, terms.get("closes_at"), now) else []
    return [name for name in changed if _breaks(name, getattr(consultation, name), terms[name], reached)]


def closes_unopened(consultation: Consultation, closes_at: object, now: datetime) -> bool:
    """With this closing, what was announced to open would be over at once, and for good."""
    return stage(consultation, now) is Stage.SCHEDULED and isinstance(closes_at, datetime) and closes_at <= now


def emptied_parts(
    consultation: Consultation, *, versions: Sequence[ModuleVersion] | None = None, who: WhoMayContribute | None = None
) -> list[str]:
    """What these modules, or these people, would take away from a consultation that is public: the last thing it asks about."""
    asks = bool(consultation.modules if versions is None else versions)
    votes = bool(consultation.statement_count) and (who or consultation.who_may_contribute) is not WhoMayContribute.ANYONE
    return [] if consultation.published_at is None or asks or votes else ["content"]


def mode_of(consultation: Consultation, terms: Mapping[str, object]) -> Mode:
    """When a comment will appear under these terms. Where anyone may write, a moderator reads first: nobody else could answer for it."""
    who = terms.get("who_may_contribute", consultation.who_may_contribute)
    mode = terms.get("mode", consultation.mode)
    return Mode.POST if mode is Mode.POST and who is not WhoMayContribute.ANYONE else Mode.PRE


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
    return reached in UNDER_WAY and is_published(version)


def is_published(version: ModuleVersion) -> bool:
    """Its text is frozen and public."""
    return version.published_at is not None


def _can_vote(consultation: Consultation) -> bool:
    """There are statements, and people may vote on them."""
    return bool(consultation.statement_count) and consultation.who_may_contribute is not WhoMayContribute.ANYONE


def _is_missing(name: str, text: Bilingual, lang: str) -> bool:
    """A text of ours is in both languages; an optional one may be absent, but never in one language alone."""
    absent_on_purpose = name in OPTIONAL_TEXTS and not (text.en + text.fr).strip()
    return not text[lang].strip() and not absent_on_purpose


def _breaks(name: str, before: object, after: object, reached: Stage) -> bool:
    if name in SETTLED_BY_OPENING or reached in PUT_AWAY:
        return True
    if name == "committee_id":
        return before is not None
    return name in LATER_ONLY and isinstance(before, date) and (not isinstance(after, date) or after < before)
