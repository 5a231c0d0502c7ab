"""The shape of a decision."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from consult.core.forms import BaseForm, tidy
from consult.moderation.models import NOTE_MAX
from consult.moderation.presenters import reason_label
from consult.moderation.rules import HIDING

PUBLISH, HIDE = "publish", "hide"


class DecisionForm(BaseForm):
    """Publish, or do not publish and say why. Nothing is chosen in advance."""

    outcome = RadioField(
        _l("Decision"),
        choices=[SelectChoice(PUBLISH, _l("Publish")), SelectChoice(HIDE, _l("Do not publish"))],
        validators=[InputRequired(_l("Choose a decision."))],
    )
    reason = SelectField(_l("Reason, where the comment is not published"), validate_choice=False)
    note = TextAreaField(
        _l("Message to the author (optional)"),
        filters=[tidy],
        validators=[Length(max=NOTE_MAX, message=_l("The message has more than 2,000 characters."))],
    )

    def __init__(self, *arguments: Any, **known: Any) -> None:  # noqa: ANN401 - WTForms' own signature
        super().__init__(*arguments, **known)
        self.reason.choices = [
            SelectChoice("", _l("Choose a reason")),
            *(SelectChoice(reason.value, reason_label(reason.value)) for reason in HIDING),
        ]

    def validate_reason(self, field: SelectField) -> None:
        """Not publishing always has a reason from the list."""
        if self.outcome.data == HIDE and field.data not in {reason.value for reason in HIDING}:
            raise ValidationError(_l("Choose the reason: the author will read it."))
