"""Verbs on what a consultation asks about: which module versions, in which order; and its publication."""

from collections.abc import Sequence

from consult.accounts.models import User
from consult.audit.models import Action
from consult.consultations import queries, rules
from consult.consultations.models import Consultation, ConsultationModule
from consult.consultations.rules import Stage
from consult.consultations.services.kept import begin_history, hold, keep_terms, note, refuse_if_overtaken
from consult.consultations.services.settings import Promised
from consult.consultations.terms import MODULES
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Incomplete
from consult.modules.models import ModuleVersion
from consult.modules.queries import lock_all


def set_modules(actor: User | None, consultation: Consultation, versions: Sequence[ModuleVersion], *, base: int | None = None) -> bool:
    """Ask about these module versions, in this order. Once it is open, modules may join but none may leave or change its version."""
    if not ask_about(actor, consultation, versions, base):
        return False
    keep_terms(actor, consultation)
    note(Action.CONSULTATION_CHANGED, actor, consultation, fields=[MODULES], versions=[version.id for version in versions])
    return True


def place_version(actor: User | None, consultation: Consultation, version: ModuleVersion) -> bool:
    """Ask about this version too: in the place of another one of its module, else after the others."""
    versions = [version if entry.module_id == version.module_id else entry.version for entry in consultation.modules]
    return set_modules(actor, consultation, versions if version in versions else [*versions, version])


def publish_consultation(actor: User | None, consultation: Consultation) -> Consultation:
    """Show it to everybody, in both languages at once; from `opens_at` on people may take part."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
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
    return [*rules.missing_parts(consultation), *taken_parts(consultation, [entry.version for entry in consultation.modules])]


def ask_about(actor: User | None, consultation: Consultation, versions: Sequence[ModuleVersion], base: int | None) -> bool:
    """The change itself, as `set_modules` says; whoever calls it keeps and records it."""
    require(rules.may_change, actor, consultation)
    hold(consultation)
    wanted = [version.id for version in versions]
    refuse_if_overtaken(consultation, base, {MODULES: wanted})
    if [entry.version_id for entry in consultation.modules] == wanted:
        return False
    reached = rules.stage(consultation, clock.now())
    if reached in rules.OVER or (reached in rules.UNDER_WAY and not rules.keeps_modules(consultation, versions)):
        raise Promised([MODULES])
    emptied = rules.emptied_parts(consultation, versions=versions)
    if emptied:
        raise Incomplete(emptied)
    unready = [f"module:{version.module_id}" for version in versions if not rules.is_published(version)]
    if unready and reached is not Stage.DRAFT:
        raise Incomplete(unready)
    there = {entry.version_id for entry in consultation.modules}
    joining = [version for version in versions if version.id not in there]
    lock_all({version.module_id for version in joining})
    taken = taken_parts(consultation, joining)
    if taken:
        raise Incomplete(taken)
    begin_history(consultation)
    _place(consultation, versions)
    db.session.flush()
    return True


def taken_parts(consultation: Consultation, versions: Sequence[ModuleVersion]) -> list[str]:
    """The versions that are another consultation's, as codes of what is missing."""
    return [f"taken:{module_id}" for module_id in queries.taken_modules(consultation, versions)]


def _place(consultation: Consultation, versions: Sequence[ModuleVersion]) -> None:
    """Keep the entry, and so the counters, of a module that stays; order by the sequence given."""
    entries = {entry.module_id: entry for entry in consultation.modules}
    placed = []
    for position, version in enumerate(versions, start=1):
        entry = entries.get(version.module_id) or ConsultationModule(module=version.module)
        entry.version, entry.position = version, position
        placed.append(entry)
    consultation.modules = placed
