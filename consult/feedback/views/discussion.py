"""Discussions: the thread of a block or of the whole module, one comment with its replies, and acts on comments."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.consultations.models import Consultation
from consult.consultations.rules import is_open
from consult.core import clock
from consult.core.access import public, signed_in
from consult.core.cache import same_for_visitors
from consult.core.errors import NotFound
from consult.core.forms import require_token
from consult.core.i18n import address, settle
from consult.core.limits import limit
from consult.core.paging import asked_after
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import CommentForm, ReplyForm, StanceForm
from consult.feedback.models import WHOLE_MODULE, Comment, Visibility
from consult.feedback.queries import CommentRow, states
from consult.feedback.views.base import MODULE, ModulePlace, bp, keep_and_sign_in, module_place, module_state, place_of
from consult.modules import queries as modules
from consult.modules.models import Block

@bp.form(f"{MODULE}/paragraphs/<key>", f"{MODULE}/paragraphes/<key>")
@bp.form(f"{MODULE}/versions/<int:number>/paragraphs/<key>", f"{MODULE}/versions/<int:number>/paragraphes/<key>")
@same_for_visitors(module_state)
@limit("20 per minute; 200 per hour")
@public
def thread(module_id: int, slug: str, key: str, number: int | None = None) -> ResponseReturnValue:
    """One block with its discussion, and the form to add to it."""
    place = module_place(module_id, number)
    return _discuss(place, key, modules.around(place.placement.version, key))


@bp.form(f"{MODULE}/comments", f"{MODULE}/commentaires")
@bp.form(f"{MODULE}/versions/<int:number>/comments", f"{MODULE}/versions/<int:number>/commentaires")
@same_for_visitors(module_state)
@limit("20 per minute; 200 per hour")
@public
def discussion(module_id: int, slug: str, number: int | None = None) -> ResponseReturnValue:
    """The discussion of the module as a whole."""
    return _discuss(module_place(module_id, number), WHOLE_MODULE, ())


def _discuss(place: ModulePlace, key: str, blocks: Sequence[Block]) -> ResponseReturnValue:
    settle(place.placement.entry.module)
    actor, consultation = current_actor(), place.placement.consultation
    form = CommentForm.of_request()
    if not form.accepted:
        return _thread_page(place, key, blocks, form)
    services.refuse_if_closed(consultation, clock.now())
    if actor is None:
        return keep_and_sign_in()
    target = services.Target(consultation, place.placement.version.module_id, place.placement.version.id, key)
    comment = services.post_comment(actor, target, **form.values)
    _tell_received(comment)
    return redirect(_back_to(comment), 303)


def _thread_page(place: ModulePlace, key: str, blocks: Sequence[Block], form: CommentForm) -> ResponseReturnValue:
    actor, consultation = current_actor(), place.placement.consultation
    found = queries.thread(place.placement, key, after=asked_after())
    own = queries.own_comments(actor, consultation.id, place.placement.version.module_id, key) if actor else []
    block = next((block for block in blocks if block.key == key), None)
    page = render_template(
        "feedback/thread.html",
        place=place,
        version=place.placement.version,
        consultation=consultation,
        block=block,
        blocks=blocks,
        label=presenters.place_name(block) if block else "",
        count=block.comment_count if block else place.placement.entry.general_count,
        thread=found,
        own=own,
        form=form,
        key=key,
        **_talk([*found.page.rows, *(reply for replies in found.replies.values() for reply in replies)], consultation),
    )
    return page, 422 if form.faults else 200


@bp.form("/comments/<int:comment_id>", "/commentaires/<int:comment_id>")
@same_for_visitors(states.of_comment)
@limit("20 per minute; 200 per hour")
@public
def comment(comment_id: int) -> ResponseReturnValue:
    """One comment with its replies, and the form to answer it."""
    subject = queries.comment(comment_id)
    form = ReplyForm.of_request()
    if rules.is_author(current_actor(), subject) and subject.visibility is Visibility.PENDING:
        return redirect(_back_to(subject))
    if not form.accepted:
        return _comment_page(subject, form)
    services.refuse_if_closed(subject.consultation, clock.now())
    if current_actor() is None:
        return keep_and_sign_in()
    reply = services.reply_to_comment(current_actor(), subject, **form.values)
    _tell_received(reply)
    return redirect(f"{address('feedback.comment', comment_id=reply.parent_id)}#c{reply.id}", 303)


def _comment_page(subject: Comment, form: ReplyForm) -> ResponseReturnValue:
    actor = current_actor()
    row = queries.comment_row(subject.id)
    replies = queries.replies([row.id])[row.id]
    place = place_of(subject.module_id, subject.version_id)
    block = modules.block(place.placement.version, subject.block_key) if subject.block_key else None
    own = queries.own_replies(actor, row.id) if actor else []
    if rules.is_author(actor, subject) and not row.public:
        own = [subject, *own]
    page = render_template(
        "feedback/comment.html",
        place=place,
        consultation=subject.consultation,
        label=presenters.place_name(block) if block else "",
        key=subject.block_key,
        row=row,
        replies=replies,
        own=own,
        form=form,
        may_reply=row.public,
        **_talk([row, *replies], subject.consultation),
    )
    return page, 422 if form.faults else 200


def _talk(rows: Sequence[CommentRow], consultation: Consultation) -> dict[str, Any]:
    """What is personal on a page of comments: own answers, own comments, and whether totals are shown yet."""
    actor, now = current_actor(), clock.now()
    numbers = [row.id for row in rows if row.public]
    stances = queries.stances_on_comments(actor, numbers) if actor and numbers else {}
    talk = {
        "stances": stances,
        "mine": queries.own_public_ids(actor, numbers) if actor and numbers else set(),
        "totals": {row.id: rules.shows_totals(consultation, now, answered=row.id in stances) for row in rows},
        "is_open": is_open(consultation, now),
        "words": presenters,
        "rules": rules,
        "may_moderate": rules.moderates(actor, consultation),
    }
    return {"talk": talk, "words": presenters, "is_open": talk["is_open"], "now": now}


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
        return redirect(_back_to(subject), 303)
    services.vote_on_comment(current_actor(), subject, form.stance.data)
    flash(_("“%(answer)s” saved for comment %(number)d.", answer=presenters.stance_word(form.stance.data), number=comment_id))
    return redirect(_back_to(subject), 303)


@bp.act("/comments/<int:comment_id>/withdrawal", "/commentaires/<int:comment_id>/retrait")
@signed_in
def withdraw(comment_id: int) -> ResponseReturnValue:
    """Take one's own comment back."""
    require_token()
    subject = queries.comment(comment_id)
    services.withdraw_comment(current_actor(), subject)
    flash(_("Comment withdrawn. You can put it back until the consultation closes."))
    return redirect(_back_to(subject), 303)


@bp.act("/comments/<int:comment_id>/restoration", "/commentaires/<int:comment_id>/retablissement")
@signed_in
def restore(comment_id: int) -> ResponseReturnValue:
    """Put a withdrawn comment back."""
    require_token()
    subject = queries.comment(comment_id)
    services.restore_comment(current_actor(), subject)
    flash(_("Your comment is back where it was."))
    return redirect(_back_to(subject), 303)


def _tell_received(comment: Comment) -> None:
    if comment.visibility is Visibility.PUBLISHED:
        flash(_("Your comment is published."))
        return
    flash(
        _("Comment received. A moderator will read it, usually within 2 working days. You can withdraw it until the consultation closes.")
    )


def _back_to(comment: Comment) -> str:
    """The discussion the comment stands in, at the comment."""
    place = place_of(comment.module_id, comment.version_id)
    return f"{place.thread_url(comment.block_key)}{_page_of(comment)}#c{comment.id}"


def _page_of(comment: Comment) -> str:
    """The page of the discussion that the comment is on: the first, or one that begins with its exchange."""
    after = queries.page_start(comment)
    return f"?after={after}" if after else ""
