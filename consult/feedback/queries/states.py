"""What the public pages of a module or a consultation show, named in one small read: where nothing of it changed, neither did they.

The statements are built once: to write them takes longer than to run them.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from consult.consultations.models import Consultation, ConsultationModule
from consult.consultations.queries import read_first, stage_at
from consult.core import clock, identity
from consult.core.db import UtcDateTime, db, glance
from consult.core.errors import NotFound
from consult.feedback.models import Comment
from consult.modules.models import ModuleVersion

_NOW: Any = bindparam("now", type_=UtcDateTime())
_Query = sa.Select[*tuple[Any, ...]]
_ENTRY = (
    ConsultationModule.consultation_id,
    Consultation.revision,
    ConsultationModule.version_id,
    ConsultationModule.revision,
    stage_at(_NOW),
    identity.COLUMN,
)
_any, _said = aliased(ModuleVersion), aliased(ConsultationModule)
# A page of one version also tells of the others: the newest one, and how much was said on each.
_OTHERS = (
    select(func.max(_any.number))
    .where(_any.module_id == ConsultationModule.module_id, _any.published_at.is_not(None))
    .correlate(ConsultationModule)
    .scalar_subquery(),
    select(func.sum(_said.revision)).where(_said.module_id == ConsultationModule.module_id).correlate(ConsultationModule).scalar_subquery(),
)
# As `placement` finds a module for a visitor.
_MODULE: _Query = (
    select(*_ENTRY, *_OTHERS)
    .join(ConsultationModule.consultation)
    .join(ModuleVersion, ModuleVersion.id == ConsultationModule.version_id)
    .where(
        ConsultationModule.module_id == bindparam("module"), Consultation.published_at.is_not(None), ModuleVersion.published_at.is_not(None)
    )
    .order_by(*read_first(_NOW))
    .limit(1)
)
_VERSION = _MODULE.where(ModuleVersion.number == bindparam("number"))
_COMMENT: _Query = (
    select(Comment.module_id, *_ENTRY, *_OTHERS)
    .join(Consultation, Consultation.id == Comment.consultation_id)
    .join(
        ConsultationModule,
        sa.and_(ConsultationModule.consultation_id == Comment.consultation_id, ConsultationModule.module_id == Comment.module_id),
    )
    .where(Comment.id == bindparam("comment"))
)
# A published version that no consultation asks about; without a number, the one that stands for the module.
_TEXT: _Query = (
    select(
        ModuleVersion.id,
        select(func.max(_any.number)).where(_any.module_id == ModuleVersion.module_id, _any.published_at.is_not(None)).scalar_subquery(),
        select(func.sum(_said.revision)).where(_said.module_id == ModuleVersion.module_id).scalar_subquery(),
        identity.COLUMN,
    )
    .where(ModuleVersion.module_id == bindparam("module"), ModuleVersion.published_at.is_not(None))
    .order_by(ModuleVersion.number.desc())
    .limit(1)
)
_TEXT_VERSION = _TEXT.where(ModuleVersion.number == bindparam("number"))
# All consultations that ask about the same modules: where a module is read decides the addresses of its discussions.
_own, _asked = aliased(Consultation), aliased(ConsultationModule)
_CONSULTATION: _Query = (
    select(_own.revision, *_ENTRY)
    .select_from(_own)
    .join(_asked, _asked.consultation_id == _own.id, isouter=True)
    .join(ConsultationModule, ConsultationModule.module_id == _asked.module_id, isouter=True)
    .join(Consultation, Consultation.id == ConsultationModule.consultation_id, isouter=True)
    .where(_own.id == bindparam("consultation"), _own.published_at.is_not(None))
    .order_by(ConsultationModule.module_id, ConsultationModule.consultation_id)
)


def of_module(module_id: int, number: int | None = None) -> str:
    """The state of a module's pages, at the version people read or at the one asked for."""
    if number is None:
        return _state(_MODULE, module=module_id)
    return _state(_VERSION, module=module_id, number=number)


def of_reading(module_id: int, number: int | None = None) -> str:
    """The state of a reading page: that of the module where it is discussed, else that of its text alone."""
    try:
        return of_module(module_id, number)
    except NotFound:
        return _state(_TEXT, module=module_id) if number is None else _state(_TEXT_VERSION, module=module_id, number=number)


def of_comment(comment_id: int) -> str:
    """The state of a comment's page: that of its module in its consultation, and of where the module is read now."""
    row = _row(_COMMENT, comment=comment_id)
    return f"{tuple(row)} {of_module(row.module_id)}"


def of_consultation(consultation_id: int) -> str:
    """The state of all that was said in a consultation."""
    rows = db.session.connection().execute(_CONSULTATION, {"consultation": consultation_id, "now": clock.now()}).all()
    if not rows:
        raise NotFound(consultation_id)
    identity.heard(rows[0].site_revision)
    return str(rows)


def _state(query: _Query, **given: int) -> str:
    return str(tuple(_row(query, **given)))


def _row(query: _Query, **given: int) -> sa.Row[Any]:
    found = glance(query, now=clock.now(), **given)
    if found is None:
        raise NotFound(given)
    identity.heard(found.site_revision)
    return found
