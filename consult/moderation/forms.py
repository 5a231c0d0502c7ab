"""The shapes of decisions: on a comment, and on a change of one."""

from collections.abc import Iterator
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from consult.core.forms import BaseForm, tidy
from consult.feedback.models import Comment, Visibility
from consult.moderation.models import NOTE_MAX
from consult.moderation.presenters import reason_label
from consult.moderation.rules import HIDING, RETURNING, is_passage, may_return

PUBLISH, RETURN, HIDE = "publish", "return", "hide"
ACCEPT, REFUSE = "accept", "refuse"


class _Reasoned(BaseForm):
    """A decision with a reason from the list where something is kept from the public, and a message to the author."""

    outcome = RadioField(_l("What do you decide?"), validators=[InputRequired(_l("Choose a decision."))])
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
        """What is not published always has a reason from the list."""
        if self.outcome.data not in {None, PUBLISH, ACCEPT} and field.data not in {reason.value for reason in HIDING}:
            raise ValidationError(_l("Choose the reason: the author will read it."))


class DecisionForm(_Reasoned):
    """Publish, send back once, or do not publish and say why. Nothing is chosen in advance."""

    passage = TextAreaField(_l("Words to change, where the comment is sent back"), filters=[tidy])
    read = HiddenField()
    subject: Comment

    @classmethod
    def about(cls, subject: Comment, mark: str, *, was_returned: bool) -> Self:
        """The decisions that there are for this comment, and the words that they are about."""
        form = cls.of_request(read=mark)
        form.subject = subject
        form.outcome.choices = list(_choices(subject.visibility, is_returnable=may_return(subject) and not was_returned))
        if form.may_return:
            form.reason.label.text = _l("Reason, where the comment is sent back or not published")
            form.note.label.text = _l("Message to the author (optional, unless the comment is sent back)")
        return form

    @property
    def may_return(self) -> bool:
        """It can be sent back: it waits, and has not been sent back before."""
        return any(choice.value == RETURN for choice in self.outcome.choices)

    def overtake(self, mark: str) -> None:
        """Say that these are other words now. What was typed stays; to decide again is to have read them."""
        self.read.data = mark
        self.form_errors.append(_("The author changed the words since you opened this page. Read them again, then decide."))

    def validate_reason(self, field: SelectField) -> None:
        """Only what other words can mend is sent back."""
        super().validate_reason(field)
        if self.outcome.data == RETURN and field.data not in {reason.value for reason in RETURNING}:
            raise ValidationError(_l("Other words cannot mend this. Choose another reason, or do not publish the comment."))

    def validate_passage(self, field: TextAreaField) -> None:
        """The author is shown exactly what stands in the way."""
        if self.outcome.data == RETURN and not is_passage(field.data, self.subject):
            raise ValidationError(_l("Copy the words to change from the comment, exactly as they stand there."))

    def validate_note(self, field: TextAreaField) -> None:
        """And what would help."""
        if self.outcome.data == RETURN and not field.data:
            raise ValidationError(_l("Say what could be changed so that the comment can be published."))


def _choices(visibility: Visibility, *, is_returnable: bool) -> Iterator[SelectChoice]:
    """What may become of a comment from here: what was sent back waits for its author, or is not published."""
    if visibility is not Visibility.RETURNED:
        yield SelectChoice(PUBLISH, _l("Leave it public") if visibility is Visibility.PUBLISHED else _l("Publish"))
    if is_returnable:
        yield SelectChoice(RETURN, _l("Send back to its author, who is asked to change some words"))
    yield SelectChoice(HIDE, _l("Take it out of public view") if visibility is Visibility.PUBLISHED else _l("Do not publish"))


class EditDecisionForm(_Reasoned):
    """The new words take the place of the old ones, or those stay, for a reason."""

    outcome = RadioField(
        _l("What do you decide?"),
        choices=[SelectChoice(ACCEPT, _l("Publish the new words")), SelectChoice(REFUSE, _l("Keep the old words"))],
        validators=[InputRequired(_l("Choose a decision."))],
    )
    reason = SelectField(_l("Reason, where the old words stay"), validate_choice=False)
