"""What happened to a consultation: acts with their reasons, earlier settings, late passes and what came of them."""

from datetime import datetime

from sqlalchemy import func, select

from consult.accounts.models import User
from consult.consultations.models import Consultation, ConsultationAct, LateContribution, LatePass, Revision
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page

PAGE_SIZE = 20
FIRST_PAGE = 2**31 - 1


def acts(consultation: Consultation) -> list[ConsultationAct]:
    """What hosts did to it in public, the newest first."""
    query = select(ConsultationAct).where(ConsultationAct.consultation_id == consultation.id).order_by(ConsultationAct.id.desc())
    return list(db.session.scalars(query))


def newest_number(consultation: Consultation) -> int:
    """The number of the settings as they stand; 0 where no state of them was kept yet."""
    return db.session.scalar(select(func.max(Revision.number)).where(Revision.consultation_id == consultation.id)) or 0


def revision(consultation: Consultation, number: int) -> Revision:
    """One state of its settings."""
    found = db.session.scalar(select(Revision).where(Revision.consultation_id == consultation.id, Revision.number == number))
    if found is None:
        raise NotFound(number)
    return found


def who_saved(revision: Revision) -> User | None:
    """Who saved this state; nobody where it was the command line, or the account is gone."""
    return db.session.get(User, revision.saved_by_id) if revision.saved_by_id else None


def terms_at(consultation: Consultation, number: int) -> dict[str, object] | None:
    """The settings as they stood at a number; nothing where that was never kept."""
    return db.session.scalar(select(Revision.terms).where(Revision.consultation_id == consultation.id, Revision.number == number))


def revisions(consultation: Consultation, *, after: int = 0) -> Page[tuple[Revision, User | None]]:
    """Every state that was saved with who saved it, the newest first; below number `after` where one is given."""
    asked = (
        select(Revision, User)
        .join(User, User.id == Revision.saved_by_id, isouter=True)
        .where(Revision.consultation_id == consultation.id, Revision.number < (after or FIRST_PAGE))
        .order_by(Revision.number.desc())
        .limit(PAGE_SIZE + 1)
    )
    rows = [(row, who) for row, who in db.session.execute(asked)]
    kept = rows[:PAGE_SIZE]
    return Page(kept, kept[-1][0].number if len(rows) > PAGE_SIZE else None)


def passes(consultation: Consultation) -> list[tuple[LatePass, User]]:
    """The late passes with the people they are for."""
    query = (
        select(LatePass, User)
        .join(User, User.id == LatePass.user_id)
        .where(LatePass.consultation_id == consultation.id)
        .order_by(LatePass.id)
    )
    return [(one, person) for one, person in db.session.execute(query)]


def late_count(consultation: Consultation) -> int:
    """How many contributions came by late passes."""
    asked = select(func.count()).select_from(LateContribution).where(LateContribution.consultation_id == consultation.id)
    return db.session.scalar(asked) or 0


def last_late(consultation_id: int) -> datetime | None:
    """When the last contribution came by a late pass."""
    return db.session.scalar(select(func.max(LateContribution.at)).where(LateContribution.consultation_id == consultation_id))
