"""Verbs on the settings of a consultation: create, change, choose the modules, publish. Opening and closing are the clock's."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from consult.accounts.models import User
from consult.audit.models import Action
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, ConsultationModule, Mode, Revision, WhoMayContribute
from consult.consultations.rules import Stage
from consult.consultations.services.kept import begin_history, hold, keep_terms, note, refuse_if_overtaken
from consult.consultations.terms import MODULES, as_kept, as_terms, different, kept_value
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed, Incomplete
from consult.core.slugs import first_free, slug_of
from consult.modules.models import ModuleVersion

NOT_YET = Bilingual("", "")


class Terms(TypedDict, total=False):
    """What staff decide about a consultation, its modules aside. Moments are UTC; `closes_at` is exclusive."""

    slug: Bilingual
    title: Bilingual
    summary: Bilingual
    scope_open: Bilingual
    scope_decided: Bilingual
    scope_excluded: Bilingual
    promise: Bilingual
    other_ways: Bilingual
    moderation_rules: Bilingual
    opens_at: datetime | None
    closes_at: datetime | None
    zone: str
    report_by: date | None
    respond_by: date | None
    mode: Mode
    who_may_contribute: WhoMayContribute
    committee_id: int | None


class Promised(Closed):
    """It has opened: these parts can no longer change this way."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__(f"The consultation has opened. This can no longer change: {', '.join(parts)}.")
        self.parts = parts


def create_consultation(actor: User | None, **terms: Unpack[Terms]) -> Consultation:
    """Begin a consultation as a draft that only staff can see."""
    require(rules.may_host, actor)
    slug = terms.pop("slug", NOT_YET)
    consultation = Consultation(created_at=clock.now(), **dict.fromkeys(rules.TEXTS, NOT_YET))
    _apply(consultation, {**terms, "mode": rules.mode_of(consultation, terms)})
    consultation.slug = slug if slug.complete else free_slug(consultation.title, old=NOT_YET)
    db.session.add(consultation)
    db.session.flush()
    keep_terms(actor, consultation)
    note(Action.CONSULTATION_CREATED, actor, consultation)
    return consultation


def change_consultation(actor: User | None, consultation: Consultation, *, base: int | None = None, **terms: Unpack[Terms]) -> list[str]:
    """Change what is named; give back the names of what is different now. Once it is open, texts may be corrected and dates put later.

    `base` is the number of the settings that the actor was reading: where somebody changed the same parts meanwhile, nothing is changed.
    """
    changed = _change(actor, consultation, base, terms)
    if changed:
        keep_terms(actor, consultation)
        note(Action.CONSULTATION_CHANGED, actor, consultation, fields=changed)
    return changed


