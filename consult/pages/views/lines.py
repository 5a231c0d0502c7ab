"""Where staff keep the support lines: the list, one line in both languages, and its history."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core import clock, zones
from consult.core.access import require, staff
from consult.core.errors import Overtaken
from consult.core.formats import HOME_ZONE
from consult.core.forms import require_token
from consult.core.i18n import address
from consult.core.paging import asked_after
from consult.pages import presenters, queries, rules, services
from consult.pages.forms import LineForm
from consult.pages.texts import Line
from consult.pages.views.base import bp


@bp.page("/workspace/site/support-lines", "/espace-de-travail/site/lignes-d-aide")
@staff
def support_lines() -> ResponseReturnValue:
    """Every support line, and which of them want checking."""
    require(rules.may_edit_site, current_actor())
    today = zones.local(clock.now(), HOME_ZONE).date()
    return render_template("pages/lines.html", lines=queries.all_lines(), today=today, is_stale=rules.is_stale, words=presenters)


@bp.form("/workspace/site/support-lines/new", "/espace-de-travail/site/lignes-d-aide/nouvelle")
@staff
def new_line() -> ResponseReturnValue:
    """Add a support line."""
    require(rules.may_edit_site, current_actor())
    form = LineForm.about(None)
    if not form.accepted:
        return _page(form, None), 422 if form.faults else 200
    services.add_line(current_actor(), form.line(""))
    flash(_("The line is on the public page, in English and in French."))
    return redirect(address("pages.support_lines"), 303)


@bp.form("/workspace/site/support-lines/<line>", "/espace-de-travail/site/lignes-d-aide/<line>")
@staff
def edit_line(line: str) -> ResponseReturnValue:
    """Change what is said of a support line."""
    require(rules.may_edit_site, current_actor())
    form = LineForm.about(queries.line(line))
    if not form.accepted or not _saved(line, form):
        return _page(form, queries.line(line)), 422 if form.faults else 200
    return redirect(address("pages.support_lines"), 303)


@bp.page("/workspace/site/support-lines/<line>/history", "/espace-de-travail/site/lignes-d-aide/<line>/historique")
@staff
def line_history(line: str) -> ResponseReturnValue:
    """What was said of a support line before, by whom it was changed, and when."""
    require(rules.may_edit_site, current_actor())
    found = queries.line(line)
    page = queries.line_history(line, after=asked_after())
    return render_template("pages/line_history.html", line=found, page=page, words=presenters)


@bp.act("/workspace/site/support-lines/<line>/verification", "/espace-de-travail/site/lignes-d-aide/<line>/verification")
@staff
def verify_line(line: str) -> ResponseReturnValue:
    """Somebody has checked this line today."""
    require_token()
    services.verify_line(current_actor(), queries.line(line), base=_base())
    flash(_("Noted: this line was verified today."))
    return redirect(address("pages.support_lines"), 303)


@bp.act("/workspace/site/support-lines/<line>/retirement", "/espace-de-travail/site/lignes-d-aide/<line>/retrait")
@staff
def retire_line(line: str) -> ResponseReturnValue:
    """Take a support line off the public page."""
    require_token()
    services.retire_line(current_actor(), queries.line(line), base=_base())
    flash(_("The line is no longer on the public page."))
    return redirect(address("pages.support_lines"), 303)


@bp.act(
    "/workspace/site/support-lines/<line>/versions/<int:number>/restoration",
    "/espace-de-travail/site/lignes-d-aide/<line>/versions/<int:number>/retour",
)
@staff
def restore_line(line: str, number: int) -> ResponseReturnValue:
    """Put an earlier state of a support line back on the public page."""
    require_token()
    require(rules.may_edit_site, current_actor())
    services.restore_line(current_actor(), queries.line_version(line, number), base=_base())
    flash(_("The line is on the public page, in English and in French."))
    return redirect(address("pages.support_lines"), 303)


def _page(form: LineForm, line: Line | None) -> str:
    """The form; where somebody else was faster, with what it would change of theirs."""
    changes = presenters.line_changes(line, form.line(line.line)) if line and form.form_errors else []
    return render_template("pages/line.html", form=form, line=line, changes=changes)


def _base() -> int:
    """The state of the line that the button stood beside."""
    return request.form.get("base", type=int, default=-1)


def _saved(line: str, form: LineForm) -> bool:
    """Save, unless somebody else was faster: then the form says so."""
    try:
        if services.change_line(current_actor(), form.line(line), base=form.base_number):
            flash(_("Saved. Everybody reads this now, in English and in French."))
        else:
            flash(_("Nothing was different, so nothing was saved."), "info")
    except Overtaken:
        form.overtake(queries.newest_line_number(line))
        return False
    return True
