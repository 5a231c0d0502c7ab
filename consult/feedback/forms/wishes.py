"""How an author wants to appear, and whether the report may quote them: fields of every form that sends a text."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectChoice
from wtforms.validators import ValidationError

from consult.core.forms import BaseForm
from consult.feedback.models import AuthorChoice
from consult.feedback.presenters import CHOICES


def _as_choice(value: Any) -> AuthorChoice | None:  # noqa: ANN401 - whatever was posted
    return AuthorChoice(value) if value in set(AuthorChoice) else None


class WishesForm(BaseForm):
    """A form that does not ask for them posts none of these: then the text appears by name where there is one, and is not quoted."""

    author_choice = RadioField(
        _l("How do you want to appear?"),
        choices=[SelectChoice(choice, words) for choice, words in CHOICES.items()],
        coerce=_as_choice,
        validate_choice=False,
    )
    with_role = BooleanField(_l("Show my perspective and province beside it"))
    quote_ok = BooleanField(_l("The report may quote it"))

    def validate_author_choice(self, field: Field) -> None:
        """Refuse what is no choice. What cannot be shown is never shown (`services.appearing`): nothing is to be refused there."""
        if any(field.raw_data or ()) and field.data is None:
            raise ValidationError(_("Choose how you want to appear."))


class AppearanceForm(WishesForm):
    """The same for a text that was sent."""

    def validate_author_choice(self, field: Field) -> None:
        """Here it is the question itself."""
        if field.data is None:
            raise ValidationError(_("Choose how you want to appear."))
