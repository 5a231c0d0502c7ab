"""Statements: the list, and one at a time to agree or disagree with."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.analysis.ordering import shuffled
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.rules import takes_votes
from consult.core import clock
from consult.core.access import public
from consult.core.i18n import address, settle
from consult.core.limits import limit
from consult.core.paging import asked_after
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import StanceForm
from consult.feedback.models import Stance, Statement
from consult.feedback.views.base import bp, keep_and_sign_in

CONSULTATION = "/consultations/<int:consultation_id>-<slug>"


@bp.page(f"{CONSULTATION}/statements", f"{CONSULTATION}/enonces")
@public
def statements(consultation_id: int, slug: str) -> ResponseReturnValue:
    """All statements of a consultation, with one's own answers, and the totals once they may be seen."""
    consultation = consultations.consultation(consultation_id, current_actor())
    settle(consultation)
    answers = _answers(consultation)
    page = queries.statements(consultation_id, after=asked_after(default=-1))
    return render_template(
        "feedback/statements.html",
        consultation=consultation,
        page=page,
        stated=queries.stated_totals(page.rows) if consultation.imported else {},
        answers=answers,
        upcoming=_next(consultation, answers),
        totals=rules.shows_statement_totals(consultation, clock.now(), answers=len(answers)),
        is_open=takes_votes(consultation, clock.now(), current_actor()),
        words=presenters,
    )


@bp.form(f"{CONSULTATION}/statements/<int:number>", f"{CONSULTATION}/enonces/<int:number>")
@limit("60 per minute")
@public
def statement(consultation_id: int, slug: str, number: int) -> ResponseReturnValue:
    """One statement and its three answers; sending leads on to the next one."""
    subject = queries.statement(consultation_id, number)
    settle(subject)
    answers = _answers(subject.consultation)
    form = StanceForm.of_request(data={"stance": answers.get(number)})
    if not form.accepted:
        return _statement_page(subject, answers, form), 422 if form.faults else 200
    services.refuse_if_no_votes(subject.consultation, clock.received(), current_actor())
    if current_actor() is None:
        return keep_and_sign_in()
    services.answer_statement(current_actor(), subject, form.stance.data)
    flash(_("“%(answer)s” saved for statement %(number)d.", answer=presenters.stance_word(form.stance.data), number=number))
    return redirect(_onward(subject.consultation, {**answers, number: form.stance.data}), 303)


def _statement_page(subject: Statement, answers: dict[int, Stance], form: StanceForm) -> str:
    upcoming = _next(subject.consultation, answers, beside=subject.number)
    return render_template(
        "feedback/statement.html",
        statement=subject,
        consultation=subject.consultation,
        form=form,
        answered=len(answers),
        total=subject.consultation.statement_count,
        skip_to=upcoming,
        stated=queries.stated_totals([subject]).get(subject.id) if subject.consultation.imported else None,
        totals=rules.shows_statement_totals(subject.consultation, clock.now(), answers=len(answers)),
        is_open=takes_votes(subject.consultation, clock.now(), current_actor()),
        words=presenters,
    )


def _answers(consultation: Consultation) -> dict[int, Stance]:
    actor = current_actor()
    return queries.stances_on_statements(actor, consultation.id) if actor else {}


def _next(consultation: Consultation, answers: dict[int, Stance], *, beside: int | None = None) -> int | None:
    """The next unanswered statement in this person's own order, going on from the one `beside`; a visitor goes by number."""
    actor = current_actor()
    numbers = queries.live_numbers(consultation.id)
    order = numbers if actor is None else shuffled(f"person-{actor.id}", numbers)
    start = order.index(beside) + 1 if beside in order else 0
    onward = [*order[start:], *order[:start]]
    return next((number for number in onward if number not in answers and number != beside), None)


def _onward(consultation: Consultation, answers: dict[int, Stance]) -> str:
    upcoming = _next(consultation, answers)
    if upcoming is None:
        flash(_("You have answered every statement. Thank you."))
        return address("feedback.statements", consultation)
    return address("feedback.statement", consultation, number=upcoming)
