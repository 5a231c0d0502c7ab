"""Shapes of what people give about themselves: address, passphrase, language, name."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, HiddenField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from consult.accounts.models import DISPLAY_NAME_MAX
from consult.accounts.rules import PASSPHRASE_MAX, PASSPHRASE_MIN, is_guessable
from consult.core.addresses import own_path
from consult.core.bilingual import Passage
from consult.core.forms import BaseForm
from consult.core.mailboxes import mailbox_key
from consult.core.names import one_line

# Each in its own language, whatever the page's.
LANGUAGES = [SelectChoice("en", Passage("English", "en")), SelectChoice("fr", Passage("Français", "fr"))]
ADDRESS_FAULT = _l("Enter an e-mail address like name@example.ca")
MAIL_LANGUAGE = _l("Which language for our e-mails?")
LANGUAGE_FAULT = _l("Choose a language for our e-mails")
TOO_LONG = _l("A passphrase has 200 characters at most")
GUESSABLE = _l("This passphrase is among the first that others would try. Choose another one.")


def mailbox(_form: BaseForm, field: Field) -> None:
    """Refuse what has not the shape of an e-mail address."""
    try:
        mailbox_key(field.data or "")
    except ValueError:
        raise StopValidation(str(ADDRESS_FAULT)) from None


def trimmed(text: str | None) -> str | None:
    """Leave out the white space around."""
    return text.strip() if text else text


def mail_language(label: LazyString = MAIL_LANGUAGE) -> RadioField:
    """The choice of a language for mails."""
    return RadioField(
        label,
        choices=LANGUAGES,
        invalid_choice_message=LANGUAGE_FAULT,
        validators=[InputRequired(LANGUAGE_FAULT)],
    )


class AddressForm(BaseForm):
    """An e-mail address alone: to ask for a new passphrase."""

    email = EmailField(_l("E-mail address"), filters=[trimmed], validators=[InputRequired(ADDRESS_FAULT), mailbox])


class SharedForm(BaseForm):
    """Where others sit at the same computer after this person."""

    shared = BooleanField(_l("This is a shared computer"))


class SignInForm(AddressForm, SharedForm):
    """Who a person says they are. Which passphrases are good is asked when one is chosen, not here."""

    passphrase = PasswordField(
        _l("Passphrase"), validators=[InputRequired(_l("Enter your passphrase")), Length(max=PASSPHRASE_MAX, message=TOO_LONG)]
    )
    next = HiddenField(filters=[own_path])


class PassphraseForm(BaseForm):
    """A passphrase to be used from now on."""

    passphrase = PasswordField(
        _l("New passphrase"),
        validators=[
            InputRequired(_l("Choose a passphrase")),
            Length(min=PASSPHRASE_MIN, message=_l("Use at least 12 characters. A few words that only you would put together work well.")),
            Length(max=PASSPHRASE_MAX, message=TOO_LONG),
        ],
    )
    # The address of the person, set by a page that knows it: it is no good passphrase.
    owner = ""

    def validate_passphrase(self, field: Field) -> None:
        """Refuse what everybody would try first. One sentence at a time: a short one is asked to be longer."""
        if not field.errors and is_guessable(field.data, self.owner):
            raise ValidationError(str(GUESSABLE))


class NewAccountForm(AddressForm, PassphraseForm):
    """What an account needs: an address, a passphrase, the language of the mails."""

    passphrase = PasswordField(_l("Passphrase"), validators=PassphraseForm.passphrase.kwargs["validators"])
    lang = mail_language()

    def validate_passphrase(self, field: Field) -> None:
        """The owner is whoever is named above."""
        self.owner = self.email.data or ""
        super().validate_passphrase(field)


class JoinForm(NewAccountForm, SharedForm):
    """The same, from wherever a person sits."""


def shown_name(label: LazyString) -> StringField:
    """A name that others see."""
    return StringField(label, filters=[one_line], validators=[Length(max=DISPLAY_NAME_MAX, message=_l("A name has 80 characters at most"))])


class SettingsForm(BaseForm):
    """What a person may change about their account."""

    display_name = shown_name(_l("Name shown with your comments"))
    lang = mail_language()
