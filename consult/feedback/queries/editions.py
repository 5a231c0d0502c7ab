"""The published versions of a module, and how much was said on each: comments stay with the words that they were made on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, select

from consult.consultations.models import Consultation, ConsultationModule
from consult.core.db import db
from consult.modules.models import Block, ModuleVersion

_EDITION = (ModuleVersion.number, ModuleVersion.published_at)


@dataclass(frozen=True)
class Edition:
    """A published version of a module, with the comments on it or on one part of it."""

    number: int
    published_at: datetime | None  # none in a look ahead at a draft
    comment_count: int
    part: Block | None = None  # what was asked about; none where this version does not have it


def editions(module_id: int) -> list[Edition]:
    """All published versions, oldest first, with the count of all comments on each."""
    return _counted(module_id, ConsultationModule.comment_count)


def editions_of_whole(module_id: int) -> list[Edition]:
    """The same with the comments on the module as a whole."""
    return _counted(module_id, ConsultationModule.general_count)


def editions_of_part(module_id: int, key: str) -> list[Edition]:
    """The same with the comments on one part, and the part as it stands in each."""
    query = select(*_EDITION, Block).outerjoin(Block, sa.and_(Block.version_id == ModuleVersion.id, Block.key == key))
    rows = db.session.execute(_published(query, module_id))
    return [Edition(number, published_at, part.comment_count if part else 0, part) for number, published_at, part in rows]


def _counted(module_id: int, counter: Any) -> list[Edition]:  # noqa: ANN401 - a column of the entry
    rows = db.session.execute(_published(select(*_EDITION, _said(counter)), module_id))
    return [Edition(number, published_at, count) for number, published_at, count in rows]


def _published(query: sa.Select[*tuple[Any, ...]], module_id: int) -> sa.Select[*tuple[Any, ...]]:
    return query.where(ModuleVersion.module_id == module_id, ModuleVersion.published_at.is_not(None)).order_by(ModuleVersion.number)


def _said(counter: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column of the entry
    """What was published on this version, in all consultations that people can see."""
    total = (
        select(func.coalesce(func.sum(counter), 0))
        .join(Consultation, Consultation.id == ConsultationModule.consultation_id)
        .where(ConsultationModule.version_id == ModuleVersion.id, Consultation.published_at.is_not(None))
    )
    return total.correlate(ModuleVersion).scalar_subquery()
