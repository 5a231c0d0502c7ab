"""What the public pages of a module or a consultation show, named in one small read: where nothing of it changed, neither did they.

The statements are built once: to write them takes longer than to run them.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, select
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
# As `placement` finds a module for a visitor.
_MODULE: _Query = (
    select(*_ENTRY)
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
    select(Comment.module_id, *_ENTRY)
    .join(Consultation, Consultation.id == Comment.consultation_id)
    .join(
        ConsultationModule,
        sa.and_(ConsultationModule.consultation_id == Comment.consultation_id, ConsultationModule.module_id == Comment.module_id),
    )
    .where(Comment.id == bindparam("comment"))
)
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
