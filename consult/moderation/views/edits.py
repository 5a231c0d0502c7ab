"""One change of a public comment, its words marked, and the decision about it."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.models import User
from consult.analysis.word_changes import changed_lines
from consult.consultations.rules import may_moderate
from consult.core.access import require, staff
from consult.core.i18n import address
from consult.feedback import presenters as feedback
from consult.feedback.models import CommentEdit, EditState, Visibility
from consult.moderation import presenters, queries, rules, services
from consult.moderation.forms import ACCEPT, EditDecisionForm
from consult.moderation.models import Reason
from consult.moderation.views.base import bp, moderator
from consult.modules import queries as modules


@bp.form("/moderation/changes/<int:edit_id>", "/moderation/modifications/<int:edit_id>")
@staff
def edit(edit_id: int) -> ResponseReturnValue:
    """One change, and the decision about it."""
    actor, subject = moderator(), queries.edit(edit_id)
    require(may_moderate, actor, subject.comment.consultation)
    form = EditDecisionForm.of_request()
    if not form.accepted:
        return _edit_page(actor, subject, form), 422 if form.faults else 200
    _decide(actor, subject, form)
    flash(_("Decision saved. The author is told."))
    upcoming = queries.next_edit(actor, edit_id)
    return redirect(address("moderation.edit", edit_id=upcoming) if upcoming else address("moderation.edits"), 303)


def _decide(actor: User, subject: CommentEdit, form: EditDecisionForm) -> None:
    note = form.note.data or ""
    if form.outcome.data == ACCEPT:
        services.accept_edit(actor, subject, note=note)
        return
    services.refuse_edit(actor, subject, reason=Reason(form.reason.data), note=note)


def _edit_page(actor: User, subject: CommentEdit, form: EditDecisionForm) -> str:
    comment = subject.comment
    version = modules.version_by_id(comment.version_id)
    waits = subject.state is EditState.WAITING and comment.visibility is Visibility.PUBLISHED
    return render_template(
        "moderation/edit.html",
        edit=subject,
        comment=comment,
        version=version,
        block=modules.block(version, comment.block_key) if comment.block_key else None,
        # What was decided is in the history of the comment; there is nothing left to compare.
        changes=changed_lines(comment.body, subject.body) if waits else [],
        waits=waits,
        form=form,
        may_decide=rules.may_decide(actor, comment),
        words=feedback,
        moderation=presenters,
    )
