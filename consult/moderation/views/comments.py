"""One comment, and the decision about it."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations.rules import may_moderate
from consult.core.access import require, staff
from consult.core.i18n import address
from consult.feedback import presenters as feedback
from consult.feedback import queries as wordings
from consult.feedback.models import Comment, CommentReturn, Flag
from consult.feedback.services import WordsChanged
from consult.moderation import presenters, queries, rules, services
from consult.moderation.forms import PUBLISH, RETURN, DecisionForm
from consult.moderation.models import Reason
from consult.moderation.views.base import bp, moderator
from consult.modules import queries as modules


@bp.form("/moderation/comments/<int:comment_id>", "/moderation/commentaires/<int:comment_id>")
@staff
def item(comment_id: int) -> ResponseReturnValue:
    """One comment, and the decision about it."""
    actor, subject = moderator(), queries.item(comment_id)
    require(may_moderate, actor, subject.consultation)
    returned = wordings.returned(comment_id)
    form = DecisionForm.about(subject, wordings.words_mark(subject), was_returned=returned is not None)
    flags = [flag for flag, _lang in queries.open_flags(comment_id)]
    if not form.accepted or not _decided(actor, subject, form):
        return _item_page(subject, form, flags, returned), 422 if form.faults else 200
    flash(_("Decision saved. Whoever asked is told.") if flags else _("Decision saved. The author is told."))
    return redirect(_next(actor, comment_id, is_flagged=bool(flags)), 303)


def _next(actor: User, comment_id: int, *, is_flagged: bool) -> str:
    """The next one of the list that this one was on, or the list itself."""
    upcoming = queries.next_flagged(actor, comment_id) if is_flagged else queries.next_waiting(actor, comment_id)
    if upcoming:
        return address("moderation.item", comment_id=upcoming)
    return address("moderation.flags" if is_flagged else "moderation.queue")


def _decided(actor: User, subject: Comment, form: DecisionForm) -> bool:
    """Decide, unless the author changed the words meanwhile: then the form says so."""
    try:
        _decide(actor, subject, form)
    except WordsChanged:
        form.overtake(wordings.words_mark(subject))
        return False
    return True


def _decide(actor: User, subject: Comment, form: DecisionForm) -> None:
    note, read = form.note.data or "", form.read.data or ""
    if form.outcome.data == PUBLISH:
        services.publish_comment(actor, subject, note=note, read=read)
    elif form.outcome.data == RETURN:
        reason = Reason(form.reason.data)
        services.return_comment(actor, subject, reason=reason, passage=form.passage.data or "", note=note, read=read)
    else:
        services.hide_comment(actor, subject, reason=Reason(form.reason.data), note=note, read=read)


def _item_page(subject: Comment, form: DecisionForm, flags: list[Flag], returned: CommentReturn | None) -> str:
    version = modules.version_by_id(subject.version_id)
    block = modules.block(version, subject.block_key) if subject.block_key else None
    return render_template(
        "moderation/item.html",
        comment=subject,
        version=version,
        block=block,
        decisions=queries.decisions(subject.id),
        of_edits=queries.decided_edits(subject.id),
        flags=flags,
        returned=returned,
        waiting=wordings.waiting_edit(subject.id),
        former=wordings.former_wordings(subject.id),
        form=form,
        may_decide=rules.may_decide(current_actor(), subject) and subject.visibility in rules.DECIDABLE,
        words=feedback,
        moderation=presenters,
    )
