"""Every counter of an imported consultation, set from its rows by the database: an earlier import may have brought rows this one lacks.

Only rows whose counter is different are written: comments have many indexes, and each would be kept for nothing.
"""

from sqlalchemy import ColumnElement, Label, and_, func, or_, select, update
from sqlalchemy.sql.selectable import Subquery

from consult.consultations.models import Consultation, ConsultationModule
from consult.core.db import Model, db
from consult.feedback.models import (
    WHOLE_MODULE,
    Comment,
    CommentVote,
    Stance,
    Statement,
    StatementStatus,
    StatementVote,
)
from consult.feedback.queries import counted as is_counted
from consult.modules.models import Block

_COLUMNS = {Stance.AGREE: "agree_count", Stance.DISAGREE: "disagree_count", Stance.UNSURE: "unsure_count"}


def count_answers(consultation: Consultation) -> None:
    """Count the answers to statements and comments, and the statements that are live."""
    for table, votes, target in ((Statement, StatementVote, StatementVote.statement_id), (Comment, CommentVote, CommentVote.comment_id)):
        tally = [func.count().filter(votes.stance == stance).label(column) for stance, column in _COLUMNS.items()]
        counted = select(target.label("target"), *tally).where(votes.consultation_id == consultation.id).group_by(target).subquery()
        _set(table, counted, table.consultation_id == consultation.id, table.id == counted.c.target)
    live = Statement.status == StatementStatus.LIVE
    number = db.session.scalar(select(func.count()).where(Statement.consultation_id == consultation.id, live))
    consultation.statement_count = number or 0
    db.session.flush()


def count_comments(consultation: Consultation) -> None:
    """Count what was published: the replies to each comment, and the comments on each block and each module."""
    own = Comment.consultation_id == consultation.id
    replies = _published(own, Comment.parent_id.is_not(None), target=Comment.parent_id.label("target"), name="reply_count")
    _set(Comment, replies, own, Comment.id == replies.c.target)
    on_block = select(Block.id).where(Block.version_id == Comment.version_id, Block.key == Comment.block_key).scalar_subquery()
    blocks = _published(own, Comment.block_key != WHOLE_MODULE, target=on_block.label("target"), name="comment_count")
    asked = select(ConsultationModule.version_id).where(ConsultationModule.consultation_id == consultation.id)
    _set(Block, blocks, Block.version_id.in_(asked), Block.id == blocks.c.target)
    entries = ConsultationModule.consultation_id == consultation.id
    for name, which in (("comment_count", own), ("general_count", and_(own, Comment.block_key == WHOLE_MODULE))):
        modules = _published(which, target=Comment.module_id.label("target"), name=name)
        _set(ConsultationModule, modules, entries, ConsultationModule.module_id == modules.c.target)


def _published(*conditions: ColumnElement[bool], target: Label[int] | Label[int | None], name: str) -> Subquery:
    """How many public comments there are of each target."""
    return select(target, func.count().label(name)).where(*conditions, is_counted(Comment)).group_by(target).subquery()


def _set(table: type[Model], counted: Subquery, own: ColumnElement[bool], same: ColumnElement[bool]) -> None:
    """Set the counters that differ to what was counted, and those of which nothing was counted to nothing."""
    counts = {column.name: column for column in counted.c if column.name != "target"}
    differs = or_(*(getattr(table, name) != column for name, column in counts.items()))
    left_over = or_(*(getattr(table, name) != 0 for name in counts))
    for statement in (
        update(table).where(own, same, differs).values(counts),
        update(table).where(own, left_over, ~select(counted.c.target).where(same).exists()).values(dict.fromkeys(counts, 0)),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
