"""The shapes of a comment, a reply and an answer to either, and the checks of their texts."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from consult.core.forms import BaseForm, tidy
from consult.core.i18n import TAGS, language
from consult.core.word_marks import same_words
from consult.feedback.forms.wishes import WishesForm
from consult.feedback.models import BODY_MAX, REPLACEMENT_MAX, Kind, More, Stance
from consult.feedback.presenters import KINDS, OTHER_LANGUAGES, STANCES, change_in, lost_words
from consult.feedback.queries import Original, language_of, original
from consult.modules.models import Block


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


def wording_too_long(extra: int) -> str:
    """How many characters of a suggested wording are too many."""
    return ngettext("Your wording has %(num)d character too many.", "Your wording has %(num)d characters too many.", extra)


class CommentForm(ReplyForm):
    """A comment on a paragraph, a section or the whole module; on a passage, also other words for it."""

    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
        coerce=lambda value: Kind(value) if value in set(Kind) else None,
        validators=[InputRequired(_l("Choose what your comment is."))],
    )
    body = TextAreaField(_l("Your comment"), validators=[written, WithinLength(BODY_MAX)])
    lang = SelectField(_l("Language of my comment"), default=language)
    quote = StringField(_l("Words that I quote"), filters=[lambda value: (value or "").strip()])
    replacement = TextAreaField(_l("Your wording"), validators=[WithinLength(REPLACEMENT_MAX, wording_too_long)])
    worded = HiddenField()
    passage: Original | None = None  # none where the whole module is discussed

    def offer(self, block: Block | None) -> Self:
        """Take other words for this block, in the language in which its words were shown; the box begins with them."""
        if block is not None:
            self.passage = original(block, language_of(self.worded.data or "", language()))
        if self.passage is not None and not self.replacement.raw_data:
            self.replacement.data, self.worded.data = self.passage.text, self.passage.mark
        return self

    @property
    def values(self) -> dict[str, Any]:
        """What was given; of the wording only what is another one than the text."""
        return {**super().values, "replacement": self.proposed}

    @property
    def proposed(self) -> str:
        """The other words, as typed; nothing where the words of the text stand in the box, or none."""
        typed = tidy(self.replacement.data)
        return "" if self.passage is None or same_words(typed, self.passage.text) else typed

    @property
    def change(self) -> Markup:
        """What these words change in the text, for somebody who is about to send them."""
        if self.passage is None or not self.proposed:
            return Markup()
        return change_in(self.passage.text, self.proposed, self.passage.lang)

    def validate_replacement(self, field: TextAreaField) -> None:
        """Other words are a suggestion, for the text as it stands, and never nothing at all."""
        passage, is_suggestion = self.passage, self.kind.data is Kind.SUGGESTION
        if passage is None or not field.raw_data:
            return
        if is_suggestion and not tidy(field.data):
            field.data = passage.text
            raise ValidationError(
                _("An empty box suggests nothing. To suggest taking this passage out, leave its words here and say so in your comment.")
            )
        if not self.proposed:
            return
        if self.worded.data != passage.mark:
            self.worded.data = passage.mark
            raise ValidationError(
                _(
                    "The text of this passage changed since you opened the page. "
                    "Your wording is still here: compare it with the text, then send it again."
                )
            )
        if self.kind.data and not is_suggestion:
            raise ValidationError(_("You changed the wording. Choose “A suggestion”, or put the words back."))

    def lose_quote(self) -> None:
        """Say that the words which were chosen are not, or no longer, in the text. What was typed stays."""
        self.quote.errors = [lost_words()]


class StanceForm(BaseForm):
    """One of the three answers. Nothing is chosen in advance."""

    stance = RadioField(
        _l("Your answer"),
        choices=[SelectChoice(stance, words) for stance, words in STANCES.items()],
        coerce=lambda value: Stance(value) if value in set(Stance) else None,
        validators=[InputRequired(_l("Choose an answer, or select “Skip for now”."))],
    )
