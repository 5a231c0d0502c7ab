"""A look ahead: the page of a draft as a stranger will see it. And another beginning: a new draft like an earlier one."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.consultations import queries, services
from consult.consultations.views.base import CONSULTATION, bp, hosted
from consult.consultations.views.public import public_page
from consult.core import clock
from consult.core.access import staff
from consult.core.forms import BaseForm
from consult.core.i18n import address, settle


@bp.page(f"{CONSULTATION}/preview", f"{CONSULTATION}/apercu")
@staff
def preview(consultation_id: int, slug: str) -> ResponseReturnValue:
    """The page as everybody will see it once it is open."""
    consultation = queries.consultation(consultation_id, current_actor())
    settle(consultation)
    return public_page(*queries.once_open(consultation, clock.now()), is_preview=True)


@bp.form(f"{CONSULTATION}/duplicate", f"{CONSULTATION}/reprise")
@staff
def duplicate(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Begin a new draft with the settings and texts of this one."""
    consultation = hosted(consultation_id)
    form = BaseForm.of_request()
    if not form.accepted:
        return render_template("consultations/duplicate.html", consultation=consultation, form=form), 422 if form.faults else 200
    made = services.duplicate_consultation(current_actor(), consultation)
    flash(_("The draft is saved. Only staff can see it."))
    return redirect(address("consultations.edit", made), 303)
