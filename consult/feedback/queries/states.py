"""What the public pages of a module or a consultation show, named in one small read: where nothing of it changed, neither did they.

The statements are built once: to write them takes longer than to run them.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, func, select

from consult.consultations.models import Consultation, ConsultationModule
from consult.consultations.queries import read_first, stage_at
from consult.core import clock, identity
from consult.core.db import UtcDateTime, db
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
_CONSULTATION: _Query = (
    select(Consultation.id, Consultation.revision, func.sum(ConsultationModule.revision), stage_at(_NOW), identity.COLUMN)
    .join(ConsultationModule, ConsultationModule.consultation_id == Consultation.id, isouter=True)
    .where(Consultation.id == bindparam("consultation"), Consultation.published_at.is_not(None))
    .group_by(Consultation.id)
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
    """The state of all that was said in a consultation: revisions only ever go up, so their sum tells."""
    return _state(_CONSULTATION, consultation=consultation_id)


def _state(query: _Query, **given: int) -> str:
    return str(tuple(_row(query, **given)))


def _row(query: _Query, **given: int) -> sa.Row[Any]:
    found = db.session.execute(query, {"now": clock.now(), **given}).first()
    if found is None:
        raise NotFound(given)
    identity.heard(found.site_revision)
    return found
