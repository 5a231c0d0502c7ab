"""Changing one's own words: a page of its own, and one button to take a change back."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core import clock
from consult.core.access import require, signed_in
from consult.core.forms import require_token
from consult.core.limits import limit
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import EditForm
from consult.feedback.models import Comment, CommentEdit, Visibility
from consult.feedback.services import Edited
from consult.feedback.views.acts import back_to
from consult.feedback.views.base import bp


@bp.form("/comments/<int:comment_id>/edit", "/commentaires/<int:comment_id>/modification")
@limit("20 per minute; 200 per hour")
@signed_in
def edit(comment_id: int) -> ResponseReturnValue:
    """Change the words of one's own comment; one that came back says here why."""
    subject = queries.comment(comment_id)
    require(rules.is_author, current_actor(), subject)
    if subject.visibility not in rules.EDITABLE:
        return redirect(back_to(subject), 303)
    waiting = queries.waiting_edit(comment_id)
    form = EditForm.about(waiting or subject, queries.words_mark(subject))
    if not form.accepted or not _edited(subject, form):
        return _edit_page(subject, waiting, form), 422 if form.faults else 200
    return redirect(back_to(subject), 303)


@bp.act("/comments/<int:comment_id>/edit/withdrawal", "/commentaires/<int:comment_id>/modification/retrait")
@signed_in
def take_back_edit(comment_id: int) -> ResponseReturnValue:
    """Take back a change that waits."""
    require_token()
    subject = queries.comment(comment_id)
    services.take_back_edit(current_actor(), subject)
    flash(_taken_back())
    return redirect(back_to(subject), 303)


def _edited(subject: Comment, form: EditForm) -> bool:
    """Change the words, unless they changed meanwhile: then the form says so."""
    try:
        outcome = services.edit_comment(current_actor(), subject, **form.values)
    except services.WordsChanged:
        form.overtake(queries.words_mark(subject))
        return False
    flash(_told(outcome), "info" if outcome is Edited.NOTHING else "message")
    return True


def _told(outcome: Edited) -> str:
    if outcome is Edited.NOTHING:
        return _("Nothing was different, so nothing was changed.")
    if outcome is Edited.TAKEN_BACK:
        return _taken_back()
    if outcome is Edited.PROPOSED:
        return _("Change received. A moderator will read it; until then, everybody reads the words that stood there before.")
    if outcome is Edited.PUBLIC:
        return _("Your new words are public.")
    return _("Your new words are saved. A moderator will read them.")


def _taken_back() -> str:
    return _("Your change is taken back. The words that everybody reads stay as they are.")


def _edit_page(subject: Comment, waiting: CommentEdit | None, form: EditForm) -> str:
    returned = queries.returned(subject.id) if subject.visibility is Visibility.RETURNED else None
    return render_template(
        "feedback/edit.html",
        comment=subject,
        consultation=subject.consultation,
        returned=returned,
        change_by=rules.change_by(returned, subject.consultation) if returned else None,
        now=clock.now(),
        waiting=waiting,
        former=queries.former_wordings(subject.id),
        edit_waits=rules.edit_waits(subject),
        is_open=rules.may_edit(current_actor(), subject, clock.now()),
        back=back_to(subject),
        form=form,
        words=presenters,
    )
