"""The shapes of a comment, a reply and an answer to either, and the checks of their texts."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import Field, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from consult.core.forms import BaseForm, tidy
from consult.core.i18n import TAGS, language
from consult.feedback.forms.wishes import WishesForm
from consult.feedback.models import BODY_MAX, Kind, More, Stance
from consult.feedback.presenters import KINDS, OTHER_LANGUAGES, STANCES


def comment_too_long(extra: int) -> str:
    """How many characters of a comment are too many."""
    return ngettext("Your comment has %(num)d character too many.", "Your comment has %(num)d characters too many.", extra)


class WithinLength:
    """At most so many characters, counted as people count them; the message is made from how many are too many."""

    def __init__(self, limit: int, message: Callable[[int], str] = comment_too_long) -> None:
        self.limit = limit
        self.message = message

    def __call__(self, _form: BaseForm, field: Field) -> None:
        """Refuse what is longer."""
        extra = len(tidy(field.data)) - self.limit
        if extra > 0:
            raise ValidationError(self.message(extra))


def written(_form: BaseForm, field: Field) -> None:
    """Refuse an empty text: white space alone is empty."""
    if not tidy(field.data):
        raise ValidationError(_("Write your comment before sending it."))


def languages_of_a_text() -> list[SelectChoice]:
    """The languages that a person may say they write in; each is named in itself, and heard so."""
    names = (("en", "English"), ("fr", "Français"), *OTHER_LANGUAGES)
    return [SelectChoice(code, name, {"lang": TAGS.get(code, code)}) for code, name in names]


class ReplyForm(WishesForm):
    """An answer to a comment."""

    body = TextAreaField(_l("Your reply"), validators=[written, WithinLength(BODY_MAX)])
    lang = SelectField(_l("Language of my reply"), default=language)

    def __init__(self, *arguments: Any, **known: Any) -> None:  # noqa: ANN401 - WTForms' own signature
        super().__init__(*arguments, **known)
        self.lang.choices = languages_of_a_text()

    @property
    def said(self) -> dict[str, Any]:
        """What a service makes a comment of: its own words, and what is carried beside them."""
        beside = {field.name for field in fields(More)}
        own = {name: value for name, value in self.values.items() if name not in beside}
        return {**own, "more": More(**{name: value for name, value in self.values.items() if name in beside})}


class CommentForm(ReplyForm):
    """A comment on a paragraph, a section or the whole module."""

    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
        coerce=lambda value: Kind(value) if value in set(Kind) else None,
        validators=[InputRequired(_l("Choose what your comment is."))],
    )
    body = TextAreaField(_l("Your comment"), validators=[written, WithinLength(BODY_MAX)])
    lang = SelectField(_l("Language of my comment"), default=language)


class StanceForm(BaseForm):
    """One of the three answers. Nothing is chosen in advance."""

    stance = RadioField(
        _l("Your answer"),
        choices=[SelectChoice(stance, words) for stance, words in STANCES.items()],
        coerce=lambda value: Stance(value) if value in set(Stance) else None,
        validators=[InputRequired(_l("Choose an answer, or select “Skip for now”."))],
    )
