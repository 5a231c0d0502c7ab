"""Flagging a comment: a page of its own, which works without JavaScript, and one button to take the flag back."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core.access import require, signed_in
from consult.core.forms import require_token
from consult.core.i18n import address, language
from consult.core.limits import limit
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import FlagForm
from consult.feedback.models import Comment, Flag, FlagState
from consult.feedback.views.acts import back_to
from consult.feedback.views.base import bp


@bp.form("/comments/<int:comment_id>/flag", "/commentaires/<int:comment_id>/signalement")
@limit("5 per minute; 30 per hour")
@signed_in
def flag(comment_id: int) -> ResponseReturnValue:
    """Ask a moderator to look at a comment; who did so already reads what came of it."""
    subject, own = queries.comment(comment_id), _own(comment_id)
    if own is None or own.state is FlagState.WITHDRAWN:
        require(rules.may_flag, current_actor(), subject)
    form = FlagForm.of_request()
    if not form.accepted:
        return _flag_page(subject, own, form), 422 if form.faults else 200
    if not services.flag_comment(current_actor(), subject, **form.values, lang=language()):
        flash(_("You have flagged this comment already. Once is enough: a moderator looks at every flag."), "info")
        return redirect(address("feedback.flag", comment_id=comment_id), 303)
    flash(_("Thank you. A moderator will look at this comment, and you will be told what came of it."))
    return redirect(back_to(subject), 303)


@bp.act("/comments/<int:comment_id>/flag/withdrawal", "/commentaires/<int:comment_id>/signalement/retrait")
@signed_in
def withdraw_flag(comment_id: int) -> ResponseReturnValue:
    """Take one's own flag back."""
    require_token()
    subject = queries.comment(comment_id)
    services.withdraw_flag(current_actor(), subject)
    flash(_("Your flag is taken back."))
    if rules.may_read_comment(current_actor(), subject):
        return redirect(back_to(subject), 303)
    return redirect(address("feedback.flag", comment_id=comment_id), 303)


def _own(comment_id: int) -> Flag | None:
    actor = current_actor()
    return queries.flag_of(actor, comment_id) if actor else None


def _flag_page(subject: Comment, own: Flag | None, form: FlagForm) -> str:
    is_public = rules.is_public(subject)
    return render_template(
        "feedback/flag.html",
        comment=subject,
        own=None if own is not None and own.state is FlagState.WITHDRAWN else own,
        is_public=is_public,
        back=back_to(subject) if is_public else "",
        form=form,
        words=presenters,
    )
