"""Acts on comments: vote, withdraw, put back. Each leads back to the comment, wherever it is shown."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core.access import signed_in
from consult.core.addresses import own_path
from consult.core.errors import NotFound
from consult.core.forms import require_token
from consult.core.i18n import address
from consult.core.limits import limit
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import StanceForm
from consult.feedback.models import Comment
from consult.feedback.views.base import Spot, bp, spot_of


@bp.act("/comments/<int:comment_id>/vote", "/commentaires/<int:comment_id>/vote")
@limit("60 per minute")
@signed_in
def vote(comment_id: int) -> ResponseReturnValue:
    """Say agree, disagree or unsure of a comment."""
    require_token()
    form = StanceForm.of_request()
    subject = queries.comment(comment_id)
    if not rules.may_read_comment(current_actor(), subject):
        raise NotFound(comment_id)
    if not form.accepted:
        flash(_("Choose an answer: agree, disagree or unsure."), "important")
        return redirect(back_to(subject), 303)
    services.vote_on_comment(current_actor(), subject, form.stance.data)
    flash(_("“%(answer)s” saved for comment %(number)d.", answer=presenters.stance_word(form.stance.data), number=comment_id))
    return redirect(back_to(subject), 303)


@bp.act("/comments/<int:comment_id>/withdrawal", "/commentaires/<int:comment_id>/retrait")
@signed_in
def withdraw(comment_id: int) -> ResponseReturnValue:
    """Take one's own comment back."""
    require_token()
    subject = queries.comment(comment_id)
    services.withdraw_comment(current_actor(), subject)
    flash(_("Comment withdrawn. You can put it back while the consultation is open."))
    return redirect(came_from() or back_to(subject), 303)


@bp.act("/comments/<int:comment_id>/restoration", "/commentaires/<int:comment_id>/retablissement")
@signed_in
def restore(comment_id: int) -> ResponseReturnValue:
    """Put a withdrawn comment back."""
    require_token()
    subject = queries.comment(comment_id)
    services.restore_comment(current_actor(), subject)
    flash(_("Your comment is back where it was."))
    return redirect(came_from() or back_to(subject), 303)


def came_from() -> str | None:
    """The page of this site that the act was chosen on, where its form says so."""
    return own_path(request.form.get("next"))


def back_to(comment: Comment) -> str:
    """The discussion the comment stands in, at the comment; a reply that the discussion leaves out is on the page of what it answers."""
    if comment.parent_id is not None and rules.is_public(comment) and not queries.reply_place(comment).in_thread:
        return among_replies(comment)
    return thread_address(spot_of(comment), comment)


def thread_address(place: Spot, comment: Comment) -> str:
    """The page of the discussion that the comment is on, at the comment: the first, or one that begins with its exchange."""
    return f"{place.thread_url(comment.block_key)}{_from(queries.page_start(comment))}#c{comment.id}"


def among_replies(reply: Comment) -> str:
    """The page of the comment that a reply answers, at the reply."""
    start = queries.reply_place(reply).after
    return f"{address('feedback.comment', comment_id=reply.parent_id)}{_from(start)}#c{reply.id}"


def _from(after: int) -> str:
    return f"?after={after}" if after else ""