def restore_settings(actor: User | None, consultation: Consultation, earlier: Revision, *, base: int | None = None) -> list[str]:
    """Put settings back as they were, as a new state of them: all that may still change; give back the names of what could not."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
    names = different(earlier.terms, as_kept(consultation))
    terms = as_terms(earlier.terms, names)
    settled = rules.broken_promises(consultation, terms, clock.now())
    possible = {name: value for name, value in terms.items() if name not in settled}
    changed = _change(actor, consultation, base, possible)  # type: ignore[arg-type]  # the keys of Terms
    if MODULES in names and not _modules_restored(actor, consultation, earlier.terms[MODULES], base):
        settled.append(MODULES)
    elif MODULES in names:
        changed.append(MODULES)
    if changed:
        number = keep_terms(actor, consultation, restored_number=earlier.number)
        note(Action.CONSULTATION_RESTORED, actor, consultation, fields=changed, number=number, restored=earlier.number)
    return settled


def set_modules(actor: User | None, consultation: Consultation, versions: Sequence[ModuleVersion], *, base: int | None = None) -> bool:
    """Ask about these module versions, in this order. Once it is open, modules may join but none may leave or change its version."""
    if not _ask_about(actor, consultation, versions, base):
        return False
    keep_terms(actor, consultation)
    note(Action.CONSULTATION_CHANGED, actor, consultation, fields=[MODULES], versions=[version.id for version in versions])
    return True


def _change(actor: User | None, consultation: Consultation, base: int | None, terms: Terms) -> list[str]:
    require(rules.may_change, actor, consultation)
    hold(consultation)
    refuse_if_overtaken(consultation, base, {name: kept_value(value) for name, value in terms.items()})
    broken = rules.broken_promises(consultation, terms, clock.now())
    if broken:
        raise Promised(broken)
    blanked = rules.blanked_parts(terms) if consultation.published_at else []
    if blanked:
        raise Incomplete(blanked)
    terms = _with_mode(consultation, terms)
    retitled = terms.get("title", consultation.title) != consultation.title
    changed = _different(consultation, terms)
    if changed:
        begin_history(consultation)
        _apply(consultation, terms)
    if retitled and consultation.published_at is None and "slug" not in terms:
        # Nobody knows the address of a draft yet, so it may follow the title; a public one stays as it is.
        consultation.slug = free_slug(consultation.title, old=consultation.slug)
    return changed


def _ask_about(actor: User | None, consultation: Consultation, versions: Sequence[ModuleVersion], base: int | None) -> bool:
    require(rules.may_change, actor, consultation)
    hold(consultation)
    wanted = [version.id for version in versions]
    refuse_if_overtaken(consultation, base, {MODULES: wanted})
    if [entry.version_id for entry in consultation.modules] == wanted:
        return False
    reached = rules.stage(consultation, clock.now())
    if reached in rules.OVER or (reached in rules.UNDER_WAY and not rules.keeps_modules(consultation, versions)):
        raise Promised([MODULES])
    unready = [f"module:{version.module_id}" for version in versions if not rules.is_published(version)]
    if unready and reached is not Stage.DRAFT:
        raise Incomplete(unready)
    there = {entry.version_id for entry in consultation.modules}
    taken = _taken(consultation, [version for version in versions if version.id not in there])
    if taken:
        raise Incomplete(taken)
    begin_history(consultation)
    _place(consultation, versions)
    db.session.flush()
    return True


def _modules_restored(actor: User | None, consultation: Consultation, version_ids: list[int], base: int | None) -> bool:
    """Ask about these versions again, if that is still possible."""
    try:
        return _ask_about(actor, consultation, queries.versions(version_ids), base)
    except (Promised, Incomplete):
        return False


def _with_mode(consultation: Consultation, terms: Terms) -> Terms:
    """Where anyone may write, a moderator reads first, whatever was chosen before."""
    if not {"mode", "who_may_contribute"} & terms.keys():
        return terms
    return {**terms, "mode": rules.mode_of(consultation, terms)}


def place_version(actor: User | None, consultation: Consultation, version: ModuleVersion) -> bool:
    """Ask about this version too: in the place of another one of its module, else after the others."""
    versions = [version if entry.module_id == version.module_id else entry.version for entry in consultation.modules]
    return set_modules(actor, consultation, versions if version in versions else [*versions, version])


def publish_consultation(actor: User | None, consultation: Consultation) -> Consultation:
    """Show it to everybody, in both languages at once; from `opens_at` on people may take part."""
    require(rules.may_change, actor, consultation)
    if consultation.published_at is not None:
        return consultation
    missing = missing_parts(consultation)
    if missing:
        raise Incomplete(missing)
    consultation.published_at = clock.now()
    note(Action.CONSULTATION_PUBLISHED, actor, consultation)
    return consultation


def missing_parts(consultation: Consultation) -> list[str]:
    """What keeps a draft from being published: what it lacks, and the versions that are another consultation's."""
    return [*rules.missing_parts(consultation), *_taken(consultation, [entry.version for entry in consultation.modules])]


def _taken(consultation: Consultation, versions: Sequence[ModuleVersion]) -> list[str]:
    return [f"taken:{module_id}" for module_id in queries.taken_modules(consultation, versions)]


def _different(consultation: Consultation, terms: Terms) -> list[str]:
    """The names of the terms that differ, in a stable order."""
    return sorted(name for name, value in terms.items() if value != getattr(consultation, name))


def _apply(consultation: Consultation, terms: Terms) -> None:
    for name in _different(consultation, terms):
        setattr(consultation, name, terms[name])  # type: ignore[literal-required]  # the keys of Terms


def _place(consultation: Consultation, versions: Sequence[ModuleVersion]) -> None:
    """Keep the entry, and so the counters, of a module that stays; order by the sequence given."""
    entries = {entry.module_id: entry for entry in consultation.modules}
    placed = []
    for position, version in enumerate(versions, start=1):
        entry = entries.get(version.module_id) or ConsultationModule(module=version.module)
        entry.version, entry.position = version, position
        placed.append(entry)
    consultation.modules = placed


def free_slug(title: Bilingual, *, old: Bilingual = NOT_YET) -> Bilingual:
    """A slug from each title, from the other one while that is not written yet; free in its language."""
    halves = {}
    for lang in ("en", "fr"):
        wished = slug_of(title[lang]) or slug_of(title.read(lang).text) or "consultation"
        # A slug of digits alone would be read as an id on the command line.
        wished = f"consultation-{wished}" if wished.replace("-", "").isdigit() else wished
        halves[lang] = first_free(wished, queries.slugs_like(lang, wished) - {old[lang]})
    return Bilingual(**halves)
