"""Statements by number, and one's own answers to them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.accounts.models import User
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut
from consult.feedback.models import SourceTotal, Stance, Statement, StatementVote
from consult.feedback.queries.public import publishable

STATEMENTS_A_PAGE = 50


def statement(consultation_id: int, number: int) -> Statement:
    """One live statement of a public consultation, with its consultation."""
    found = db.session.scalar(
        select(Statement)
        .where(Statement.consultation_id == consultation_id, Statement.number == number, publishable(Statement))
        .options(joinedload(Statement.consultation))
    )
    if found is None:
        raise NotFound(number)
    return found


def statements(consultation_id: int, *, after: int = -1) -> Page[Statement]:
    """The live statements by number; the first page starts before number 0, which an import may use."""
    query = (
        select(Statement)
        .where(Statement.consultation_id == consultation_id, Statement.number > after, publishable(Statement))
        .order_by(Statement.number)
        .limit(STATEMENTS_A_PAGE + 1)
    )
    return cut(list(db.session.scalars(query)), STATEMENTS_A_PAGE, key="number")


def stated_totals(rows: Sequence[Statement]) -> dict[int, SourceTotal]:
    """What the source of an import states of these statements, by their ids: never counted here, never added to our counts."""
    query = select(SourceTotal).where(SourceTotal.statement_id.in_([row.id for row in rows]))
    return {total.statement_id: total for total in db.session.scalars(query) if total.statement_id is not None}


def live_numbers(consultation_id: int) -> list[int]:
    """The numbers of all live statements: what the order of voting is drawn from."""
    query = select(Statement.number).where(Statement.consultation_id == consultation_id, publishable(Statement))
    return list(db.session.scalars(query.order_by(Statement.number)))


def stances_on_statements(voter: User, consultation_id: int) -> dict[int, Stance]:
    """This person's live answers in this consultation, by statement number."""
    query = (
        select(Statement.number, StatementVote.stance)
        .join(Statement, Statement.id == StatementVote.statement_id)
        .where(StatementVote.voter_id == voter.id, StatementVote.consultation_id == consultation_id)
    )
    return {number: stance for number, stance in db.session.execute(query)}
