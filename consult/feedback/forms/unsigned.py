"""What is asked of somebody who writes without an account: a name if they like, and an address where the consultation asks for one."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, StringField
from wtforms.validators import Length, ValidationError

from consult.core.forms import BaseForm
from consult.core.mailboxes import mailbox_key
from consult.core.names import one_line
from consult.feedback.models import SIGNATURE_MAX


class NameForm(BaseForm):
    """The name to show with the text, or nothing."""

    name = StringField(
        _l("Name shown with your comment"),
        filters=[one_line],
        validators=[Length(max=SIGNATURE_MAX, message=_l("A name has 80 characters at most"))],
    )


class ConfirmForm(NameForm):
    """The same with an address to which the link is mailed."""

    email = EmailField(_l("E-mail address"), filters=[lambda text: (text or "").strip()])

    def validate_email(self, field: Field) -> None:
        """Refuse what has not the shape of an address; the sentence is that of every other form."""
        try:
            mailbox_key(field.data)
        except ValueError:
            raise ValidationError(_l("Enter an e-mail address like name@example.ca")) from None
