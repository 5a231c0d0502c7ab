"""Where is my contribution? A code is typed, and the state of its contribution is shown: without an account, and nothing else of it."""

from collections.abc import Callable

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.services import ask_about_oneself
from consult.accounts.session import current_actor
from consult.core import receipts
from consult.core.access import public
from consult.core.headers import never_kept
from consult.core.limits import limit, network
from consult.feedback import presenters, services
from consult.feedback.forms import ReceiptForm
from consult.feedback.models import Comment
from consult.feedback.queries import Traced
from consult.feedback.views.base import bp

RECEIPT, ABOUT_YOU = "receipt", "about_you"  # what the next page shows in a box of its own


@bp.form("/where-is-my-contribution", "/ou-en-est-ma-contribution")
@never_kept
@limit("30 per minute; 300 per hour")
@public
def receipt() -> ResponseReturnValue:
    """Type a code and read the answer on the spot: an address with a code in it would end up in logs and histories."""
    form, found = ReceiptForm.of_request(), None
    if form.accepted:
        found = services.trace_contribution(form.code.data, network=network())
        if found is None:
            form.code.errors = [
                _("We know no contribution with this code. Compare it with your note: eight groups of four letters and digits.")
            ]
    return _answer(form, found)


def _answer(form: ReceiptForm, found: Traced | None) -> ResponseReturnValue:
    if found is not None:
        form.code.data = ""  # it has done its work: whoever looks at this screen next does not need it
    page = render_template("feedback/receipt.html", form=form, found=found, words=presenters)
    return page, 422 if form.faults else 200


def word_of_page() -> str:
    """The word that the page carries which sends a text once; '' where something else sends it."""
    return request.form.get("once", "")


def sent(send: Callable[..., Comment]) -> tuple[Comment, str]:
    """Send a text, with a new code. Where its page has sent it already: that one, and no code, for its own was shown."""
    code = receipts.fresh()
    try:
        return send(receipt=code, once=word_of_page()), code
    except services.SentBefore as before:
        if before.comment is None:
            raise
        return before.comment, ""


def show_receipt(code: str) -> None:
    """Show the code of what was just sent on the next page, once."""
    if code:
        flash(code, RECEIPT)


def invite_to_say_more() -> None:
    """After the first contribution, once: invite its author to say something of themself. Who has no account has nowhere to."""
    actor = current_actor()
    if actor is not None and ask_about_oneself(actor):
        flash("", ABOUT_YOU)


def seen_first(page: str) -> str:
    """That page from its top, where the code stands: it is shown only once."""
    return f"{page.partition('#')[0]}#told"
