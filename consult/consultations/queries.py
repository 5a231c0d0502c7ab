"""Reads of consultations, each one SELECT."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Committee, User
from consult.consultations.models import Consultation, ConsultationModule, Provenance
from consult.consultations.rules import Stage
from consult.core.bilingual import Bilingual
from consult.core.db import UtcDateTime, db
from consult.core.errors import NotFound
from consult.core.intake import LAST_NUMBER
from consult.modules.models import Languages as Written
from consult.modules.models import Module, ModuleVersion

# A list shows what people can act on first.
LIST_ORDER = {Stage.OPEN: 0, Stage.SCHEDULED: 1, Stage.DRAFT: 2, Stage.CLOSED: 3, Stage.REPORTED: 3}

_WITH_MODULES = (
    selectinload(Consultation.modules).joinedload(ConsultationModule.module),
    selectinload(Consultation.modules).joinedload(ConsultationModule.version),
)


@dataclass(frozen=True)
class Placement:
    """A module as people read it now: at which version, and in which consultation (None: in none that is public)."""

    consultation: Consultation
    version: ModuleVersion
    entry: ConsultationModule


def readable_by(actor: User | None) -> ColumnElement[bool]:
    """The SQL twin of `rules.may_read`."""
    if actor is not None and actor.is_staff:
        return sa.true()
    return Consultation.published_at.is_not(None)


def consultation(consultation_id: int, actor: User | None) -> Consultation:
    """One consultation with its modules and their versions; a draft does not exist for the public."""
    found = db.session.scalar(select(Consultation).where(Consultation.id == consultation_id, readable_by(actor)).options(*_WITH_MODULES))
    if found is None:
        raise NotFound(consultation_id)
    return found


def by_reference(reference: str) -> Consultation:
    """The consultation that a command line names: by its number or its English slug."""
    number = int(reference) if reference.isdecimal() else 0
    same = Consultation.id == number if 0 < number <= LAST_NUMBER else Consultation.slug_en == reference  # type: ignore[attr-defined]
    found = db.session.scalar(select(Consultation).where(same))
    if found is None:
        raise NotFound(f"There is no consultation {reference!r}.")
    return found


def by_source(source: str, source_id: str) -> Consultation | None:
    """The consultation that an earlier import of the same source made."""
    return db.session.scalar(select(Consultation).where(Consultation.source == source, Consultation.source_id == source_id))


def listed(actor: User | None, now: datetime, *, stages: Collection[Stage] = tuple(Stage)) -> list[Consultation]:
    """Those at these stages that this person may read: open ones by closing, then those to come, drafts, and past ones newest first."""
    at = stage_at(now)
    return list(
        db.session.scalars(
            select(Consultation)
            .where(readable_by(actor), at.in_(stages))
            .order_by(
                sa.case({stage.value: rank for stage, rank in LIST_ORDER.items()}, value=at),
                sa.case((at == Stage.OPEN, Consultation.closes_at)),
                sa.case((at == Stage.SCHEDULED, Consultation.opens_at)),
                Consultation.closes_at.desc().nulls_last(),
                Consultation.id.desc(),
            )
            .options(*_WITH_MODULES)
        )
    )


def stage_at(now: datetime | ColumnElement[datetime]) -> ColumnElement[str]:
    """The SQL twin of `rules.stage`."""
    undated = sa.and_(Consultation.opens_at.is_(None), Consultation.closes_at.is_(None))
    return sa.case(
        (Consultation.published_at.is_(None), Stage.DRAFT.value),
        (Consultation.reported_at.is_not(None), Stage.REPORTED.value),
        (sa.and_(Consultation.provenance == Provenance.IMPORTED, undated), Stage.CLOSED.value),
        (sa.or_(Consultation.opens_at.is_(None), Consultation.opens_at > now), Stage.SCHEDULED.value),
        (sa.or_(Consultation.closes_at.is_(None), Consultation.closes_at > now), Stage.OPEN.value),
        else_=Stage.CLOSED.value,
    )


def committee(consultation: Consultation) -> Committee | None:
    """The committee that reads what people say here."""
    return db.session.get(Committee, consultation.committee_id) if consultation.committee_id else None


def choosable_versions(consultation: Consultation | None) -> list[ModuleVersion]:
    """What it may ask about: the newest version of every module where no other consultation has it, and the versions it has now."""
    newest = select(sa.func.max(ModuleVersion.id)).group_by(ModuleVersion.module_id)
    pinned = [entry.version_id for entry in consultation.modules] if consultation else []
    # What was imported in one language cannot be asked about here: a consultation of this site is in both.
    complete = ModuleVersion.module.has(Module.languages == Written.BOTH)
    free = sa.and_(ModuleVersion.id.in_(newest), ModuleVersion.id.not_in(_asked_by_others(consultation)), complete)
    return list(
        db.session.scalars(
            select(ModuleVersion)
            .where(sa.or_(free, ModuleVersion.id.in_(pinned)))
            .order_by(ModuleVersion.module_id, ModuleVersion.number.desc())
        )
    )


def taken_modules(consultation: Consultation, versions: Collection[ModuleVersion]) -> list[int]:
    """The modules whose version here belongs to another consultation already: the counts of a block are kept per version."""
    asked = _asked_by_others(consultation).where(ConsultationModule.version_id.in_([version.id for version in versions]))
    taken = set(db.session.scalars(asked))
    return [version.module_id for version in versions if version.id in taken]


def is_asked_about(version: ModuleVersion) -> bool:
    """A consultation asks about this very version, or prepares to."""
    return bool(db.session.scalar(select(sa.exists().where(ConsultationModule.version_id == version.id))))


def _asked_by_others(consultation: Consultation | None) -> Select[int]:
    """The versions that consultations of this site ask about, this one aside."""
    query = (
        select(ConsultationModule.version_id).join(ConsultationModule.consultation).where(Consultation.provenance != Provenance.IMPORTED)
    )
    return query.where(Consultation.id != consultation.id) if consultation else query


def slugs_like(lang: str, slug: str) -> set[str]:
    """The slugs in this language that begin so: what a new one must differ from."""
    column: ColumnElement[str] = getattr(Consultation, f"slug_{lang}")
    return set(db.session.scalars(select(column).where(column.startswith(slug, autoescape=True))))


def versions_read(module_ids: Collection[int], now: datetime, actor: User | None) -> dict[int, int]:
    """Module id to version id: at which version each is read at its short address (see `placement`)."""
    rows = db.session.execute(
        select(ConsultationModule.module_id, ConsultationModule.version_id)
        .join(ConsultationModule.consultation)
        .join(ConsultationModule.version)
        .where(ConsultationModule.module_id.in_(module_ids), readable_by(actor), ModuleVersion.published_at.is_not(None))
        .order_by(*read_first(now))
    )
    read: dict[int, int] = {}
    for module_id, version_id in rows:
        read.setdefault(module_id, version_id)
    return read


def read_first(now: datetime | ColumnElement[datetime]) -> tuple[ColumnElement[Any], ...]:
    """Of several consultations on one module, a public one comes before a draft, the one open now first, else the latest."""
    is_draft = sa.case((Consultation.published_at.is_(None), 1), else_=0)
    is_open = sa.and_(Consultation.opens_at <= now, Consultation.closes_at > now)
    return (is_draft, sa.case((is_open, 0), else_=1), Consultation.opens_at.desc().nulls_last(), Consultation.id.desc())


def placement(
    module_id: int, now: datetime, *, number: int | None = None, version_id: int | None = None, actor: User | None = None
) -> Placement:
    """Where a module is read: in the consultation open now, else in the latest one; or at the version asked for."""
    query = _placements(is_staff=actor is not None and actor.is_staff)
    if number is not None:
        query = query.where(ModuleVersion.number == number)
    if version_id is not None:
        query = query.where(ModuleVersion.id == version_id)
    entry = db.session.scalar(query, {"module": module_id, "now": now})
    if entry is None:
        raise NotFound(module_id)
    return Placement(entry.consultation, entry.version, entry)


@cache
def _placements(*, is_staff: bool) -> Select[ConsultationModule]:
    """Written once: this is asked on every page about a module, and to write it takes as long as to run it."""
    readable = sa.true() if is_staff else Consultation.published_at.is_not(None)
    return (
        select(ConsultationModule)
        .join(ConsultationModule.consultation)
        .join(ConsultationModule.version)
        .where(ConsultationModule.module_id == sa.bindparam("module"), readable, ModuleVersion.published_at.is_not(None))
        .options(joinedload(ConsultationModule.consultation), joinedload(ConsultationModule.version), joinedload(ConsultationModule.module))
        .order_by(*read_first(sa.bindparam("now", type_=UtcDateTime())))
        .limit(1)
    )


@dataclass(frozen=True)
class Whereabouts:
    """Where a module is read at its short address: as much as an address needs."""

    module_id: int
    version_id: int
    slug: Bilingual

    def place(self, lang: str) -> dict[str, int | str]:
        """What the address of the module is made of."""
        return {"module_id": self.module_id, "slug": self.slug[lang]}


def whereabouts(module_id: int, now: datetime, actor: User | None) -> Whereabouts:
    """The same as `placement`, without all that is to be read there."""
    query = _whereabouts(is_staff=actor is not None and actor.is_staff)
    found = db.session.connection().execute(query, {"module": module_id, "now": now}).first()
    if found is None:
        raise NotFound(module_id)
    return Whereabouts(module_id, found.version_id, Bilingual(found.slug_en, found.slug_fr))


@dataclass(frozen=True)
class Discussed(Whereabouts):
    """The same with its consultation: what it takes to send something in."""

    consultation: Consultation


def discussed(module_id: int, now: datetime, actor: User | None, *, number: int | None = None) -> Discussed:
    """The consultation in which a module is discussed, and at which version, as `placement` finds it."""
    query = _discussed(is_staff=actor is not None and actor.is_staff)
    if number is not None:
        query = query.where(ModuleVersion.number == number)
    found = db.session.execute(query, {"module": module_id, "now": now}).first()
    if found is None:
        raise NotFound(module_id)
    return Discussed(module_id, found.version_id, Bilingual(found.slug_en, found.slug_fr), found.Consultation)


@cache
def _whereabouts(*, is_staff: bool) -> Select[*tuple[Any, ...]]:
    module: Any = Module
    query = _placements(is_staff=is_staff).options().join(ConsultationModule.module)
    return query.with_only_columns(ConsultationModule.version_id, module.slug_en, module.slug_fr)


@cache
def _discussed(*, is_staff: bool) -> Select[*tuple[Any, ...]]:
    return _whereabouts(is_staff=is_staff).add_columns(Consultation)
