"""How one's own comment appears, changed later: a page of its own."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.consultations.rules import is_open
from consult.core import clock
from consult.core.access import require, signed_in
from consult.core.limits import limit
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import AppearanceForm
from consult.feedback.models import AuthorChoice, Comment, More, Visibility
from consult.feedback.views.acts import back_to
from consult.feedback.views.base import bp


@bp.form("/comments/<int:comment_id>/appearance", "/commentaires/<int:comment_id>/apparence")
@limit("20 per minute; 200 per hour")
@signed_in
def appearance(comment_id: int) -> ResponseReturnValue:
    """Show more or less of oneself beside one's comment, or leave it to the team alone."""
    subject, actor = queries.comment(comment_id), current_actor()
    require(rules.is_author, actor, subject)
    if subject.visibility not in rules.EDITABLE:
        return redirect(back_to(subject), 303)
    has_role = bool(subject.perspective or subject.province)
    form = AppearanceForm.of_request(author_choice=subject.author_choice, with_role=has_role, quote_ok=subject.quote_ok)
    if not form.accepted:
        return _page(subject, form), 422 if form.faults else 200
    is_new = services.change_appearance(actor, subject, more=More(**form.values))
    flash(_told(subject) if is_new else _("Nothing was different: your comment appears as before."))
    return redirect(back_to(subject), 303)


def _told(subject: Comment) -> str:
    if subject.author_choice is AuthorChoice.TEAM_ONLY:
        return _("Saved: your comment is for the team only now.")
    if subject.visibility is Visibility.PENDING:
        return _("Saved. A moderator will read your comment before everybody can, usually within 2 working days.")
    return _("Saved: your comment appears as you chose.")


def _page(subject: Comment, form: AppearanceForm) -> str:
    actor, now = current_actor(), clock.now()
    return render_template(
        "feedback/appearance.html",
        comment=subject,
        consultation=subject.consultation,
        ways=presenters.ways_to_appear(actor, form.author_choice.data),
        lets_change=rules.may_change_appearance(actor, subject, now),
        is_open=is_open(subject.consultation, now, actor),
        back=back_to(subject),
        form=form,
        words=presenters,
    )
