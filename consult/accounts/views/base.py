"""What the pages of accounts share."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.core.errors import SignInNeeded
from consult.core.forms import BaseForm
from consult.core.i18n import BilingualBlueprint, address

bp = BilingualBlueprint("accounts", __name__)
A_PERSONS_PACE = "10 per minute"


def again(template: str, form: BaseForm, **context: object) -> ResponseReturnValue:
    """The page with its form: empty at first, or as it was sent, with what must be mended."""
    return render_template(template, form=form, **context), 422 if form.faults else 200


def dead_link() -> ResponseReturnValue:
    """A link that was used, is too old, or never was: the page says how to get another one."""
    return render_template("accounts/dead_link.html"), 410


def home() -> str:
    """Where a person goes after signing in or out."""
    return address("home.index")


def way_to_text(path: str | None) -> str | None:
    """Where a text that waits is looked at before it is sent, by the page it was written for."""
    return address("feedback.review", at=path) if path else None


def present() -> User:
    """The person who is signed in: the gate has already asked."""
    actor = current_actor()
    if actor is None:
        raise SignInNeeded
    return actor
