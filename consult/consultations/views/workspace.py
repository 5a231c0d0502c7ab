"""Where hosts prepare a consultation: the list of all, the task list of one, and a short form for each part of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.queries import committees
from consult.accounts.session import current_actor
from consult.consultations import presenters, queries, rules, services
from consult.consultations.forms import PartForm
from consult.consultations.models import Act, Consultation
from consult.consultations.parts import PARTS, Part
from consult.consultations.rules import Stage
from consult.consultations.terms import MODULES, as_kept, kept_value
from consult.consultations.views.base import CONSULTATION, bp, hosted, names
from consult.core import clock
from consult.core.access import require, staff
from consult.core.errors import Incomplete, NotFound, Overtaken
from consult.core.forms import require_token
from consult.core.i18n import address
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
    form = PartForm.about(None, PARTS["about"], Stage.DRAFT, base=0)
    if not form.accepted:
        return render_template("consultations/new.html", form=form), 422 if form.faults else 200
    consultation = services.create_consultation(actor, **form.terms)
    flash(_("The draft is saved. Only staff can see it."))
    return redirect(address("consultations.edit", consultation), 303)


@bp.page(f"{CONSULTATION}/edit", f"{CONSULTATION}/modifier")
@staff
def edit(consultation_id: int, slug: str) -> ResponseReturnValue:
    """The task list: every part with its state, what is missing, and what can be done now."""
    consultation = hosted(consultation_id)
    missing = [] if consultation.published_at else services.missing_parts(consultation)
    now = clock.now()
    return render_template(
        "consultations/tasks.html",
        consultation=consultation,
        parts=[(part, part.state(consultation, missing)) for part in PARTS.values()],
        missing=[presenters.missing_text(code, _versions(consultation)) for code in missing],
        acts=[act for act in rules.ACTS if rules.is_possible(act, consultation, now)],
        takes_passes=rules.takes_passes(consultation, now),
        reached=rules.stage(consultation, now),
        now=now,
        words=presenters,
    )


@bp.form(f"{CONSULTATION}/edit/<name>", f"{CONSULTATION}/modifier/<name>")
@staff
def part(consultation_id: int, slug: str, name: str) -> ResponseReturnValue:
    """One part of the task list, as far as it may still change."""
    consultation = hosted(consultation_id)
    if name not in PARTS:
        raise NotFound(name)
    form = _form(consultation, PARTS[name])
    if not (form.accepted and _saved(consultation, form)):
        return _part_page(consultation, form), 422 if form.faults else 200
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


def _form(consultation: Consultation, asked: Part) -> PartForm:
    form = PartForm.about(consultation, asked, rules.stage(consultation, clock.now()), base=queries.newest_number(consultation))
    versions = queries.choosable_versions(consultation) if MODULES in asked.terms else []
    form.offer(versions=versions, committees=committees() if form.committee_id else [])
    return form


def _versions(consultation: Consultation) -> list[ModuleVersion]:
    return [entry.version for entry in consultation.modules]


@contextmanager
def _in_words(versions: Iterable[ModuleVersion]) -> Iterator[None]:
    """Put the codes of what is missing into sentences, for the page of the refusal."""
    try:
        yield
    except Incomplete as fault:
        raise Incomplete([presenters.missing_text(code, versions) for code in fault.missing]) from fault


def _saved(consultation: Consultation, form: PartForm) -> bool:
    """Save, unless somebody was faster or it would break what was promised at the opening: then the form says so."""
    try:
        is_changed = _save(consultation, form)
    except services.Promised as fault:
        form.blame(fault.parts)
        return False
    except Overtaken:
        form.overtake(queries.newest_number(consultation))
        return False
    flash(_("Saved.") if is_changed else _("Nothing was different, so nothing was saved."), "ok" if is_changed else "info")
    return True


def _save(consultation: Consultation, form: PartForm) -> bool:
    if form.modules:
        with _in_words(form.modules.versions):
            return services.set_modules(current_actor(), consultation, form.modules.versions, base=form.base_number)
    return bool(services.change_consultation(current_actor(), consultation, base=form.base_number, **form.terms))


def _part_page(consultation: Consultation, form: PartForm) -> str:
    standing, theirs = as_kept(consultation), []
    if form.form_errors:
        typed = {name: kept_value(value) for name, value in form.terms.items()}
        typed |= {MODULES: form.modules.data} if form.modules else {}
        theirs = presenters.differences(standing, {**standing, **typed}, names(standing, typed), only=form.part.terms)
    return render_template(
        "consultations/part.html",
        consultation=consultation,
        form=form,
        part=form.part,
        theirs=theirs,
        settled=form.settled_terms,
        settled_rows=presenters.rows(standing, form.settled_terms, names(standing)) if form.settled_terms else [],
        is_extendable=rules.is_possible(Act.EXTEND, consultation, clock.now()),
        now=clock.now(),
        words=presenters,
    )
