"""Ballots on sections: the page of a section with its question, and what those who write the report read of the answers."""

from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.rules import takes_votes
from consult.core import clock
from consult.core.access import public, require, staff
from consult.core.cache import same_for_visitors
from consult.core.errors import NotFound
from consult.core.i18n import settle
from consult.core.limits import limit
from consult.core.paging import asked_after
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import BallotForm
from consult.feedback.queries import OwnAnswer
from consult.feedback.views.base import MODULE, ModulePlace, bp, keep_and_sign_in, module_place, module_state
from consult.feedback.views.statements import CONSULTATION
from consult.modules import queries as modules
from consult.modules.queries import Section


@bp.form(f"{MODULE}/sections/<key>")
@bp.form(f"{MODULE}/versions/<int:number>/sections/<key>")
@same_for_visitors(module_state)
@limit("20 per minute; 200 per hour")
@public
def section(module_id: int, slug: str, key: str, number: int | None = None) -> ResponseReturnValue:
    """Is this section fit for use? One's own answer, to give or to change."""
    place = module_place(module_id, number)
    settle(place.placement.entry.module)
    subject = modules.section(place.placement.version.id, key)
    answer = own_answers(place, [subject]).get(key)
    form = BallotForm.of_request(data=_given(answer))
    if not form.accepted:
        return _section_page(place, subject, answer, form)
    services.refuse_if_no_votes(place.placement.consultation, clock.received(), current_actor())
    if current_actor() is None:
        return keep_and_sign_in()
    target = services.Target(place.placement.consultation, module_id, place.placement.version.id, key)
    services.cast_ballot(current_actor(), target, **form.values)
    flash(_("Your answer is saved: %(answer)s.", answer=presenters.readiness_inside(form.readiness.data)))
    return redirect(f"{place.url()}#ready-{key}", 303)


def own_answers(place: ModulePlace, sections: list[Section]) -> dict[str, OwnAnswer]:
    """One's own answers to these sections. What was answered elsewhere matters only while it can be confirmed here."""
    actor, consultation = current_actor(), place.placement.consultation
    if actor is None or consultation.imported:
        return {}
    found = queries.own_answers(actor, consultation, place.placement.version.module_id, sections)
    asks = takes_votes(consultation, clock.now(), actor)
    return {key: answer for key, answer in found.items() if answer.is_here or asks}


def _given(answer: OwnAnswer | None) -> dict[str, Any] | None:
    """The form as this person last filled it in."""
    fields = ("readiness", "importance", "reasons", "reason", "lang")
    return {name: getattr(answer.ballot, name) for name in fields} if answer else None


def _section_page(place: ModulePlace, subject: Section, answer: OwnAnswer | None, form: BallotForm) -> ResponseReturnValue:
    page = render_template(
        "feedback/section.html",
        place=place,
        version=place.placement.version,
        consultation=place.placement.consultation,
        section=subject,
        title=presenters.section_title(subject.heading),
        answer=answer,
        form=form,
        is_open=takes_votes(place.placement.consultation, clock.now(), current_actor()),
        words=presenters,
    )
    return page, 422 if form.faults else 200


@bp.page(f"{CONSULTATION}/section-answers", f"{CONSULTATION}/avis-sur-les-sections")
@staff
def section_answers(consultation_id: int, slug: str) -> ResponseReturnValue:
    """How many people gave each answer to each section."""
    consultation = _reported_by_actor(consultation_id)
    sections = modules.sections_of([entry.version_id for entry in consultation.modules])
    wordings = {(section.heading.module_id, section.key): section.wording for found in sections.values() for section in found}
    return render_template(
        "feedback/section_answers.html",
        consultation=consultation,
        sections=sections,
        counts=queries.section_answers(consultation.id, wordings),
        words=presenters,
    )


@bp.page(f"{CONSULTATION}/section-answers/<int:module_id>/<key>", f"{CONSULTATION}/avis-sur-les-sections/<int:module_id>/<key>")
@staff
def section_reasons(consultation_id: int, slug: str, module_id: int, key: str) -> ResponseReturnValue:
    """Why people asked for changes in one section, in codes and in their own words."""
    consultation = _reported_by_actor(consultation_id)
    entry = next((entry for entry in consultation.modules if entry.module_id == module_id), None)
    if entry is None:
        raise NotFound(module_id)
    subject = modules.section(entry.version_id, key)
    return render_template(
        "feedback/section_reasons.html",
        consultation=consultation,
        version=entry.version,
        section=subject,
        title=presenters.section_title(subject.heading),
        reasons=queries.reason_counts(consultation.id, (module_id, key), subject.wording),
        page=queries.ballot_words(consultation.id, (module_id, key), after=asked_after(last=queries.LAST_MOMENT)),
        words=presenters,
    )


def _reported_by_actor(consultation_id: int) -> Consultation:
    """The consultation, for those who write its report; for everybody else there is no such page."""
    consultation = consultations.consultation(consultation_id, current_actor())
    require(rules.may_read_ballots, current_actor(), consultation)
    settle(consultation)
    return consultation
