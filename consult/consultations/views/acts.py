"""What hosts do to a public consultation: each act on a page of its own, which says what it means before it is done."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from consult.accounts.session import current_actor
from consult.consultations import presenters, queries, rules, services
from consult.consultations.forms import ActForm
from consult.consultations.models import Act, Consultation
from consult.consultations.views.base import CONSULTATION, bp
from consult.core import clock
from consult.core.access import require, staff
from consult.core.errors import NotFound, Overtaken
from consult.core.i18n import address, settle

WITH_REASON: dict[Act, Callable[..., None]] = {
    Act.PAUSE: services.pause_consultation,
    Act.RESUME: services.resume_consultation,
    Act.CANCEL: services.cancel_consultation,
}
WITHOUT: dict[Act, Callable[..., None]] = {
    Act.ARCHIVE: services.archive_consultation,
    Act.UNARCHIVE: services.unarchive_consultation,
}


@bp.form(f"{CONSULTATION}/stage/<name>", f"{CONSULTATION}/etape/<name>")
@staff
def act(consultation_id: int, slug: str, name: str) -> ResponseReturnValue:
    """Extend, pause, resume, cancel, archive: what it means, why, and the button."""
    actor, wanted = current_actor(), _known(name)
    consultation = queries.consultation(consultation_id, actor)
    require(rules.may_act, actor, consultation, wanted)
    settle(consultation)
    if not rules.is_possible(wanted, consultation, clock.now()):
        raise Overtaken(name)
    form = ActForm.about(consultation, wanted)
    if not form.accepted:
        return _page(consultation, wanted, form), 422 if form.faults else 200
    _do(wanted, consultation, form)
    flash(str(presenters.ACTS[wanted].done))
    return redirect(address("consultations.page", consultation), 303)


def _do(wanted: Act, consultation: Consultation, form: ActForm) -> None:
    if wanted is Act.EXTEND:
        services.extend_consultation(current_actor(), consultation, closes_at=form.closes_at, reason=form.reason)
    elif wanted in WITH_REASON:
        WITH_REASON[wanted](current_actor(), consultation, reason=form.reason)
    else:
        WITHOUT[wanted](current_actor(), consultation)


def _page(consultation: Consultation, wanted: Act, form: ActForm) -> str:
    return render_template(
        "consultations/act.html",
        consultation=consultation,
        act=wanted,
        about=presenters.ACTS[wanted],
        form=form,
        now=clock.now(),
        words=presenters,
    )


def _known(name: str) -> Act:
    try:
        return Act(name)
    except ValueError:
        raise NotFound(name) from None
