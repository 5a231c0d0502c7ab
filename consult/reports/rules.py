"""Who may compile, write, publish and read reports, and what a report needs before it may go out."""

from datetime import datetime

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation
from consult.consultations.rules import AFTER_CLOSING, may_report, stage
from consult.core.bilingual import LANGUAGES
from consult.reports.models import Report, ReportStatus

COMMITTEE_ROLES = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})


def writes_everywhere(actor: User) -> bool:
    """Writes the reports of every consultation: editors, administrators, and analysts who are not bound to one."""
    analyst = any(grant.role is Role.ANALYST and grant.consultation_id is None for grant in actor.grants)
    return analyst or actor.holds(Role.EDITOR) or actor.holds(Role.ADMINISTRATOR)


def may_compile(actor: User | None, consultation: Consultation) -> bool:
    """May compile findings and write the summary: its analysts, and those who write everywhere."""
    return may_report(actor, consultation)


def may_read(actor: User | None, report: Report) -> bool:
    """A published report is for everybody; a draft for those who write it and for the committee it is meant for."""
    if report.status is ReportStatus.PUBLISHED:
        return True
    return may_compile(actor, report.consultation) or sits_on_committee(actor, report.consultation)


def sits_on_committee(actor: User | None, consultation: Consultation) -> bool:
    """Is a member, or the chair, of the committee that answers this consultation."""
    if actor is None or consultation.committee_id is None:
        return False
    return any(actor.holds(role, committee_id=consultation.committee_id) for role in COMMITTEE_ROLES)


def is_ripe(consultation: Consultation, now: datetime) -> bool:
    """Lists of agreement are published only of a closed round."""
    return stage(consultation, now) in AFTER_CLOSING


def is_stale(report: Report) -> bool:
    """The figures were counted while people could still take part: they are not those of the round."""
    closes = report.consultation.closes_at
    return closes is not None and report.compiled_at < closes


def is_outdated(report: Report, last_late: datetime | None) -> bool:
    """Something came by a late pass after the figures were counted."""
    return last_late is not None and report.compiled_at < last_late


def late_until(consultation: Consultation, now: datetime) -> datetime | None:
    """Until when late passes hold, where one still does."""
    return max((one.until for one in consultation.late_passes if now < one.until), default=None)


def missing_parts(report: Report, last_late: datetime | None) -> list[str]:
    """What a draft lacks before it may be published, as codes that `presenters.missing_sentences` puts into words."""
    figures = ["figures"] if is_stale(report) else ["late"] if is_outdated(report, last_late) else []
    return [*figures, *(f"summary_{lang}" for lang in LANGUAGES if not report.summary[lang].strip())]
