"""Verbs of consultations: create, change, choose the modules, publish. Opening and closing are the clock's (`rules.stage`)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from sqlalchemy import update

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, ConsultationModule, Mode, WhoMayContribute
from consult.consultations.rules import Stage
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
    _apply(consultation, terms)
    consultation.slug = slug if slug.complete else free_slug(consultation.title, old=NOT_YET)
    db.session.add(consultation)
    db.session.flush()
    _record(Action.CONSULTATION_CREATED, actor, consultation)
    return consultation


def change_consultation(actor: User | None, consultation: Consultation, **terms: Unpack[Terms]) -> list[str]:
    """Change what is named; give back the names of what is different now. Once it is open, texts may be corrected and dates put later."""
    require(rules.may_change, actor, consultation)
    broken = rules.broken_promises(consultation, terms, clock.now())
    if broken:
        raise Promised(broken)
    blanked = rules.blanked_parts(terms) if consultation.published_at else []
    if blanked:
        raise Incomplete(blanked)
    retitled = terms.get("title", consultation.title) != consultation.title
    changed = _apply(consultation, terms)
    if retitled and consultation.published_at is None and "slug" not in terms:
        # Nobody knows the address of a draft yet, so it may follow the title; a public one stays as it is.
        consultation.slug = free_slug(consultation.title, old=consultation.slug)
    if changed:
        _record(Action.CONSULTATION_CHANGED, actor, consultation, fields=changed)
    return changed


def set_modules(actor: User | None, consultation: Consultation, versions: Sequence[ModuleVersion]) -> bool:
    """Ask about these module versions, in this order. Once it is open, modules may join but none may leave or change its version."""
    require(rules.may_change, actor, consultation)
    if [entry.version_id for entry in consultation.modules] == [version.id for version in versions]:
        return False
    reached = rules.stage(consultation, clock.now())
    if reached in rules.AFTER_CLOSING or (reached is Stage.OPEN and not rules.keeps_modules(consultation, versions)):
        raise Promised(["modules"])
    unready = [f"module:{version.module_id}" for version in versions if not rules.is_published(version)]
    if unready and reached is not Stage.DRAFT:
        raise Incomplete(unready)
    there = {entry.version_id for entry in consultation.modules}
    taken = _taken(consultation, [version for version in versions if version.id not in there])
    if taken:
        raise Incomplete(taken)
    _place(consultation, versions)
    db.session.flush()
    _record(Action.CONSULTATION_CHANGED, actor, consultation, fields=["modules"], versions=[version.id for version in versions])
    return True


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
    _record(Action.CONSULTATION_PUBLISHED, actor, consultation)
    return consultation


def missing_parts(consultation: Consultation) -> list[str]:
    """What keeps a draft from being published: what it lacks, and the versions that are another consultation's."""
    return [*rules.missing_parts(consultation), *_taken(consultation, [entry.version for entry in consultation.modules])]


def _taken(consultation: Consultation, versions: Sequence[ModuleVersion]) -> list[str]:
    return [f"taken:{module_id}" for module_id in queries.taken_modules(consultation, versions)]


def _apply(consultation: Consultation, terms: Terms) -> list[str]:
    """Set each term that differs; the names of those, in a stable order."""
    changed = sorted(name for name, value in terms.items() if value != getattr(consultation, name))
    for name in changed:
        setattr(consultation, name, terms[name])  # type: ignore[literal-required]  # the keys of Terms
    return changed


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


def renew(consultation: Consultation) -> None:
    """Its public pages show something new: what is kept of them is old. Counted by the database, so that no two changes share a number."""
    db.session.execute(update(Consultation).where(Consultation.id == consultation.id).values(revision=Consultation.revision + 1))


def renew_all() -> None:
    """The same for every consultation: who set counters right does not ask which pages show them."""
    db.session.execute(update(Consultation).values(revision=Consultation.revision + 1))


def _record(action: Action, actor: User | None, consultation: Consultation, **detail: list[str] | list[int]) -> None:
    renew(consultation)
    record(action, actor.id if actor else None, f"consultation:{consultation.id}", consultation_id=consultation.id, detail=detail)
