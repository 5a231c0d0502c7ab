"""Pages of reports: the list, the report itself with its data, and the workspace where it is compiled and published."""

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.access import public, require, staff
from consult.core.errors import Closed, Incomplete
from consult.core.forms import require_token
from consult.core.i18n import BilingualBlueprint, address, language, settle
from consult.core.paging import asked_after
from consult.jobs.services import enqueue
from consult.reports import queries, rules, services, tables
from consult.reports.forms import SummaryForm
from consult.reports.jobs import compile_findings
from consult.reports.models import Report
from consult.reports.presenters import ReportView, missing_sentences

bp = BilingualBlueprint("reports", __name__)


@bp.page("/reports", "/rapports")
@public
def index() -> ResponseReturnValue:
    """Every published report, the newest first; for those who may read them, also the drafts."""
    page = queries.editions(after=asked_after())
    return render_template("reports/index.html", page=page, drafts=queries.drafts_for(current_actor()))


@bp.page("/reports/<int:report_id>", "/rapports/<int:report_id>")
@bp.page("/reports/<int:report_id>-<slug>", "/rapports/<int:report_id>-<slug>")
@public
def report(report_id: int, slug: str = "") -> ResponseReturnValue:
    """What we heard: one report, published, or as a draft for those it is meant for."""
    found = _settled(report_id)
    return render_template(
        "reports/report.html",
        report=found,
        edition=found.edition,
        consultation=found.consultation,
        view=ReportView.of(found, language()),
        may_compile=rules.may_compile(current_actor(), found.consultation),
    )


@bp.page("/reports/<int:report_id>-<slug>/answers.csv", "/rapports/<int:report_id>-<slug>/reponses.csv")
@public
def items_csv(report_id: int, slug: str) -> ResponseReturnValue:
    """The answers to every statement and comment, as CSV."""
    found = _settled(report_id)
    return _download(tables.items_csv(ReportView.of(found, language())), "text/csv", pgettext("file name", "answers"), found.id)


@bp.page("/reports/<int:report_id>-<slug>/comments.csv", "/rapports/<int:report_id>-<slug>/commentaires.csv")
@public
def comments_csv(report_id: int, slug: str) -> ResponseReturnValue:
    """The number of comments by section, as CSV."""
    found = _settled(report_id)
    return _download(tables.comments_csv(ReportView.of(found, language())), "text/csv", pgettext("file name", "comments"), found.id)


@bp.page("/reports/<int:report_id>-<slug>/readiness.csv", "/rapports/<int:report_id>-<slug>/avis.csv")
@public
def ballots_csv(report_id: int, slug: str) -> ResponseReturnValue:
    """How ready people call each section, as CSV."""
    found = _settled(report_id)
    return _download(tables.ballots_csv(ReportView.of(found, language())), "text/csv", pgettext("file name", "readiness"), found.id)


@bp.page("/reports/<int:report_id>-<slug>/source-totals.csv", "/rapports/<int:report_id>-<slug>/totaux-de-la-source.csv")
@public
def totals_csv(report_id: int, slug: str) -> ResponseReturnValue:
    """What the source of an import states of its totals, as CSV."""
    found = _settled(report_id)
    return _download(tables.totals_csv(ReportView.of(found, language())), "text/csv", pgettext("file name", "source-totals"), found.id)


@bp.page("/reports/<int:report_id>-<slug>/snapshot.json", "/rapports/<int:report_id>-<slug>/instantane.json")
@public
def snapshot(report_id: int, slug: str) -> ResponseReturnValue:
    """The frozen content, byte for byte what the hash on the page is of; of a draft, its figures so far."""
    found = _settled(report_id)
    content = found.edition.content if found.edition else found.snapshot
    return _download(content, "application/json", pgettext("file name", "report"), found.id)


@bp.page("/consultations/<int:consultation_id>-<slug>/report", "/consultations/<int:consultation_id>-<slug>/rapport")
@public
def latest(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Lead from a consultation to its newest published report."""
    return redirect(address("reports.report", queries.latest_published(consultation_id)))


@bp.form("/consultations/<int:consultation_id>-<slug>/reports", "/consultations/<int:consultation_id>-<slug>/rapports")
@staff
def workspace(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Compile, write and publish the report of a consultation."""
    consultation = _written_by_actor(consultation_id)
    draft = queries.draft_of(consultation.id)
    form = SummaryForm.of_request(data=draft and {"summary_en": draft.summary.en, "summary_fr": draft.summary.fr})
    if form.accepted:
        if draft is None:
            raise Closed(consultation_id)  # published meanwhile: the page of this refusal shows what was typed
        services.write_summary(current_actor(), draft, summary=form.summary)
        flash(_("Summary saved."))
        return redirect(address("reports.workspace", consultation), 303)
    return _workspace_page(consultation, draft, form), 422 if form.faults else 200


@bp.act("/consultations/<int:consultation_id>-<slug>/compilation")
@staff
def compile_now(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Ask the worker to count everything again."""
    require_token()
    consultation, actor = _written_by_actor(consultation_id), current_actor()
    enqueue(compile_findings, consultation_id=consultation.id, actor_id=actor.id if actor else None)
    flash(_("The report is being compiled. Reload this page in a moment."))
    return redirect(address("reports.workspace", consultation), 303)


@bp.act("/reports/<int:report_id>/publication", "/rapports/<int:report_id>/publication")
@staff
def publish(report_id: int) -> ResponseReturnValue:
    """Freeze a draft in an edition, both languages at once."""
    require_token()
    found = queries.report(report_id, current_actor())
    try:
        services.publish_report(current_actor(), found)
    except Incomplete as fault:
        raise Incomplete(missing_sentences(fault.missing)) from fault
    flash(_("The report is published, in both languages."))
    return redirect(address("reports.report", found), 303)


def _settled(report_id: int) -> Report:
    """The report that this page is about, if its reader may read it."""
    found = queries.report(report_id, current_actor())
    settle(found)
    return found


def _written_by_actor(consultation_id: int) -> Consultation:
    """The consultation whose report this person may write; for everybody else there is no such page."""
    consultation = consultations.consultation(consultation_id, current_actor())
    require(rules.may_compile, current_actor(), consultation)
    settle(consultation)
    return consultation


def _workspace_page(consultation: Consultation, draft: Report | None, form: SummaryForm) -> str:
    return render_template(
        "reports/workspace.html",
        consultation=consultation,
        draft=draft,
        reports=queries.of_consultation(consultation.id),
        form=form,
        ripe=rules.is_ripe(consultation, clock.now()),
        late_until=rules.late_until(consultation, clock.now()),
        missing=missing_sentences(rules.missing_parts(draft, consultations.last_late(consultation.id))) if draft else [],
    )


def _download(content: str, mimetype: str, name: str, report_id: int) -> Response:
    """A file to keep. Its bytes are the content's, so that whoever hashes them gets the hash of the page."""
    response = Response(content.encode(), mimetype=mimetype)
    ending = mimetype.partition("/")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{report_id}-{language()}.{ending}"'
    return response
