"""Pages of moderation: the queue, one comment and its decision, and the public rules."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations.rules import may_moderate
from consult.core import clock
from consult.core.access import public, require, staff
from consult.core.errors import Refused
from consult.core.i18n import BilingualBlueprint, address
from consult.core.paging import asked_after
from consult.feedback import presenters as feedback
from consult.feedback.models import Comment
from consult.moderation import presenters, queries, rules, services
from consult.moderation.forms import PUBLISH, DecisionForm
from consult.moderation.models import Reason
from consult.modules import queries as modules

bp = BilingualBlueprint("moderation", __name__)


@bp.page("/moderation")
@staff
def queue() -> ResponseReturnValue:
    """Everything that waits for a decision, the longest waiting first."""
    actor = _moderator()
    return render_template(
        "moderation/queue.html",
        page=queries.waiting(actor, after=asked_after()),
        count=queries.waiting_count(actor),
        most=queries.COUNT_UP_TO,
        now=clock.now(),
        words=feedback,
    )


@bp.form("/moderation/comments/<int:comment_id>", "/moderation/commentaires/<int:comment_id>")
@staff
def item(comment_id: int) -> ResponseReturnValue:
    """One comment, and the decision about it."""
    actor, subject = _moderator(), queries.item(comment_id)
    require(may_moderate, actor, subject.consultation)
    form = DecisionForm.of_request()
    if not form.accepted:
        return _item_page(subject, form), 422 if form.faults else 200
    _decide(actor, subject, form)
    flash(_("Decision saved. The author is told."))
    upcoming = queries.next_waiting(actor, comment_id)
    return redirect(address("moderation.item", comment_id=upcoming) if upcoming else address("moderation.queue"), 303)


def _decide(actor: User, subject: Comment, form: DecisionForm) -> None:
    note = (form.note.data or "").strip()
    if form.outcome.data == PUBLISH:
        services.publish_comment(actor, subject, note=note)
        return
    services.hide_comment(actor, subject, reason=Reason(form.reason.data), note=note)


def _item_page(subject: Comment, form: DecisionForm) -> str:
    version = modules.version_by_id(subject.version_id)
    block = modules.block(version, subject.block_key) if subject.block_key else None
    return render_template(
        "moderation/item.html",
        comment=subject,
        version=version,
        block=block,
        decisions=queries.decisions(subject.id),
        form=form,
        may_decide=rules.may_decide(current_actor(), subject) and subject.visibility in rules.DECIDABLE,
        words=feedback,
        moderation=presenters,
    )


def _moderator() -> User:
    """The signed-in moderator; for other staff this workspace does not exist."""
    actor = current_actor()
    if actor is None or not may_moderate(actor):
        raise Refused
    return actor


@bp.page("/moderation-rules", "/regles-de-moderation")
@public
def rules_page() -> ResponseReturnValue:
    """The rules, in public: what is kept from publication and what never is."""
    return render_template("moderation/rules.html", rules=presenters.RULES, reason_label=presenters.reason_label)
