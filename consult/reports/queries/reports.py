"""Reports and their editions, as far as somebody may read them."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, defer, joinedload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut
from consult.reports import rules
from consult.reports.models import Edition, Report, ReportStatus

REPORTS_A_PAGE = 24


def readable_by(actor: User | None) -> ColumnElement[bool]:
    """The SQL twin of `rules.may_read`; the consultation is joined."""
    published = Report.status == ReportStatus.PUBLISHED
    if actor is None:
        return published
    if rules.writes_everywhere(actor):
        return sa.true()
    committees = {grant.committee_id for grant in actor.grants if grant.role in rules.COMMITTEE_ROLES}
    analysed = {grant.consultation_id for grant in actor.grants if grant.role is Role.ANALYST}
    # A seat without a committee is one on every committee.
    seat = Consultation.committee_id.is_not(None) if None in committees else Consultation.committee_id.in_(committees)
    return sa.or_(published, Consultation.id.in_(analysed), seat)


def report(report_id: int, actor: User | None) -> Report:
    """One report, if this person may read it; otherwise it does not exist."""
    query = (
        select(Report)
        .join(Report.consultation)
        .where(Report.id == report_id, readable_by(actor))
        .options(contains_eager(Report.consultation), joinedload(Report.edition))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(f"There is no report {report_id}.")
    return found


def editions(*, after: int = 0) -> Page[Edition]:
    """One page of the published editions, the newest first, without their content; from the newest where `after` is 0."""
    query = (
        select(Edition)
        .where(Edition.id < after if after else sa.true())
        .order_by(Edition.id.desc())
        .limit(REPORTS_A_PAGE + 1)
        .options(defer(Edition.content), _report_in_a_list())
    )
    return cut(list(db.session.scalars(query)), REPORTS_A_PAGE)


def published_reports() -> list[Report]:
    """The reports published last, the newest first."""
    return [edition.report for edition in editions().rows]


def drafts_for(actor: User | None) -> list[Report]:
    """The drafts that this person may read before they are published: their committee's, or those they write."""
    query = (
        select(Report)
        .join(Report.consultation)
        .where(Report.status == ReportStatus.DRAFT, readable_by(actor))
        .order_by(Report.id.desc())
        .limit(REPORTS_A_PAGE)
        .options(load_only(Report.consultation_id, Report.compiled_at), contains_eager(Report.consultation))
    )
    return list(db.session.scalars(query))


def latest_published(consultation_id: int) -> Report:
    """The newest published report of a consultation."""
    found = next((report for report in of_consultation(consultation_id) if report.edition), None)
    if found is None:
        raise NotFound(f"Consultation {consultation_id} has no published report.")
    return found


def of_consultation(consultation_id: int) -> list[Report]:
    """All reports of a consultation, the newest first, without what is in them."""
    query = select(Report).where(Report.consultation_id == consultation_id).order_by(Report.id.desc())
    edition = joinedload(Report.edition).load_only(Edition.number, Edition.report_id, Edition.published_at)
    light = load_only(Report.consultation_id, Report.status, Report.published_at)
    return list(db.session.scalars(query.options(light, edition, joinedload(Report.consultation))))


def draft_of(consultation_id: int) -> Report | None:
    """The draft that is being worked on, if there is one; as the database has it now."""
    query = (
        select(Report)
        .where(Report.consultation_id == consultation_id, Report.status == ReportStatus.DRAFT)
        .options(joinedload(Report.consultation))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def edition_count(consultation_id: int) -> int:
    """How many editions a consultation has had."""
    return db.session.scalar(select(func.count(Edition.id)).where(Edition.consultation_id == consultation_id)) or 0


def hold(consultation_id: int) -> None:
    """Wait until nobody else compiles, writes or publishes a report of this consultation, and keep others waiting.

    Votes and comments go on: they need only the key of the row. On SQLite the writing transaction is the lock.
    """
    db.session.scalar(select(Consultation.id).where(Consultation.id == consultation_id).with_for_update(key_share=True))


def _report_in_a_list() -> ORMOption:
    light = joinedload(Edition.report).load_only(Report.consultation_id, Report.status, Report.published_at)
    return light.joinedload(Report.consultation)
