"""The shapes of a change of one's own words, and of a flag."""

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from consult.core.forms import BaseForm, tidy
from consult.core.i18n import language
from consult.feedback.forms.comments import ReplyForm, WithinLength, written
from consult.feedback.models import BODY_MAX, REASON_MAX, Comment, CommentEdit, FlagReason
from consult.feedback.presenters import FLAG_REASONS


class EditForm(ReplyForm):
    """Other words for one's own comment."""

    body = TextAreaField(_l("Your comment"), validators=[written, WithinLength(BODY_MAX)])
    lang = SelectField(_l("Language of my comment"), default=language)
    read = HiddenField()
    author_choice = with_role = quote_ok = None  # they have a page of their own

    @classmethod
    def about(cls, latest: Comment | CommentEdit, mark: str) -> Self:
        """The form with the words that stand, or those that wait."""
        return cls.of_request(body=latest.body, lang=latest.lang, read=mark)

    def overtake(self, mark: str) -> None:
        """Say that the words changed meanwhile. What was typed stays; to send it again is to mean it."""
        self.read.data = mark
        self.form_errors.append(
            _("These words changed since you opened this page. Your text is still here: compare the two, then send it again.")
        )


class FlagForm(BaseForm):
    """Why a moderator should look. Nothing is chosen in advance."""

    reason = RadioField(
        _l("What is the problem?"),
        choices=[SelectChoice(reason, words) for reason, words in FLAG_REASONS.items()],
        coerce=lambda value: FlagReason(value) if value in set(FlagReason) else None,
        validators=[InputRequired(_l("Choose what the problem is."))],
    )
    words = TextAreaField(
        _l("What should the moderator know?"),
        filters=[tidy],
        validators=[Length(max=REASON_MAX, message=_l("This has more than 2,000 characters."))],
    )

    def validate_words(self, field: TextAreaField) -> None:
        """Something else is nothing without words."""
        if self.reason.data is FlagReason.OTHER and not field.data:
            raise ValidationError(_("Say what the problem is."))
