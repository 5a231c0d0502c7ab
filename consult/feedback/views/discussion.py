"""Discussions: the thread of a block or of the whole module, and one comment with its replies."""

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.core import clock, drafts
from consult.core.access import public
from consult.core.cache import same_for_visitors, while_the_same
from consult.core.errors import NotFound
from consult.core.forms import require_token
from consult.core.i18n import language, settle
from consult.core.limits import limit
from consult.core.paging import Page, asked_after
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import CommentForm, ReplyForm, asked_filters
from consult.feedback.models import WHOLE_MODULE, Comment, Visibility
from consult.feedback.presenters import Marked
from consult.feedback.queries import UNFILTERED, CommentRow, states
from consult.feedback.views.acts import among_replies, back_to, thread_address
from consult.feedback.views.base import (
    MODULE,
    ModulePlace,
    Spot,
    bp,
    module_place,
    module_state,
    place_of,
    standing_of,
)
from consult.feedback.views.drafts import has_room, is_for_later, keep_for_later
from consult.feedback.views.receipts import invite_to_say_more, seen_first, sent, show_receipt
from consult.feedback.views.review import goes_to_review, keep_and_review
from consult.feedback.views.talk import talk_about
from consult.modules import queries as modules
from consult.modules.models import Block


@bp.form(f"{MODULE}/paragraphs/<key>", f"{MODULE}/paragraphes/<key>")
@bp.form(f"{MODULE}/versions/<int:number>/paragraphs/<key>", f"{MODULE}/versions/<int:number>/paragraphes/<key>")
@same_for_visitors(module_state)
@limit("20 per minute; 200 per hour")
@public
def thread(module_id: int, slug: str, key: str, number: int | None = None) -> ResponseReturnValue:
    """One block with its discussion, and the form to add to it."""
    return _discuss(module_id, number, key)


@bp.form(f"{MODULE}/comments", f"{MODULE}/commentaires")
@bp.form(f"{MODULE}/versions/<int:number>/comments", f"{MODULE}/versions/<int:number>/commentaires")
@same_for_visitors(module_state)
@limit("20 per minute; 200 per hour")
@public
def discussion(module_id: int, slug: str, number: int | None = None) -> ResponseReturnValue:
    """The discussion of the module as a whole."""
    return _discuss(module_id, number, WHOLE_MODULE)


def _discuss(module_id: int, number: int | None, key: str) -> ResponseReturnValue:
    form = while_the_same("comment form", language(), number, key, read=CommentForm.of_request)
    if is_for_later(form) and has_room(form):
        return keep_for_later()
    if request.method == "POST" and key != WHOLE_MODULE:
        form.offer(queries.block_of(consultations.discussed(module_id, clock.now(), current_actor(), number=number).version_id, key))
    if not form.accepted:
        return _thread_page(module_place(module_id, number), key, form)
    place = consultations.discussed(module_id, clock.now(), current_actor(), number=number)
    services.refuse_if_closed(place.consultation, clock.received(), current_actor())
    if not _words_are_there(form, place.version_id, key):
        return _thread_page(module_place(module_id, number), key, form)
    if goes_to_review():
        return keep_and_review()
    target = services.Target(place.consultation, module_id, place.version_id, key)
    comment, code = sent(partial(services.post_comment, current_actor(), target, **form.said))
    _tell_received(comment, code)
    return redirect(seen_first(thread_address(Spot(place, number), comment)), 303)


def _words_are_there(form: CommentForm, version_id: int, key: str) -> bool:
    """The words that the form quotes stand in the text; else it says so, and keeps what was typed."""
    try:
        services.chosen_quote(version_id, key, form.quote.data)
    except services.StaleQuote:
        form.lose_quote()
        return False
    return True


