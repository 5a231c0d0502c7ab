"""Sending without an account: the text that waits, what the consultation asks for, and the link that was mailed."""

from typing import NamedTuple

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from consult.accounts import queries as accounts
from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.consultations.models import WhoMayContribute
from consult.consultations.rules import is_open
from consult.core import clock, drafts, receipts
from consult.core.access import public
from consult.core.errors import NotFound
from consult.core.forms import BaseForm, require_token, tidy
from consult.core.headers import never_kept
from consult.core.i18n import address, language, page_at
from consult.core.limits import limit
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import CommentForm, ConfirmForm, NameForm, ReplyForm
from consult.feedback.models import WHOLE_MODULE, Comment, More, UnconfirmedComment
from consult.feedback.queries import Quote
from consult.feedback.services import Target
from consult.feedback.views.acts import back_to
from consult.feedback.views.base import bp, place_of
from consult.feedback.views.receipts import seen_first, show_receipt

PACE = "20 per minute; 600 per hour"  # a classroom behind one address; a moderator reads first, and one mailbox gets few letters
FOLLOWING = "120 per minute; 3000 per hour"  # of links that nobody can guess
OK, CLOSED, GONE = 200, 409, 410
THREADS = ("feedback.thread", "feedback.discussion")


class Waiting(NamedTuple):
    """A text that somebody wrote before they said who they are, and where it belongs."""

    text: ReplyForm
    target: Target
    parent: Comment | None
    path: str

    @property
    def words(self) -> dict[str, object]:
        """What a service makes a comment of."""
        return {"kind": None, **self.text.said, "parent": self.parent}


@bp.form("/send-without-an-account", "/envoyer-sans-compte")
@never_kept
@limit(PACE)
@public
def send_unsigned() -> ResponseReturnValue:
    """Sign in, the usual way, or send without an account, as far as the consultation lets people."""
    drafts.keep_on()
    waiting = _waiting()
    if waiting is None:
        return render_template("feedback/nothing_waits.html")
    who = waiting.target.consultation.who_may_contribute
    if current_actor() is not None or who is WhoMayContribute.ACCOUNT:
        return redirect(waiting.path if current_actor() else address("accounts.sign_in", next=waiting.path), 303)
    form = (ConfirmForm if who is WhoMayContribute.CONFIRMED_EMAIL else NameForm).of_request()
    takes_it = is_open(waiting.target.consultation, clock.received()) and _is_there(waiting.parent)
    if not (form.accepted and takes_it):
        return _choice_page(waiting, form, takes_it=takes_it), (422 if form.faults else OK) if takes_it else CLOSED
    try:
        return _send_link(waiting, form) if isinstance(form, ConfirmForm) else _send(waiting, form)
    except services.StaleQuote:
        return redirect(waiting.path, 303)  # there the form says that the words it quotes are gone, and has the text


def _send(waiting: Waiting, form: NameForm) -> ResponseReturnValue:
    """Anyone may write: it is sent now."""
    code = receipts.fresh()
    comment = services.post_unsigned(waiting.target, name=form.name.data, receipt=code, **waiting.words)  # type: ignore[arg-type]
    drafts.forget()
    return _received(comment, code)


def _send_link(waiting: Waiting, form: ConfirmForm) -> ResponseReturnValue:
    """The text waits for the link. What this browser keeps of it stays, should the address be wrong."""
    services.ask_to_confirm(waiting.target, mail_lang=language(), **form.values, **waiting.words)  # type: ignore[arg-type]
    return redirect(address("feedback.link_sent"), 303)


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
    return _received(comment, code)


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
    here = (drafts.waiting_text() or {}).get("body", [""])
    if tidy(here[0]) == comment.body:
        drafts.forget()


def _received(comment: Comment, code: str) -> ResponseReturnValue:
    if rules.is_public(comment):
        flash(_("Your comment is published."))
    else:
        flash(_("Comment received. A moderator will read it, usually within 2 working days."))
    show_receipt(code)
    return redirect(seen_first(back_to(comment)), 303)


def _waiting() -> Waiting | None:
    """The text that this browser wrote last, where it is one that can be sent: complete, and in a discussion that is still there."""
    fields, path = drafts.waiting_text(), drafts.waiting_path() or ""
    page = page_at(path)
    if fields is None or page is None:
        return None
    endpoint, given = page
    try:
        if endpoint in THREADS:
            place = consultations.discussed(given["module_id"], clock.now(), None, number=given.get("number"))
            target = Target(place.consultation, place.module_id, place.version_id, given.get("key", WHOLE_MODULE))
            text = CommentForm(MultiDict(fields)).offer(queries.block_of(target.version_id, target.block_key) if target.block_key else None)
            found = Waiting(text, target, None, path)
        elif endpoint == "feedback.comment":
            parent = queries.comment(given["comment_id"])
            found = Waiting(ReplyForm(MultiDict(fields)), services.target_of(parent), parent, path)
        else:
            return None
    except NotFound:
        return None
    return found if found.text.validate() else None


def _quote_of(waiting: Waiting) -> Quote | None:
    """The words that the text quotes, where they stand there."""
    value = waiting.text.said["more"].quote
    return queries.quote_on(waiting.target.version_id, waiting.target.block_key, value) if value else None


def _choice_page(waiting: Waiting, form: NameForm, *, takes_it: bool) -> str:
    return render_template(
        "feedback/send_unsigned.html",
        form=form,
        draft=waiting.text,
        quote=presenters.quoted_words(_quote_of(waiting)),
        path=waiting.path,
        consultation=waiting.target.consultation,
        is_open=takes_it,
        answers_nothing=not _is_there(waiting.parent),
        by_mail=isinstance(form, ConfirmForm),
        words=presenters,
    )


def _unconfirmed(token: str) -> UnconfirmedComment | None:
    try:
        return queries.unconfirmed_by(token)
    except NotFound:
        return None


def _state(waiting: UnconfirmedComment) -> int:
    """It can be sent (200), its consultation takes nothing now, or what it answers is hidden (409), or its link is too old (410)."""
    now = clock.received()
    if not (rules.may_confirm_by_mail(waiting.consultation, now) and _is_there(waiting.parent)):
        return CLOSED
    return OK if services.is_fresh(waiting, now) else GONE


def _is_there(parent: Comment | None) -> bool:
    """What a reply answers can still be read by everybody. A comment answers nothing."""
    return parent is None or rules.is_public(parent)


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
        answers_nothing=not _is_there(waiting.parent),
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
