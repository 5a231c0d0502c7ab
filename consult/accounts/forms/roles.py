"""Shapes of what administrators give: a role and what it is for, whom it is offered to, who takes it over."""

from collections.abc import Iterable
from typing import Self

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from consult.accounts.forms.own import ADDRESS_FAULT, NewAccountForm, PassphraseForm, mail_language, mailbox, shown_name, trimmed
from consult.accounts.models import Role, User
from consult.accounts.presenters import person_name, role_choice
from consult.accounts.queries import Names
from consult.accounts.rules import OF_A_COMMITTEE, OF_A_CONSULTATION
from consult.core.bilingual import Bilingual, Passage
from consult.core.formats import spacing
from consult.core.forms import BaseForm
from consult.core.i18n import TAGS, language
from consult.core.mailboxes import mailbox_key
from consult.core.names import one_line

COMMITTEE_NAME_MAX = 200
ROLE_FAULT = _l("Choose a role")
OF_THE_INVITATION = _l("Language of the invitation")
NOWHERE = _l("Choose one of the list, or the first line")


def number(value: str | int | None) -> int | None:
    """The number of a consultation, a committee or a person in a list; none for its first line."""
    return int(value) if value else None


def _name_of_committee(label: LazyString, lang: str) -> StringField:
    """One line of the institution's own words, its punctuation set as the language is set in Canada."""
    return StringField(
        label,
        filters=[lambda text: spacing(one_line(text), lang, edit=True)],
        validators=[
            DataRequired(_l("A committee has a name in both languages")),  # what is left of white space is nothing
            Length(max=COMMITTEE_NAME_MAX, message=_l("A name has 200 characters at most")),
        ],
        render_kw={"lang": TAGS[lang]},
    )


class RoleForm(BaseForm):
    """A role, and what it is for."""

    role = RadioField(_l("Which role?"), choices=[], coerce=str, invalid_choice_message=ROLE_FAULT, validators=[InputRequired(ROLE_FAULT)])
    consultation_id = SelectField(_l("For which consultation?"), coerce=number, invalid_choice_message=NOWHERE)
    committee_id = SelectField(_l("For which committee?"), coerce=number, invalid_choice_message=NOWHERE)

    @classmethod
    def among(cls, names: Names) -> Self:
        """The form with everything that a role may be for."""
        form = cls.of_request(data={"lang": language()})
        form.role.choices = [SelectChoice(role.value, role_choice(role)) for role in Role]
        form.consultation_id.choices = [SelectChoice("", _("All consultations")), *_options(names.consultations)]
        form.committee_id.choices = [SelectChoice("", _("All committees")), *_options(names.committees)]
        return form

    @property
    def wanted(self) -> Role:
        """The role that was chosen."""
        return Role(self.role.data)

    @property
    def scope(self) -> dict[str, int | None]:
        """What it is for, as services take it."""
        return {"consultation_id": self.consultation_id.data, "committee_id": self.committee_id.data}

    def validate_consultation_id(self, field: Field) -> None:
        """Only moderators and analysts are of a consultation."""
        if field.data and self.role.data not in OF_A_CONSULTATION:
            raise ValidationError(_("Only moderators and analysts have a role for one consultation: choose “All consultations”."))

    def validate_committee_id(self, field: Field) -> None:
        """Only members and chairs are of a committee."""
        if field.data and self.role.data not in OF_A_COMMITTEE:
            raise ValidationError(_("Only members and chairs have a role for one committee: choose “All committees”."))


class GrantForm(RoleForm):
    """A role for somebody who is on the team: asked first, given once it is confirmed."""

    sure = HiddenField()


class InviteForm(RoleForm):
    """A role for whoever has this address."""

    email = EmailField(_l("E-mail address"), filters=[trimmed], validators=[InputRequired(ADDRESS_FAULT), mailbox])
    lang = mail_language(OF_THE_INVITATION)


class ReplaceForm(BaseForm):
    """Who takes a role over: somebody on the team, at once; or whoever has this address, once they accept."""

    user_id = SelectField(_l("Somebody who holds a role already"), coerce=number, invalid_choice_message=NOWHERE)
    email = EmailField(_l("Or the e-mail address of somebody else"), filters=[trimmed])
    lang = mail_language(OF_THE_INVITATION)
    leaving = ""  # the mailbox of whoever holds the role now

    @classmethod
    def among(cls, team: Iterable[User], leaving: User) -> Self:
        """The form with everybody who could take over at once."""
        form = cls.of_request(data={"lang": language()})
        form.user_id.choices = [
            SelectChoice("", _("Nobody on this list")),
            *(SelectChoice(str(one.id), person_name(one)) for one in team),
        ]
        form.leaving = str(leaving.email_key)
        return form

    def validate_email(self, field: Field) -> None:
        """One of the two is given, and it is somebody else."""
        if bool(field.data) == bool(self.user_id.data):
            raise ValidationError(_("Choose somebody on the list, or give an address: one of the two."))
        if not field.data:
            return
        mailbox(self, field)
        if mailbox_key(field.data) == self.leaving:
            raise ValidationError(_("This is the address of the person who holds the role now."))


class NewcomerForm(PassphraseForm):
    """What an invited person without an account gives: a passphrase, and a name where they like."""

    passphrase = PasswordField(_l("Passphrase"), validators=PassphraseForm.passphrase.kwargs["validators"])
    display_name = shown_name(_l("Your name, as the team sees it"))


class FirstAdministratorForm(NewAccountForm):
    """What the first administrator gives."""

    display_name = shown_name(_l("Your name, as the team sees it"))


class CommitteeForm(BaseForm):
    """The name of a committee, in both languages."""

    name_en = _name_of_committee(_l("Name in English"), "en")
    name_fr = _name_of_committee(_l("Name in French"), "fr")


def _options(named: dict[int, Bilingual]) -> list[SelectChoice]:
    """Each by its name, marked with its language where that is not the page's."""
    return [_option(one, name.read(language())) for one, name in named.items()]


def _option(one: int, name: Passage) -> SelectChoice:
    label = name.text or _("Consultation %(number)d", number=one)
    return SelectChoice(str(one), label, render_kw={"lang": TAGS[name.lang]} if name.lang != language() else {})
