"""Sending without an account, by a link that was mailed: the link shows the text, its button sends it."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from consult.accounts import queries as accounts
from consult.core import clock, drafts, receipts
from consult.core.access import public
from consult.core.errors import NotFound
from consult.core.forms import BaseForm, require_token, tidy
from consult.core.headers import never_kept
from consult.core.i18n import address
from consult.core.limits import limit
from consult.feedback import presenters, queries, rules, services
from consult.feedback.models import Comment, More, UnconfirmedComment
from consult.feedback.views.acts import back_to
from consult.feedback.views.base import bp, place_of, spot_of
from consult.feedback.views.receipts import seen_first, show_receipt
from consult.feedback.views.waiting import REPLIES, is_there

PACE = "20 per minute; 600 per hour"  # a classroom behind one address; a moderator reads first, and one mailbox gets few letters
FOLLOWING = "120 per minute; 3000 per hour"  # of links that nobody can guess
OK, CLOSED, GONE = 200, 409, 410


@bp.page("/send-without-an-account/check-your-mail", "/envoyer-sans-compte/verifiez-vos-courriels")
@never_kept
@public
def link_sent() -> ResponseReturnValue:
    """Say that a link is on its way: the same page whether the address was known or not."""
    return render_template("feedback/link_sent.html")


@bp.form("/contributions/confirm/<token>", "/contributions/confirmer/<token>")
@never_kept
@limit(FOLLOWING)
@public
def confirm_comment(token: str) -> ResponseReturnValue:
    """Send one's text, by the mailed link: the link shows it with one button, the button sends it. Mail programs press no buttons."""
    form, waiting = BaseForm.of_request(), _unconfirmed(token)
    if waiting is None:
        return render_template("feedback/link_gone.html"), GONE
    status = _state(waiting)
    if status != OK or not form.accepted:
        return _confirm_page(waiting, token, form, status), 422 if form.faults and status == OK else status
    code = receipts.fresh()
    comment = services.confirm_comment(token, receipt=code)
    _forget_here(comment)
    return received(comment, code)


@bp.act("/contributions/confirm/<token>/again", "/contributions/confirmer/<token>/renvoyer")
@never_kept
@limit(PACE)
@public
def send_link_again(token: str) -> ResponseReturnValue:
    """Mail another link, where this one came too late."""
    require_token()
    services.send_link_again(token)
    return redirect(address("feedback.link_sent"), 303)


def _forget_here(comment: Comment) -> None:
    """Where this is the browser in which it was written, its form is empty again; another text that waits there goes on waiting."""
    drafts.keep_on()
    page = spot_of(comment).thread_url(comment.block_key) if comment.parent_id is None else address(REPLIES, comment_id=comment.parent_id)
    here = (drafts.text_at(page) or {}).get("body", [""])
    if tidy(here[0]) == comment.body:
        drafts.forget(page)


def received(comment: Comment, code: str) -> Response:
    """Say whether it is public already, and show the code that says so later."""
    flash(presenters.received(comment, by_account=False))
    show_receipt(code)
    return redirect(seen_first(back_to(comment)), 303)


def _unconfirmed(token: str) -> UnconfirmedComment | None:
    try:
        return queries.unconfirmed_by(token)
    except NotFound:
        return None


def _state(waiting: UnconfirmedComment) -> int:
    """It can be sent (200), its consultation takes nothing now, or what it answers is hidden (409), or its link is too old (410)."""
    now = clock.received()
    if not (rules.may_confirm_by_mail(waiting.consultation, now) and is_there(waiting.parent)):
        return CLOSED
    return OK if services.is_fresh(waiting, now) else GONE


def _confirm_page(waiting: UnconfirmedComment, token: str, form: BaseForm, status: int) -> str:
    known = accounts.user_by_email(waiting.email)
    return render_template(
        "feedback/confirm_comment.html",
        form=form,
        waiting=waiting,
        quote=presenters.quoted_words(queries.quote_on(waiting.version_id, waiting.block_key, str(waiting.more.get("quote", "")))),
        token=token,
        name=services.appear(known if known and known.confirmed_at else None, More.of_json(waiting.more), waiting.name).signed_as,
        consultation=waiting.consultation,
        back=place_of(waiting.module_id, waiting.version_id).thread_url(waiting.block_key),
        change=_change(waiting),
        is_closed=status == CLOSED,
        answers_nothing=not is_there(waiting.parent),
        is_late=status == GONE,
        words=presenters,
    )


def _change(waiting: UnconfirmedComment) -> tuple[Markup, str] | None:
    """What the other words that come with it change in the text, and their language; nothing where there are none."""
    more = More.of_json(waiting.more)
    if not (more.replacement and waiting.block_key):
        return None
    passage = queries.original(queries.block_of(waiting.version_id, waiting.block_key), queries.language_of(more.worded, waiting.lang))
    return presenters.change_in(passage.text, more.replacement, passage.lang), passage.lang
