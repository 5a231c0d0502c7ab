"""Where a module is read and discussed: in which consultation, at which version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import User
from consult.consultations.models import Consultation, ConsultationModule
from consult.consultations.queries.consultations import readable_by
from consult.core.bilingual import Bilingual
from consult.core.db import UtcDateTime, db
from consult.core.errors import NotFound
from consult.core.objects import Reader
from consult.modules.models import Module, ModuleVersion

_CONSULTATIONS = Reader(Consultation)
_IS_PUT_AWAY = sa.or_(Consultation.cancelled_at.is_not(None), Consultation.archived_at.is_not(None))


@dataclass(frozen=True)
class Placement:
    """A module as people read it now: at which version, and in which consultation (None: in none that is public)."""

    consultation: Consultation
    version: ModuleVersion
    entry: ConsultationModule


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
    """Of several consultations on one module, the one that people look for first.

    A public one before a draft, what still stands before what was called off or put away, what is open now before the others, then the
    latest.
    """
    standing = sa.case((Consultation.published_at.is_(None), 2), (_IS_PUT_AWAY, 1), else_=0)
    is_open = sa.and_(Consultation.opens_at <= now, Consultation.closes_at > now)
    return (standing, sa.case((is_open, 0), else_=1), Consultation.opens_at.desc().nulls_last(), Consultation.id.desc())


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
    found = db.session.connection().execute(query, {"module": module_id, "now": now}).first()
    if found is None:
        raise NotFound(module_id)
    version_id, slug_en, slug_fr, *of_the_consultation = found
    return Discussed(module_id, version_id, Bilingual(slug_en, slug_fr), _CONSULTATIONS.one(of_the_consultation))


@cache
def _whereabouts(*, is_staff: bool) -> Select[*tuple[Any, ...]]:
    module: Any = Module
    query = _placements(is_staff=is_staff).options().join(ConsultationModule.module)
    return query.with_only_columns(ConsultationModule.version_id, module.slug_en, module.slug_fr)


@cache
def _discussed(*, is_staff: bool) -> Select[*tuple[Any, ...]]:
    return _whereabouts(is_staff=is_staff).add_columns(*_CONSULTATIONS.columns)
