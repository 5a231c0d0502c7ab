"""The history of a consultation's settings: who changed what and when, the words before and after, and the way back."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.consultations import presenters, queries, services
from consult.consultations.terms import as_kept
from consult.consultations.views.base import CONSULTATION, bp, hosted, names
from consult.core.access import staff
from consult.core.forms import require_token
from consult.core.i18n import address
from consult.core.paging import asked_after


@bp.page(f"{CONSULTATION}/history", f"{CONSULTATION}/historique")
@staff
def history(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Every state of the settings, the newest first."""
    consultation = hosted(consultation_id)
    page = queries.revisions(consultation, after=asked_after())
    return render_template("consultations/history.html", consultation=consultation, page=page, words=presenters)


@bp.page(f"{CONSULTATION}/history/<int:number>", f"{CONSULTATION}/historique/<int:number>")
@staff
def revision(consultation_id: int, slug: str, number: int) -> ResponseReturnValue:
    """One state: what was changed to make it, and what putting it back would change."""
    consultation = hosted(consultation_id)
    subject = queries.revision(consultation, number)
    before, now = queries.terms_at(consultation, number - 1), as_kept(consultation)
    known = names(subject.terms, before or {}, now)
    return render_template(
        "consultations/revision.html",
        consultation=consultation,
        revision=subject,
        who=queries.who_saved(subject),
        changes=None if before is None else presenters.differences(before, subject.terms, known),
        going_back=presenters.differences(now, subject.terms, known),
        newest=queries.newest_number(consultation),
        words=presenters,
    )


@bp.act(f"{CONSULTATION}/history/<int:number>/restoration", f"{CONSULTATION}/historique/<int:number>/retour")
@staff
def restore(consultation_id: int, slug: str, number: int) -> ResponseReturnValue:
    """Put the settings back as they were, as far as the opening has not settled them."""
    require_token()
    consultation = hosted(consultation_id)
    earlier = queries.revision(consultation, number)
    base = request.form.get("base", type=int, default=-1)
    settled = services.restore_settings(current_actor(), consultation, earlier, base=base)
    flash(_("The settings of version %(number)d are back.", number=number))
    if settled:
        flash(_("This could not be put back, because it is settled: %(parts)s.", parts=presenters.term_labels(settled)), "important")
    return redirect(address("consultations.edit", consultation), 303)
