"""What is public: the one condition that every page, export, report and mail starts from, and what is left of what is not."""

from typing import overload

from sqlalchemy import ColumnElement, and_, or_, select

from consult.consultations.models import Consultation
from consult.feedback.models import AuthorChoice, Comment, Statement, StatementStatus, Visibility


@overload
def publishable(kind: type[Comment]) -> ColumnElement[bool]: ...
@overload
def publishable(kind: type[Statement]) -> ColumnElement[bool]: ...
def publishable(kind: type[Comment] | type[Statement]) -> ColumnElement[bool]:
    """The one answer to: what is public? Page, export, report and mail all start from it."""
    in_public = kind.consultation_id.in_(select(Consultation.id).where(Consultation.published_at.is_not(None)))
    if kind is Statement:
        return and_(Statement.status == StatementStatus.LIVE, in_public)
    return and_(Comment.visibility == Visibility.PUBLISHED, Comment.author_choice != AuthorChoice.TEAM_ONLY, in_public)


def tombstones() -> ColumnElement[bool]:
    """Comments of which only number, dates and reason are public: hidden ones; withdrawn ones that others answered or voted on."""
    answered = Comment.reply_count + Comment.agree_count + Comment.disagree_count + Comment.unsure_count > 0
    in_public = Comment.consultation_id.in_(select(Consultation.id).where(Consultation.published_at.is_not(None)))
    gone = or_(Comment.visibility == Visibility.HIDDEN, and_(Comment.visibility == Visibility.WITHDRAWN, answered))
    return and_(gone, Comment.author_choice != AuthorChoice.TEAM_ONLY, in_public)
