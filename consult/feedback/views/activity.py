"""My activity: what I wrote and where it stands, what I answered, what I was told. For the person alone."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations.rules import takes_votes
from consult.core import clock
from consult.core.access import signed_in
from consult.core.bilingual import Passage
from consult.core.errors import SignInNeeded
from consult.core.forms import require_token
from consult.core.i18n import address, language
from consult.core.intake import LAST_NUMBER
from consult.core.paging import asked_after
from consult.feedback import presenters, queries, rules
from consult.feedback.models import Comment, Visibility
from consult.feedback.presenters import Name
from consult.feedback.views.base import bp
from consult.feedback.views.lists import discussions
from consult.notices import queries as notices
from consult.notices import services as notice_services

EDIT = "feedback.edit"


class Contribution(NamedTuple):
    """One's own comment, with what may be done with it now."""

    comment: Comment
    module: Passage
    place: Name | None
    url: str
    edit_url: str
    may_withdraw: bool
    may_restore: bool
    change_waits: bool


@bp.page("/my-activity", "/mon-activite")
@signed_in
def my_comments() -> ResponseReturnValue:
    """What I wrote, the newest first, each with its true state."""
    asked = request.args.get("status", "")
    state = Visibility(asked) if asked in set(Visibility) else None
    page = queries.contributions(me(), before=asked_after(), state=state)
    return render_template(
        "feedback/activity_comments.html", page=page, contributions=_contributions(page.rows), state=state, words=presenters
    )


@bp.page("/my-activity/votes", "/mon-activite/votes")
@signed_in
def my_votes() -> ResponseReturnValue:
    """What I answered: to comments, to statements, about sections."""
    asked, before, actor = request.args.get("kind", ""), asked_after(), me()
    kind = asked if asked in presenters.ANSWERS else next(iter(presenters.ANSWERS))
    reads = {"comments": queries.comment_votes, "statements": queries.statement_votes, "sections": queries.judged_sections}
    now = clock.now()
    return render_template(
        "feedback/activity_votes.html",
        kind=kind,
        page=reads[kind](actor, before=before),
        is_public=rules.is_public,
        is_live=rules.is_live,
        may_change=lambda consultation: takes_votes(consultation, now, actor),
        words=presenters,
    )


@bp.page("/my-activity/notices", "/mon-activite/avis")
@signed_in
def my_notices() -> ResponseReturnValue:
    """What I was told, the newest first."""
    unread = request.args.get("status") == "unread"
    page = notices.notices(me(), before=asked_after(), unread=unread)
    found = queries.titles({notice.consultation_id for notice in page.rows if notice.consultation_id})
    return render_template("feedback/activity_notices.html", page=page, consultations=found, unread=unread, words=presenters)


@bp.act("/my-activity/notices/read", "/mon-activite/avis/lus")
@signed_in
def read_notices() -> ResponseReturnValue:
    """Mark as read what the page showed, and what came before; a notice that has come since stays new."""
    require_token()
    newest = request.form.get("newest", 0, type=int)
    notice_services.mark_read(me(), newest=min(newest, LAST_NUMBER))
    flash(_("Your notices are marked as read."))
    return redirect(address("feedback.my_notices"), 303)


def _contributions(comments: Sequence[Comment]) -> list[Contribution]:
    versions, places = queries.versions({comment.version_id for comment in comments}), queries.places(comments)
    thread = discussions({comment.module_id for comment in comments})
    changed = queries.waiting_edits([comment.id for comment in comments if comment.visibility is Visibility.PUBLISHED])

    def shown(comment: Comment) -> Contribution:
        version, block = versions[comment.version_id], places.get((comment.version_id, comment.block_key))
        return Contribution(
            comment,
            version.title.read(language()),
            presenters.place_parts(block) if block else None,
            _page_of(comment) or f"{thread(version, comment.block_key)}#c{comment.id}",
            _edit_url(comment),
            rules.may_withdraw(current_actor(), comment, clock.now()),
            rules.may_restore(current_actor(), comment, clock.now()),
            comment.id in changed,
        )

    return [shown(comment) for comment in comments]


def _page_of(comment: Comment) -> str:
    """Its own page where the public sees something of it; a reply stands on the page of what it answers; else there is none."""
    if comment.visibility in {Visibility.PUBLISHED, Visibility.HIDDEN}:
        return address("feedback.comment", comment_id=comment.id)
    return f"{address('feedback.comment', comment_id=comment.parent_id)}#c{comment.id}" if comment.parent_id else ""


def _edit_url(comment: Comment) -> str:
    """Where its words are changed, on a site that has such a page, while they may be."""
    may_edit = getattr(rules, "may_edit", None)
    if may_edit is None or EDIT not in current_app.view_functions or not may_edit(current_actor(), comment, clock.now()):
        return ""
    return address(EDIT, comment_id=comment.id)


def me() -> User:
    """Whoever is signed in: the gate has already asked."""
    actor = current_actor()
    if actor is None:
        raise SignInNeeded
    return actor
