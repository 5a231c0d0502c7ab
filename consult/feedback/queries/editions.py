"""The published versions of a module, and how much was said on each: comments stay with the words that they were made on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, select

from consult.consultations.models import Consultation, ConsultationModule
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.modules.models import Block, ModuleVersion

_EDITION = (ModuleVersion.number, ModuleVersion.published_at)


@dataclass(frozen=True)
class Edition:
    """A published version of a module, with the comments on it or on one part of it."""

    number: int
    published_at: datetime
    comment_count: int
    wording: Bilingual | None  # fingerprints of the part that was asked about; none where this version does not have it


def editions(module_id: int) -> list[Edition]:
    """All published versions, oldest first, with the count of all comments on each."""
    return _counted(module_id, ConsultationModule.comment_count)


def editions_of_whole(module_id: int) -> list[Edition]:
    """The same with the comments on the module as a whole."""
    return _counted(module_id, ConsultationModule.general_count)


def editions_of_part(module_id: int, key: str) -> list[Edition]:
    """The same with the comments on one part, and its wording in each."""
    block: Any = Block
    part = sa.and_(Block.version_id == ModuleVersion.id, Block.key == key)
    query = _published(module_id, func.coalesce(Block.comment_count, 0), block.text_hash_en, block.text_hash_fr).outerjoin(Block, part)
    return [
        Edition(number, published_at, count, None if en is None else Bilingual(en, fr))
        for number, published_at, count, en, fr in db.session.execute(query)
    ]


def _counted(module_id: int, counter: Any) -> list[Edition]:  # noqa: ANN401 - a column of the entry
    rows = db.session.execute(_published(module_id, _said(counter)))
    return [Edition(number, published_at, count, None) for number, published_at, count in rows]


def _published(module_id: int, *columns: ColumnElement[Any]) -> sa.Select[*tuple[Any, ...]]:
    query = select(*_EDITION, *columns).where(ModuleVersion.module_id == module_id, ModuleVersion.published_at.is_not(None))
    return query.order_by(ModuleVersion.number)


def _said(counter: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column of the entry
    """What was published on this version, in all consultations that people can see."""
    total = (
        select(func.coalesce(func.sum(counter), 0))
        .join(Consultation, Consultation.id == ConsultationModule.consultation_id)
        .where(ConsultationModule.version_id == ModuleVersion.id, Consultation.published_at.is_not(None))
    )
    return total.correlate(ModuleVersion).scalar_subquery()