def _thread_page(place: ModulePlace, key: str, form: CommentForm) -> ResponseReturnValue:
    settle(place.placement.entry.module)
    actor, consultation = current_actor(), place.placement.consultation
    blocks = _around(place, key)
    filters = asked_filters()
    found = queries.thread(place.placement, key, after=asked_after(), filters=filters)
    talk = talk_about(found.rows, consultation)
    block = next((block for block in blocks if block.key == key), None)
    count = block.comment_count if block else place.placement.entry.general_count
    page = render_template(
        "feedback/thread.html",
        place=place,
        version=place.placement.version,
        consultation=consultation,
        standing=standing_of(place, key),
        blocks=blocks,
        name=presenters.place_parts(block) if block else None,
        count=count,
        exchanges=talk.exchanges(found),
        page=found.page,
        talk=talk,
        filter=presenters.filter_words(filters, talk.words),
        is_filtered=filters != UNFILTERED,
        is_long=count >= presenters.WORTH_FILTERING,
        own=queries.own_comments(actor, consultation.id, place.placement.version.module_id, key) if actor else [],
        is_open=talk.is_open,
        form=form.offer(block),
        picker=presenters.picker(block, form.quote.data) if block and talk.is_open else None,
        marked=_marked(place, blocks, key),
        key=key,
        words=presenters,
    )
    return page, 422 if form.faults else 200


def _marked(place: ModulePlace, blocks: Sequence[Block], key: str) -> Marked:
    """The block under discussion and its neighbours, with what people quote of them."""
    if not blocks:
        return Marked()
    version, consultation = place.placement.version, place.placement.consultation

    def read() -> Marked:
        return presenters.marked(blocks, queries.marked_ranges(consultation.id, version.id, [block.key for block in blocks]))

    return while_the_same("marked", version.id, key, language(), read=read)


def _around(place: ModulePlace, key: str) -> Sequence[Block]:
    """The block under discussion between its neighbours; none where it is the whole module."""
    version = place.placement.version
    return while_the_same("around", version.id, key, read=lambda: modules.around(version, key)) if key != WHOLE_MODULE else ()


@bp.form("/comments/<int:comment_id>", "/commentaires/<int:comment_id>")
@same_for_visitors(states.of_comment)
@limit("20 per minute; 200 per hour")
@public
def comment(comment_id: int) -> ResponseReturnValue:
    """One comment with its replies, and the form to answer it."""
    subject, row = queries.comment_page(comment_id)
    form = ReplyForm.of_request()
    if rules.is_author(current_actor(), subject) and (row is None or subject.visibility is Visibility.PENDING):
        return _keep_what_nobody_takes(subject)
    if row is None:
        raise NotFound(comment_id)
    if is_for_later(form) and has_room(form):
        return keep_for_later()
    if not form.accepted:
        return _comment_page(subject, row, form)
    services.refuse_if_closed(subject.consultation, clock.received(), current_actor())
    if goes_to_review() or not rules.is_public(subject):
        return keep_and_review()
    reply, code = sent(partial(services.reply_to_comment, current_actor(), subject, **form.said))
    _tell_received(reply, code)
    return redirect(seen_first(among_replies(reply)), 303)


def _keep_what_nobody_takes(subject: Comment) -> Response:
    """To one's own comment where it stands: only its author reads it, so nobody can answer it here. What was typed waits."""
    if request.method == "POST":
        require_token()
        drafts.keep()
        flash(_("Your reply was not sent: your comment is not public now. The text is kept in My activity, under My drafts."), "info")
    return redirect(back_to(subject), 303 if request.method == "POST" else 302)


def _comment_page(subject: Comment, row: CommentRow, form: ReplyForm) -> ResponseReturnValue:
    actor = current_actor()
    page = queries.replies(row.id, after=asked_after()) if row.parent_id is None else Page([], None)
    talk = talk_about([row, *page.rows], subject.consultation)
    place = place_of(subject.module_id, subject.version_id)
    standing = standing_of(place, subject.block_key)
    block = standing.here.part
    own = queries.own_replies(actor, row.id) if actor else []
    if rules.is_author(actor, subject) and not row.public:
        own = [subject, *own]
    html = render_template(
        "feedback/comment.html",
        place=place,
        consultation=subject.consultation,
        standing=standing,
        name=presenters.place_parts(block) if block else None,
        key=subject.block_key,
        face=talk.faces([row])[0],
        replies=talk.faces(page.rows),
        page=page,
        answered=among_replies(subject) if subject.parent_id else "",
        talk=talk,
        own=own,
        is_open=talk.is_open,
        back=thread_address(place, subject),
        form=form,
        may_reply=row.public,
        words=presenters,
    )
    return html, 422 if form.faults else 200


def _tell_received(comment: Comment, code: str) -> None:
    """Whether it is public already, and the code that says so later."""
    flash(presenters.received(comment, by_account=True))
    show_receipt(code)
    if code:
        invite_to_say_more()
