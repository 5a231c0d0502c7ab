"""What is public: the one condition that every page, export, report and mail starts from, and what is left of what is not.

The states are written out in the SQL, not sent along: a database uses an index of published comments only where the question itself
says that it asks for published ones (`models.comments.LISTINGS`).
"""

from typing import overload

from sqlalchemy import ColumnElement, and_, literal_column, or_, select

from consult.consultations.models import Consultation
from consult.feedback.models import AuthorChoice, Comment, Statement, StatementStatus, Visibility

Kinds = type[Comment] | type[Statement]


def written(value: str) -> ColumnElement[str]:
    """A word of ours as it stands in the SQL; never for what somebody typed."""
    return literal_column(f"'{value}'")


def counted(comment: type[Comment]) -> ColumnElement[bool]:
    """What every counter counts: published, and for everybody. `comment` is the table or an alias of it."""
    return and_(comment.visibility == written(Visibility.PUBLISHED), comment.author_choice != written(AuthorChoice.TEAM_ONLY))


# The two conditions of the indexes, `models.LISTED` and `models.SHOWN`, said of the rows of a question.
_FOR_ALL = Comment.author_choice != written(AuthorChoice.TEAM_ONLY)
listed = counted(Comment)
shown = Comment.visibility.in_([written(state) for state in (Visibility.PUBLISHED, Visibility.HIDDEN, Visibility.WITHDRAWN)])


@overload
def publishable(kind: type[Comment]) -> ColumnElement[bool]: ...
@overload
def publishable(kind: type[Statement]) -> ColumnElement[bool]: ...
def publishable(kind: Kinds) -> ColumnElement[bool]:
    """The one answer to: what is public? Page, export, report and mail all start from it."""
    if kind is Statement:
        return and_(Statement.status == StatementStatus.LIVE, _in_public(Statement))
    return and_(listed, _in_public(Comment))


def tombstones() -> ColumnElement[bool]:
    """Comments of which only number, dates and reason are public: hidden ones; withdrawn ones that others answered or voted on.

    What is for the team alone leaves nothing, unless it was public before and others answered: to them it was taken back.
    """
    answered = Comment.reply_count + Comment.agree_count + Comment.disagree_count + Comment.unsure_count > 0
    hidden = and_(Comment.visibility == written(Visibility.HIDDEN), _FOR_ALL)
    withdrawn = and_(Comment.visibility == written(Visibility.WITHDRAWN), answered)
    taken_back = and_(Comment.author_choice == written(AuthorChoice.TEAM_ONLY), answered)
    return and_(or_(hidden, withdrawn, taken_back), shown, _in_public(Comment))


def _in_public(kind: Kinds) -> ColumnElement[bool]:
    """Its consultation is no draft: looked up row by row, so that no plan ever begins with the consultations."""
    published = select(Consultation.published_at).where(Consultation.id == kind.consultation_id).correlate(kind)
    return published.scalar_subquery().is_not(None)
