"""The shape of input, for pages and commands alike; a form that fails keeps every word that was typed."""

from functools import cache
from typing import Any, Self

from flask import Flask, current_app, g, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf, validate_csrf
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import ValidationError

from consult.core import drafts
from consult.core.access import mark_of
from consult.core.addresses import sent_from_here
from consult.core.errors import Expired
from consult.core.i18n import LOCALES, language

SAME_FOR_VISITORS = "same_for_visitors"  # the mark that `core.cache` puts on a view
TOKEN_FIELD = "csrf_token"  # noqa: S105 - the name of a field, not a secret
TOKEN_HOURS = 20
# On a page that is the same for every visitor, and so sets no cookie. Whoever sends it has no account here that another site could
# act for: all that comes of it is that their own text waits for a sign-in.
VISITOR = "visitor"


class BaseForm(Form):
    """A form of this site. Field names equal the argument names of the service it feeds."""

    class Meta:
        """The few messages that are WTForms' own follow the language of the page."""

        def get_translations(self, form: Form) -> Any:
            """Ask WTForms for its catalogue in the page's language."""
            return _words_of_wtforms(LOCALES[language()])

    @classmethod
    def of_request(cls, **known: Any) -> Self:
        """The form as posted; on a GET, with the text that waits for this page, else as `known` values fill it in."""
        if request.method == "POST":
            return cls(request.form, **known)
        kept = drafts.waiting()
        return cls(MultiDict(kept) if kept else None, **known)

    @classmethod
    def of_values(cls, values: dict[str, str]) -> Self:
        """The form as a command line fills it in."""
        return cls(MultiDict(values))

    @property
    def accepted(self) -> bool:
        """It was posted, in time, and every field is as it should be."""
        if request.method != "POST":
            return False
        fits = self.validate()
        if not g.get("token_is_good"):
            self.form_errors.append(_("This page was open for a long time. Your text is still here: send it again."))
        return fits and not self.form_errors

    @property
    def values(self) -> dict[str, Any]:
        """What was given, by argument name."""
        return dict(self.data)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """For the error summary: (id of the field or '', sentence), in the order of the page."""
        whole = [("", str(sentence)) for sentence in self.form_errors]
        return whole + [(field.id, str(sentence)) for field in self for sentence in _sentences(field.errors)]


@cache
def _words_of_wtforms(locale: str) -> Any:
    from wtforms.i18n import get_translations  # noqa: PLC0415 - loads catalogues; only a form needs them

    return get_translations([locale])


def tidy(text: str | None) -> str:
    """The text as it is kept, so that its length is counted in what the author sees: a browser sends two characters for a new line."""
    return (text or "").replace("\r\n", "\n").strip()


def _sentences(errors: Any) -> list[str]:
    """The messages of a field, those of nested fields after them."""
    found: list[str] = []
    for error in errors:
        found.extend(_sentences(error) if isinstance(error, list | tuple) else [str(error)])
    return found


def register(app: Flask) -> None:
    """Check the token of every unsafe request before its view; nothing is committed without one (`core.transaction`)."""
    app.config.update(WTF_CSRF_TIME_LIMIT=TOKEN_HOURS * 3600, WTF_CSRF_SSL_STRICT=False)

    @app.before_request
    def check_token() -> None:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return
        token = request.form.get(TOKEN_FIELD) or request.headers.get("X-CSRFToken", "")
        if token == VISITOR:
            g.token_is_good = suffices_from_a_visitor() and sent_from_here()
            return
        try:
            validate_csrf(token)
        except ValidationError:
            g.token_is_good = drafts.is_of_an_ended_sign_in(token) and sent_from_here()
        else:
            # A token that leaked is of no use to the page of another site: browsers say where a form was sent from.
            g.token_is_good = sent_from_here()

    app.jinja_env.globals["token_field"] = token_field


def suffices_from_a_visitor() -> bool:
    """Nobody is signed in, and this is one of the forms that stand on such pages, or an act that asks a visitor to sign in."""
    view = current_app.view_functions.get(request.endpoint or "")
    stands_there = view is not None and (getattr(view, SAME_FOR_VISITORS, False) or mark_of(view) == "signed_in")
    return stands_there and not current_user.is_authenticated


def require_token() -> None:
    """For an act that is one button: stop where the token is missing or too old (its page offers to send again)."""
    if not g.get("token_is_good"):
        raise Expired


def token_field() -> Markup:
    """The hidden field that every form carries."""
    token = VISITOR if g.get("same_for_visitors") and request.method in {"GET", "HEAD"} else generate_csrf()
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, token)
