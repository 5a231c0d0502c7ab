"""Where staff prepare consultations."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.queries import committees
from consult.accounts.session import current_actor
from consult.consultations import presenters, queries, rules, services
from consult.consultations.forms import ConsultationForm
from consult.consultations.models import Consultation
from consult.consultations.rules import Stage
from consult.consultations.views.base import CONSULTATION, bp
from consult.core import clock
from consult.core.access import require, staff
from consult.core.errors import Incomplete
from consult.core.forms import require_token
from consult.core.i18n import address, settle
from consult.modules.models import ModuleVersion


@bp.page("/workspace/consultations", "/espace-de-travail/consultations")
@staff
def workspace() -> ResponseReturnValue:
    """Every consultation as the people who run them see it."""
    actor, now = current_actor(), clock.now()
    return render_template("consultations/workspace.html", consultations=queries.listed(actor, now), now=now, words=presenters, rules=rules)


@bp.form("/consultations/new", "/consultations/nouvelle")
@staff
def new() -> ResponseReturnValue:
    """Begin a consultation."""
    actor = current_actor()
    require(rules.may_host, actor)
    form = _form(None, Stage.DRAFT)
    if not form.accepted:
        return render_template("consultations/edit.html", form=form, consultation=None, missing=[]), 422 if form.faults else 200
    consultation = services.create_consultation(actor, **form.terms)
    with _in_words(form.versions):
        services.set_modules(actor, consultation, form.versions)
    flash(_("The draft is saved. Only staff can see it."))
    return redirect(address("consultations.edit", consultation), 303)


@bp.form(f"{CONSULTATION}/edit", f"{CONSULTATION}/modifier")
@staff
def edit(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Change a consultation, as far as it may still change."""
    actor = current_actor()
    consultation = queries.consultation(consultation_id, actor)
    require(rules.may_change, actor, consultation)
    settle(consultation)
    form = _form(consultation, rules.stage(consultation, clock.now()))
    if not (form.accepted and _saved(consultation, form)):
        return _edit_page(consultation, form), 422 if form.faults else 200
    flash(_("Saved."))
    return redirect(address("consultations.edit", consultation), 303)


@bp.act(f"{CONSULTATION}/publication")
@staff
def publish(consultation_id: int, slug: str) -> ResponseReturnValue:
    """Show a consultation to everybody."""
    require_token()
    consultation = queries.consultation(consultation_id, current_actor())
    with _in_words(_versions(consultation)):
        services.publish_consultation(current_actor(), consultation)
    flash(_("The consultation is public, in English and in French."))
    return redirect(address("consultations.page", consultation), 303)


def _form(consultation: Consultation | None, reached: Stage) -> ConsultationForm:
    return ConsultationForm.about(consultation, reached=reached, versions=queries.choosable_versions(consultation), committees=committees())


def _versions(consultation: Consultation) -> list[ModuleVersion]:
    return [entry.version for entry in consultation.modules]


@contextmanager
def _in_words(versions: Iterable[ModuleVersion]) -> Iterator[None]:
    """Put the codes of what is missing into sentences, for the page of the refusal."""
    try:
        yield
    except Incomplete as fault:
        raise Incomplete([presenters.missing_text(part, versions) for part in fault.missing]) from fault


def _saved(consultation: Consultation, form: ConsultationForm) -> bool:
    """Save, unless it would break what was promised at the opening: then the form says which part."""
    try:
        services.change_consultation(current_actor(), consultation, **form.terms)
        with _in_words(form.versions):
            services.set_modules(current_actor(), consultation, form.versions)
    except services.Promised as fault:
        form.blame(fault.parts)
        return False
    return True


def _edit_page(consultation: Consultation, form: ConsultationForm) -> str:
    parts = [] if consultation.published_at else services.missing_parts(consultation)
    return render_template(
        "consultations/edit.html",
        form=form,
        consultation=consultation,
        missing=[presenters.missing_text(part, _versions(consultation)) for part in parts],
        reached=rules.stage(consultation, clock.now()),
        now=clock.now(),
        words=presenters,
    )
