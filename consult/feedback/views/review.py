"""Before sending: the text once more as it will appear, and the ways to send it."""

import json
from contextlib import suppress
from functools import partial

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.session import current_actor
from consult.consultations.models import Consultation, WhoMayContribute
from consult.consultations.rules import is_open
from consult.core import clock, drafts, tokens
from consult.core.access import public
from consult.core.addresses import own_path
from consult.core.headers import never_kept
from consult.core.i18n import address, language
from consult.core.limits import limit
from consult.feedback import presenters, services
from consult.feedback.forms import ConfirmForm, NameForm
from consult.feedback.views.base import bp
from consult.feedback.views.receipts import sent, word_of_page
from consult.feedback.views.talk import talk_about
from consult.feedback.views.unsigned import PACE, received
from consult.feedback.views.waiting import WISHES, Waiting, as_it_will_appear, place_of_text, said_already, waiting_at

OK, CLOSED, FAULTY = 200, 409, 422


@bp.form("/before-sending", "/avant-l-envoi")
@never_kept
@limit(PACE)
@public
def review() -> ResponseReturnValue:
    """Read one's text once more, and send it. `at` is the page it was written for; without it, the latest text is meant."""
    drafts.keep_on()
    first = services.sent_first(word_of_page()) if g.get("token_is_good") and current_actor() is None else None
    if first is not None:
        return received(first, "")
    path = own_path(request.args.get("at")) or drafts.latest_path()
    fields = _with_wishes(drafts.text_at(path)) if path else None
    if path is None or fields is None:
        return render_template("feedback/nothing_waits.html")
    waiting = waiting_at(path, fields)
    if waiting is None:
        return redirect(path, 303)  # not complete yet, or no text of a discussion
    form = _form_for_visitors(waiting.target.consultation) if current_actor() is None else None
    takes_it = is_open(waiting.target.consultation, clock.received(), current_actor()) and not waiting.answers_nothing
    if form is None or not (_is_accepted(form, waiting) and takes_it):
        status = FAULTY if form and form.faults else OK
        return _page(waiting, form, takes_it=takes_it), status if takes_it else CLOSED
    return _send_link(waiting, form) if isinstance(form, ConfirmForm) else _send(waiting, form)


def _with_wishes(fields: drafts.Fields | None) -> drafts.Fields | None:
    """What was kept, with the wishes as this page's own form has them now."""
    if fields is None or request.method != "POST":
        return fields
    kept = {name: values for name, values in fields.items() if name not in WISHES}
    return kept | {name: request.form.getlist(name) for name in WISHES if name in request.form}


def _form_for_visitors(consultation: Consultation) -> NameForm | None:
    """How to send it without an account, as far as the consultation lets people."""
    forms = {WhoMayContribute.CONFIRMED_EMAIL: ConfirmForm, WhoMayContribute.ANYONE: NameForm}
    kind = forms.get(consultation.who_may_contribute)
    return kind.of_request() if kind else None


def _is_accepted(form: NameForm, waiting: Waiting) -> bool:
    """It is complete, and what waits is what its page showed."""
    is_complete, shown = form.accepted, _fingerprint(waiting)
    if request.method != "POST" or request.form.get("shown", shown) == shown:
        return is_complete
    form.form_errors.append(
        _("The text changed since this page was opened, maybe in another tab. This is what would be sent now: read it, then send it.")
    )
    return False


def _fingerprint(waiting: Waiting) -> str:
    """Of what this page shows; the wishes are its own."""
    return tokens.fingerprint(json.dumps(sorted(waiting.carried)))


def _send(waiting: Waiting, form: NameForm) -> Response:
    """Anyone may write: it is sent now."""
    comment, code = sent(partial(services.post_unsigned, waiting.target, name=form.name.data, **waiting.words))  # type: ignore[arg-type]
    drafts.forget(waiting.path, dict(waiting.fields))
    return received(comment, code)


def _send_link(waiting: Waiting, form: ConfirmForm) -> Response:
    """The text waits for the link. What this browser keeps of it stays, should the address be wrong."""
    with suppress(services.SentBefore):
        once = word_of_page()
        services.ask_to_confirm(waiting.target, mail_lang=language(), once=once, **form.values, **waiting.words)  # type: ignore[arg-type]
    return redirect(address("feedback.link_sent"), 303)


def _page(waiting: Waiting, form: NameForm | None, *, takes_it: bool) -> str:
    face, talk = as_it_will_appear(waiting, current_actor())
    module, place = place_of_text(waiting)
    text, similar = waiting.text, said_already(waiting, current_actor()) if takes_it else []
    return render_template(
        "feedback/review.html",
        form=form,
        concerns_found=presenters.concerns(text.body.data),
        similar=similar,
        others=talk_about([one.row for one in similar], waiting.target.consultation),
        wishes_ways=presenters.ways_to_appear(current_actor(), text.author_choice.data),
        waiting=waiting,
        once=tokens.fresh(),
        shown=_fingerprint(waiting),
        face=face,
        talk=talk,
        module=module,
        place=place,
        here=address("feedback.review", at=waiting.path),
        consultation=waiting.target.consultation,
        is_open=takes_it,
        by_mail=isinstance(form, ConfirmForm),
        days=(drafts.KEPT_FOR_A_PERSON if current_actor() else drafts.KEPT_FOR).days,
        words=presenters,
    )


def goes_to_review() -> bool:
    """A text is looked at once more before it is sent; a visitor's, before they say who they are."""
    return current_actor() is None or "send" not in request.form


def keep_and_review() -> Response:
    """Keep what was posted here, and show it as it will appear."""
    drafts.keep()
    if "send" in request.form and current_actor() is None:
        flash(_("You were away for a while. Sign in again; your text is still here."), "info")
    return redirect(address("feedback.review", at=request.path), 303)
