"""Reads of what an account keeps of self-identification: that its person agreed, and what the worker has still to do.

No query reads the answers: they are sealed, and the web process cannot open them. The tables of them (groups of ten and more, METHOD 4.6)
will be asked of the worker, and the one module that opens rows is `accounts.rows_apart`.
"""

import enum
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from consult.accounts.models import SelfIdentification, SelfIdentificationConsent, SelfIdentificationRequest, User
from consult.core.db import db


class Waiting(enum.StrEnum):
    """What the worker has still to do for a person."""

    NOTHING = "nothing"
    TO_KEEP = "to_keep"
    TO_DELETE = "to_delete"


@dataclass(frozen=True)
class OwnAnswers:
    """All that the web process knows of a person's answers: the month in which they were given, if they were, and what still waits."""

    given_in: date | None
    waiting: Waiting


def own_answers(person: User) -> OwnAnswers:
    """What the person is told of their own answers."""
    request, consent = SelfIdentificationRequest, SelfIdentificationConsent
    found = db.session.execute(
        select(consent.given_in, request.user_id, request.sealed.is_(None))
        .select_from(User)
        .outerjoin(consent, consent.user_id == User.id)
        .outerjoin(request, request.user_id == User.id)
        .where(User.id == person.id)
    ).one()
    given_in, waits, is_deletion = found
    if waits is None:
        return OwnAnswers(given_in, Waiting.NOTHING)
    return OwnAnswers(given_in, Waiting.TO_DELETE if is_deletion else Waiting.TO_KEEP)


def count_sealed_answers() -> int:
    """How many people's answers are kept here, sealed with the key of their day."""
    return db.session.scalar(select(func.count()).select_from(SelfIdentification)) or 0
