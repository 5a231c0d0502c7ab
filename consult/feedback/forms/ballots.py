"""The shape of an answer to a section: is it fit for use, why not, and how important is it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import Field, RadioField, SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from consult.core.forms import BaseForm, tidy
from consult.core.i18n import language
from consult.feedback.forms.comments import WithinLength, languages_of_a_text
from consult.feedback.models import REASON_MAX, Readiness, ReadinessReason
from consult.feedback.presenters import IMPORTANCE, READINESS, REASONS
from consult.feedback.rules import needs_reasons


def _too_long(extra: int) -> str:
    return ngettext("Your text has %(num)d character too many.", "Your text has %(num)d characters too many.", extra)


class BallotForm(BaseForm):
    """What a person says of a section. Nothing is chosen in advance."""

    readiness = RadioField(
        _l("Is this section fit for use?"),
        choices=[SelectChoice(readiness, words) for readiness, words in READINESS.items()],
        coerce=lambda value: Readiness(value) if value in set(Readiness) else None,
        validators=[InputRequired(_l("Choose an answer. One of them is “Not for me to say”."))],
    )
    reasons = SelectMultipleField(
        _l("What stands in the way?"),
        choices=[SelectChoice(reason, words) for reason, words in REASONS.items()],
        coerce=lambda value: ReadinessReason(value) if value in set(ReadinessReason) else None,
    )
    reason = TextAreaField(_l("In your own words"), validators=[WithinLength(REASON_MAX, _too_long)])
    lang = SelectField(_l("Language of my words"), default=language)
    importance = RadioField(
        _l("How important is this section to you?"),
        choices=[SelectChoice(str(step), words) for step, words in IMPORTANCE.items()],
        coerce=lambda value: int(value) if str(value) in {str(step) for step in IMPORTANCE} else None,
        validate_choice=False,
    )

    def __init__(self, formdata: Any = None, data: dict[str, Any] | None = None) -> None:  # noqa: ANN401 - WTForms' own signature
        super().__init__(formdata, data=data)
        self.lang.choices = languages_of_a_text()
        if data and data["importance"]:
            # A chosen radio cannot be let go of: who said how important it is may take that back.
            self.importance.choices = [*self.importance.choices, SelectChoice("", _l("No answer"))]

    def validate_reasons(self, field: Field) -> None:
        """Whoever asks for changes says of what kind."""
        if needs_reasons(self.readiness.data) and not field.data:
            raise ValidationError(_("Choose at least one reason."))

    def validate_reason(self, field: Field) -> None:
        """And in words, so that somebody can make them."""
        if needs_reasons(self.readiness.data) and not tidy(field.data):
            raise ValidationError(_("Say in your own words what should change."))
