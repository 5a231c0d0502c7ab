"""Verbs of reports: compile, write, publish. A published edition never changes."""

import json
from datetime import datetime
from hashlib import sha256

from consult.accounts.models import User
from consult.analysis.canonical import canonical
from consult.audit.models import Action
from consult.audit.rules import Detail, stamp
from consult.audit.services import record
from consult.consultations.models import Consultation
from consult.consultations.queries import last_late
from consult.consultations.services import renew
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed, Incomplete, Overtaken
from consult.core.richtext import document_html
from consult.reports import queries, rules
from consult.reports.findings import findings
from consult.reports.models import Edition, Report, ReportStatus
from consult.reports.public import public
from consult.reports.snapshot import Content, Labels, Pair, Snapshot


def compile_report(actor: User | None, consultation: Consultation) -> Report:
    """Count everything again and keep it in the draft report (a new one after a publication). The summary stays as written."""
    require(rules.may_compile, actor, consultation)
    queries.hold(consultation.id)
    now = clock.now()
    snapshot: Snapshot = {"findings": findings(consultation, queries.evidence(consultation), now), "labels": _labels(consultation)}
    report = queries.draft_of(consultation.id)
    if report is None:
        report = Report(consultation=consultation, status=ReportStatus.DRAFT)
        db.session.add(report)
    report.snapshot, report.compiled_at, report.compiled_by = canonical(snapshot), now, _id(actor)
    db.session.flush()
    _record(Action.REPORT_COMPILED, actor, report)
    return report


def write_summary(actor: User | None, report: Report, *, summary: Bilingual) -> bool:
    """Write the summary beside the figures, in one language or both; say whether anything is different. Only a draft can be written."""
    _take(actor, report)
    written = Bilingual(_tidy(summary.en), _tidy(summary.fr))
    if written == report.summary:
        return False
    report.summary = written
    report.summary_html = Bilingual(document_html(written.en, "en"), document_html(written.fr, "fr"))
    _record(Action.REPORT_WRITTEN, actor, report)
    return True


def publish_report(actor: User | None, report: Report) -> Edition:
    """Freeze the report in an edition, in both languages at once; the consultation is then reported."""
    _take(actor, report)
    now = clock.now()
    if not rules.is_ripe(report.consultation, now):
        message = f"Consultation {report.consultation_id} has not closed yet: its report is published afterwards."
        raise Closed(message)
    missing = rules.missing_parts(report, last_late(report.consultation_id))
    if missing:
        raise Incomplete(missing)
    edition = _freeze(actor, report, now)
    db.session.add(edition)
    report.status, report.published_at = ReportStatus.PUBLISHED, now
    report.consultation.reported_at = now
    renew(report.consultation)
    _record(Action.REPORT_PUBLISHED, actor, report, {"edition": edition.number, "sha256": edition.sha256})
    return edition


def _take(actor: User | None, report: Report) -> None:
    """Refuse unless this person may write the draft; let nobody else change it meanwhile; it may just have been published.

    Its consultation is read again too: it may just have been cancelled.
    """
    require(rules.may_compile, actor, report.consultation)
    db.session.flush()
    queries.hold(report.consultation_id)
    db.session.refresh(report)
    db.session.refresh(report.consultation)
    if report.status is not ReportStatus.DRAFT:
        raise Overtaken(f"Report {report.id} is published: its edition does not change any more.")


def _freeze(actor: User | None, report: Report, now: datetime) -> Edition:
    """The content of the next edition, without what the draft knows of fewer than ten people, and its hash."""
    number = queries.edition_count(report.consultation_id) + 1
    snapshot: Snapshot = json.loads(report.snapshot)
    everything: Content = {
        "findings": public(snapshot["findings"]),
        "labels": snapshot["labels"],
        "edition": number,
        "report": report.id,
        "published_at": stamp(now),
        "summary": _pair(report.summary),
        "summary_html": _pair(report.summary_html),
    }
    content = canonical(everything)
    return Edition(
        report=report,
        consultation_id=report.consultation_id,
        number=number,
        content=content,
        sha256=sha256(content.encode()).hexdigest(),
        published_at=now,
        published_by=_id(actor),
    )


def _labels(consultation: Consultation) -> Labels:
    """The words that a page needs beside the numbers: titles and statements, never a comment (it may be hidden later)."""
    versions = queries.versions_of(consultation.id)
    titles = queries.section_titles([version.id for version in versions])
    return {
        "title": _pair(consultation.title),
        "modules": {str(version.module_id): _pair(version.title) for version in versions},
        "sections": {f"{module_id}:{key}": _pair(title) for (module_id, key), title in titles.items()},
        "statements": {str(number): _pair(text) for number, text in queries.statement_texts(consultation.id).items()},
    }


def _pair(text: Bilingual) -> Pair:
    return {"en": text.en, "fr": text.fr}


def _tidy(markdown: str) -> str:
    return markdown.replace("\r\n", "\n").replace("\x00", "").strip()


def _id(actor: User | None) -> int | None:
    return actor.id if actor else None


def _record(action: Action, actor: User | None, report: Report, detail: Detail | None = None) -> None:
    record(action, _id(actor), f"report:{report.id}", consultation_id=report.consultation_id, detail=detail)
