"""What an earlier import of a consultation brought: asked before the files are read again."""

from sqlalchemy import and_, exists, select

from consult.consultations.models import ConsultationModule
from consult.consultations.queries import by_source
from consult.core.db import db
from consult.feedback.models import Comment, Statement
from consult.interchange.services.tidy.modules import SOURCE
from consult.interchange.source.tidy import COMMENT, STATEMENT
from consult.modules.models import Block


def known_contributions(source_id: str) -> dict[str, str]:
    """Whether each contribution came as a comment or as a statement, by its id in the source."""
    consultation = by_source(SOURCE, source_id)
    if consultation is None:
        return {}
    # The statement of a section is nobody's contribution: it has the section's id, and no author.
    of_section = exists().where(
        Block.source_id == Statement.source_id,
        Block.version_id == ConsultationModule.version_id,
        ConsultationModule.consultation_id == consultation.id,
    )
    written = select(Statement.source_id).where(
        Statement.consultation_id == consultation.id,
        ~and_(Statement.author_id.is_(None), of_section),
    )
    comments = select(Comment.source_id).where(Comment.source == f"{SOURCE}:{source_id}")
    return {str(name): kind for asked, kind in ((written, STATEMENT), (comments, COMMENT)) for name in db.session.scalars(asked)}
