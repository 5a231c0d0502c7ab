"""Suggested wordings, for those who write the modules: the list, and one at a time to take over or to leave out."""

from itertools import groupby

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.access import require, staff
from consult.core.errors import FileFault, NotFound, Overtaken
from consult.core.forms import BaseForm
from consult.core.i18n import address, language, settle
from consult.core.paging import asked_after
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import ReasonForm, TakingForm
from consult.feedback.models import Suggestion, SuggestionStatus
from consult.feedback.views.base import bp
from consult.feedback.views.statements import CONSULTATION
from consult.modules import queries as modules
from consult.modules.models import Block, Languages, ModuleVersion

DECIDED = "decided"
Now = tuple[ModuleVersion, Block | None]


@bp.page(f"{CONSULTATION}/suggested-wordings", f"{CONSULTATION}/libelles-proposes")
@staff
def suggestions(consultation_id: int, slug: str) -> str:
    """What people would write otherwise, module by module and paragraph by paragraph."""
    consultation = _consultation(consultation_id)
    is_decided, team = request.args.get("status") == DECIDED, rules.is_of_the_team(current_actor(), consultation)
    page = queries.suggestions(consultation_id, decided=is_decided, team=team, after=asked_after())
    places = [
        (version.title.read(language()), presenters.place_parts(block), list(found))
        for (version, block), found in groupby(page.rows, key=lambda one: (one.version, one.block))
    ]
    return render_template(
        "feedback/suggestions.html",
        consultation=consultation,
        counts=queries.suggestion_counts(consultation_id, team=team),
        is_decided=is_decided,
        page=page,
        places=places,
        words=presenters,
    )


@bp.form(f"{CONSULTATION}/suggested-wordings/<int:comment_id>", f"{CONSULTATION}/libelles-proposes/<int:comment_id>")
@staff
def suggestion(consultation_id: int, slug: str, comment_id: int) -> ResponseReturnValue:
    """One suggestion beside the text as it is now, and the decision on it: `?decision=` names which one is about to be made."""
    consultation = _consultation(consultation_id)
    subject = queries.suggestion(consultation_id, comment_id, team=rules.is_of_the_team(current_actor(), consultation))
    now = _now(subject)
    outcome = _asked(subject, now)
    form = _form(subject, outcome, now) if outcome else None
    if outcome is None or form is None or not form.accepted or not _decided(subject, outcome, form):
        return _page(consultation, subject, now, outcome, form), 422 if form and form.faults else 200
    flash(_("Decision saved. The author is told."))
    return redirect(address("feedback.suggestion", consultation, comment_id=comment_id), 303)


def _consultation(consultation_id: int) -> Consultation:
    consultation = consultations.consultation(consultation_id, current_actor())
    require(rules.may_read_wordings, current_actor(), consultation)
    settle(consultation)
    return consultation


def _now(subject: Suggestion) -> Now:
    """The newest version, published or not, and the passage in it; none where it was taken out."""
    newest = modules.latest_version(modules.module(subject.comment.module_id))
    try:
        return newest, queries.block_of(newest.id, subject.comment.block_key)
    except NotFound:
        return newest, None


def _asked(subject: Suggestion, now: Now) -> SuggestionStatus | None:
    """The decision that the address names, where this person may make it."""
    choices = _choices(subject, now)
    return next((one for one in choices if one.value == request.args.get("decision")), None)


def _choices(subject: Suggestion, now: Now) -> list[SuggestionStatus]:
    """What may be decided now: a passage that is there no more, or in one language alone, takes no other words."""
    if subject.status is not SuggestionStatus.OPEN or not rules.may_decide_wording(current_actor(), subject.comment):
        # Whoever sends a decision too late is told so by the service, and keeps what was typed.
        return list(presenters.OUTCOMES) if request.method == "POST" else []
    newest, block = now
    takes_words = block is not None and newest.module.languages is Languages.BOTH
    return [one for one in presenters.OUTCOMES if takes_words or one in rules.LEFT_OUT]


def _form(subject: Suggestion, outcome: SuggestionStatus, now: Now) -> ReasonForm:
    newest, block = now
    if outcome in rules.LEFT_OUT or block is None:
        return ReasonForm.of_request()
    named = queries.block_of(subject.comment.version_id, subject.comment.block_key)
    return TakingForm.about(subject, outcome, newest, block, named)


def _decided(subject: Suggestion, outcome: SuggestionStatus, form: ReasonForm) -> bool:
    """Decide, unless somebody saved another version meanwhile, or the words are no single passage: then the form says so."""
    actor = current_actor()
    if not isinstance(form, TakingForm):
        services.leave_out(actor, subject, outcome, reason=form.reason)
        return True
    taking = services.Taking(form.markdown, form.changes, form.base_number)
    try:
        services.take_over(actor, subject, outcome, reason=form.reason, taking=taking)
    except FileFault:
        form.refuse_form()
        return False
    except Overtaken as fault:
        if fault.args[0] == services.DECIDED_BEFORE:
            raise
        form.overtake(modules.latest_version(modules.module(subject.comment.module_id)).number)
        return False
    return True


def _page(consultation: Consultation, subject: Suggestion, now: Now, outcome: SuggestionStatus | None, form: BaseForm | None) -> str:
    newest, block = now
    named = queries.block_of(subject.comment.version_id, subject.comment.block_key)
    current = queries.original(block, subject.lang) if block else None
    has_moved_on = current is None or current.hash != subject.original_hash
    taken = subject.decision.version_id if subject.decision else None
    return render_template(
        "feedback/suggestion.html",
        consultation=consultation,
        suggestion=subject,
        comment=subject.comment,
        name=presenters.place_parts(named),
        newest=newest,
        has_moved_on=has_moved_on,
        change_now=presenters.change_in(current.text, subject.replacement, subject.lang) if current and has_moved_on else None,
        block=block,
        taken=modules.version_by_id(taken) if taken else None,
        choices=_choices(subject, now) if request.method == "GET" else [],
        is_own=rules.is_author(current_actor(), subject.comment),
        outcome=outcome,
        form=form,
        words=presenters,
    )
