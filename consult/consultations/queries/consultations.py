"""Consultations themselves: one, several in order, what they may ask about."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from consult.accounts.models import Committee, User
from consult.consultations.models import Consultation, ConsultationModule, Provenance
from consult.consultations.rules import OVER, Stage
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.intake import LAST_NUMBER
from consult.modules.models import Languages as Written
from consult.modules.models import Module, ModuleVersion, VersionStatus

# A list shows what people can act on first.
LIST_ORDER = {Stage.OPEN: 0, Stage.PAUSED: 0, Stage.SCHEDULED: 1, Stage.DRAFT: 2} | dict.fromkeys(OVER, 3) | {Stage.ARCHIVED: 4}

_WITH_MODULES = (
    selectinload(Consultation.modules).joinedload(ConsultationModule.module),
    selectinload(Consultation.modules).joinedload(ConsultationModule.version),
)


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


def once_open(consultation: Consultation, now: datetime) -> tuple[Consultation, datetime]:
    """A draft as if it were published, and a moment at which it is open. What is changed here belongs to no session: it is never saved."""
    if consultation.published_at is not None:
        return consultation, now
    db.session.expunge(consultation)
    consultation.published_at = now
    opens = consultation.opens_at or now
    is_over = consultation.closes_at is not None and now >= consultation.closes_at
    return consultation, opens if is_over else max(now, opens)


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
                sa.case((at.in_((Stage.OPEN, Stage.PAUSED)), Consultation.closes_at)),
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
        (Consultation.archived_at.is_not(None), Stage.ARCHIVED.value),
        (Consultation.cancelled_at.is_not(None), Stage.CANCELLED.value),
        (Consultation.reported_at.is_not(None), Stage.REPORTED.value),
        (sa.and_(Consultation.provenance == Provenance.IMPORTED, undated), Stage.CLOSED.value),
        (sa.or_(Consultation.opens_at.is_(None), Consultation.opens_at > now), Stage.SCHEDULED.value),
        (Consultation.closes_at <= now, Stage.CLOSED.value),
        (Consultation.paused_at.is_not(None), Stage.PAUSED.value),
        else_=Stage.OPEN.value,
    )


def committee(consultation: Consultation) -> Committee | None:
    """The committee that reads what people say here."""
    return db.session.get(Committee, consultation.committee_id) if consultation.committee_id else None


def choosable_versions(consultation: Consultation | None) -> list[ModuleVersion]:
    """What it may ask about: of every module what people read now and the newest version, where no other consultation has them.

    And the versions it has now. What is published comes first.
    """
    newest = select(sa.func.max(ModuleVersion.id)).group_by(ModuleVersion.module_id)
    current = sa.or_(ModuleVersion.id.in_(newest), ModuleVersion.status == VersionStatus.PUBLISHED)
    pinned = [entry.version_id for entry in consultation.modules] if consultation else []
    # What was imported in one language cannot be asked about here: a consultation of this site is in both.
    complete = ModuleVersion.module.has(Module.languages == Written.BOTH)
    free = sa.and_(current, ModuleVersion.id.not_in(_asked_by_others(consultation)), complete)
    return list(
        db.session.scalars(
            select(ModuleVersion)
            .where(sa.or_(free, ModuleVersion.id.in_(pinned)))
            .order_by(ModuleVersion.module_id, ModuleVersion.published_at.is_(None), ModuleVersion.number.desc())
        )
    )


def versions(version_ids: Collection[int]) -> list[ModuleVersion]:
    """These module versions, in this order."""
    found = {version.id: version for version in db.session.scalars(select(ModuleVersion).where(ModuleVersion.id.in_(version_ids)))}
    return [found[one] for one in version_ids if one in found]


def taken_modules(consultation: Consultation, versions: Collection[ModuleVersion]) -> list[int]:
    """The modules whose version here belongs to another consultation already: the counts of a block are kept per version."""
    asked = _asked_by_others(consultation).where(ConsultationModule.version_id.in_([version.id for version in versions]))
    taken = set(db.session.scalars(asked))
    return [version.module_id for version in versions if version.id in taken]


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
