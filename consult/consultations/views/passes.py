"""Late passes: leave for one person to take part after the closing. Only hosts see for whom and why."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.queries import user_by_email
from consult.accounts.session import current_actor
from consult.consultations import presenters, queries, rules, services
from consult.consultations.forms import LatePassForm
from consult.consultations.models import Consultation
from consult.consultations.views.base import CONSULTATION, bp, hosted
from consult.core import clock
from consult.core.access import staff
from consult.core.errors import NotFound
from consult.core.forms import require_token
from consult.core.i18n import address


@bp.form(f"{CONSULTATION}/late-passes", f"{CONSULTATION}/prolongations-individuelles")
@staff
def passes(consultation_id: int, slug: str) -> ResponseReturnValue:
    """The passes given, and the form for another one."""
    consultation = hosted(consultation_id)
    form = LatePassForm.about(consultation)
    person = user_by_email(form.email.data) if form.accepted and form.email.data else None
    if not (form.accepted and form.finds(person)) or person is None:
        return _page(consultation, form), 422 if form.faults else 200
    services.give_late_pass(current_actor(), consultation, person, until=form.until, reason=form.reason.data)
    flash(_("The late pass is given. Tell the person: this site sends no message about it."))
    return redirect(address("consultations.passes", consultation), 303)


@bp.act(f"{CONSULTATION}/late-passes/<int:pass_id>/end", f"{CONSULTATION}/prolongations-individuelles/<int:pass_id>/fin")
@staff
def end_pass(consultation_id: int, slug: str, pass_id: int) -> ResponseReturnValue:
    """Take a pass back."""
    require_token()
    consultation = hosted(consultation_id)
    found = next((one for one in consultation.late_passes if one.id == pass_id), None)
    if found is None:
        raise NotFound(pass_id)
    services.end_late_pass(current_actor(), consultation, found)
    flash(_("The late pass has ended. What came by it stays."))
    return redirect(address("consultations.passes", consultation), 303)


def _page(consultation: Consultation, form: LatePassForm) -> str:
    now = clock.now()
    return render_template(
        "consultations/passes.html",
        consultation=consultation,
        form=form,
        passes=queries.passes(consultation),
        late=queries.late_count(consultation),
        takes_passes=rules.takes_passes(consultation, now),
        now=now,
        words=presenters,
    )
