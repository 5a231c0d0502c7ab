"""The forms of acts on a public consultation: why, in both languages, and what else the act asks for."""

from datetime import date, datetime
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from consult.accounts.models import User
from consult.consultations import rules
from consult.consultations.forms.fields import DayField, paragraph
from consult.consultations.models import Act, Consultation
from consult.core import clock, zones
from consult.core.bilingual import Bilingual
from consult.core.forms import BaseForm, tidy

REASON_MAX = 500


class ActForm(BaseForm):
    """What an act needs: a reason that people read, a later closing, or the words that it is final."""

    closes_on = DayField(_l("New last day for comments"), validators=[Optional()])
    reason_en = paragraph(_l("Reason in English"), "en")
    reason_fr = paragraph(_l("Reason in French"), "fr")
    sure = BooleanField(_l("I understand that this cannot be taken back."))

    consultation: Consultation

    @classmethod
    def about(cls, consultation: Consultation, act: Act) -> Self:
        """The form of this act; what it does not ask for is taken out."""
        form = cls.of_request()
        form.consultation = consultation
        gone = ["closes_on"] if act is not Act.EXTEND else []
        gone += ["sure"] if act is not Act.CANCEL else []
        gone += ["reason_en", "reason_fr"] if act in rules.HOUSEKEEPING else []
        for name in gone:
            delattr(form, name)
        return form

    @property
    def reason(self) -> Bilingual:
        """Why, as people will read it."""
        return Bilingual(self.reason_en.data, self.reason_fr.data)

    @property
    def closes_at(self) -> datetime:
        """The new closing: the end of that day in the zone of the consultation."""
        return zones.end_of_day(self.closes_on.data or date.max, self.consultation.zone)

    def validate_closes_on(self, field: DayField) -> None:
        """Later than the closing that people know."""
        if field.errors:
            return
        if not field.data:
            raise ValidationError(_("Choose the new last day for comments."))
        if self.consultation.closes_at and self.closes_at <= self.consultation.closes_at:
            raise ValidationError(_("Choose a day after the last day that was announced."))

    def validate_reason_en(self, field: TextAreaField) -> None:
        """There: people read it in their language."""
        if not field.data:
            raise ValidationError(_("Write the reason in English too: people read it on the public page."))

    def validate_reason_fr(self, field: TextAreaField) -> None:
        """The same in French."""
        if not field.data:
            raise ValidationError(_("Write the reason in French too: people read it on the public page."))

    def validate_sure(self, field: BooleanField) -> None:
        """Somebody has read that it is final."""
        if not field.data:
            raise ValidationError(_("Tick the box if you want to cancel it for good."))


class LatePassForm(BaseForm):
    """Whom to let take part after the closing, until when, and why."""

    email = StringField(_l("E-mail address of their account"), filters=[tidy])
    until_on = DayField(_l("Last day for this person"), validators=[Optional()])
    reason = TextAreaField(_l("Reason"), filters=[tidy])

    consultation: Consultation

    @classmethod
    def about(cls, consultation: Consultation) -> Self:
        """The form of this consultation."""
        form = cls.of_request()
        form.consultation = consultation
        return form

    @property
    def until(self) -> datetime:
        """The end of that day in the zone of the consultation."""
        return zones.end_of_day(self.until_on.data or date.max, self.consultation.zone)

    def finds(self, person: User | None) -> bool:
        """The address is that of somebody who can sign in here; else the form says that it is not."""
        if person is None or person.confirmed_at is None:
            self.email.errors = [_("Nobody has a confirmed account with this address.")]
        elif person.passphrase_hash is None:
            self.email.errors = [
                _("This person has no passphrase yet and cannot sign in. They must first create an account with this address.")
            ]
        return not self.email.errors

    def validate_until_on(self, field: DayField) -> None:
        """After the closing, and still to come."""
        if field.errors:
            return
        if not field.data:
            raise ValidationError(_("Choose the last day for this person."))
        closes = self.consultation.closes_at
        if self.until <= clock.now() or (closes and self.until <= closes):
            raise ValidationError(_("Choose a day to come, after the last day for everybody."))

    def validate_reason(self, field: TextAreaField) -> None:
        """There, and short."""
        if not field.data:
            raise ValidationError(_("Write the reason. Staff read it; the public does not."))
        if len(field.data) > REASON_MAX:
            raise ValidationError(_("Use at most %(num)d characters.", num=REASON_MAX))
