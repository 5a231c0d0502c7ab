"""The shape of the site's own words as staff type them: both languages side by side, and the state that they were reading."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Self

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from consult.accounts.models import Province
from consult.core import clock, zones
from consult.core.based_forms import BasedForm
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.formats import HOME_ZONE, spacing
from consult.core.forms import BaseForm, tidy
from consult.core.i18n import TAGS
from consult.pages.presenters import province_choices
from consult.pages.texts import TEXTS, Line, Shape, Slot, Text

NAME_MAX, SENTENCE_MAX, PHONE_MAX, ADDRESS_MAX = 120, 400, 40, 300
PHONE = re.compile(r"[0-9][0-9 +().-]*")
WEB_ADDRESS = re.compile(r"https?://[^\s/?#\\<>()]+\.[^\s\\<>()]+", re.IGNORECASE)
WHITE_SPACE = re.compile(r"[ \t\r\n]+")


def _one_paragraph(lang: str) -> Callable[[str | None], str]:
    """One paragraph, its punctuation set as the language is set in Canada: these are the institution's own words."""
    return lambda text: spacing(WHITE_SPACE.sub(" ", text or "").strip(), lang, edit=True)


def _check_length(field: StringField, most: int) -> None:
    if len(field.data or "") > most:
        raise ValidationError(ngettext("Use at most %(num)d character.", "Use at most %(num)d characters.", most))


class TextForm(BasedForm):
    """One text of the site, in both languages."""

    text_en = TextAreaField(_l("In English"), filters=[tidy])
    text_fr = TextAreaField(_l("In French"), filters=[tidy])

    slot = Slot(Shape.DOCUMENT, 0)

    @classmethod
    def about(cls, text: Text) -> Self:
        """The form of this text, filled in with what people read now."""
        form = cls.of_request(data={"text_en": text.text.en, "text_fr": text.text.fr, "base": str(text.number)})
        form.slot = TEXTS[text.name]
        return form

    @property
    def text(self) -> Bilingual:
        """What was typed. What is no page of its own is one paragraph."""
        typed = Bilingual(self.text_en.data, self.text_fr.data)
        if self.slot.shape is Shape.DOCUMENT:
            return typed
        return Bilingual(*(_one_paragraph(lang)(typed[lang]) for lang in LANGUAGES))

    def validate_text_en(self, field: TextAreaField) -> None:
        """There, and not too long."""
        if not field.data:
            raise ValidationError(_("Write this text in English too: both languages appear together."))
        _check_length(field, self.slot.longest)

    def validate_text_fr(self, field: TextAreaField) -> None:
        """There, and not too long."""
        if not field.data:
            raise ValidationError(_("Write this text in French too: both languages appear together."))
        _check_length(field, self.slot.longest)


def _sentence(label: LazyString, lang: str, most: int = SENTENCE_MAX, kind: type[StringField] = StringField) -> StringField:
    """One sentence about a line, which must be there."""

    def check(_form: BaseForm, field: StringField) -> None:
        if not field.data:
            raise ValidationError(_("Fill in both languages: they appear together."))
        _check_length(field, most)

    return kind(label, filters=[_one_paragraph(lang)], validators=[check], render_kw={"lang": TAGS[lang]})


def _web_address(label: LazyString) -> StringField:
    def check(_form: BaseForm, field: StringField) -> None:
        _check_length(field, ADDRESS_MAX)
        if field.data and not WEB_ADDRESS.fullmatch(field.data):
            raise ValidationError(_("Write a whole address, like https://example.ca/help."))

    return StringField(label, filters=[lambda text: (text or "").strip()], validators=[check])


class LineForm(BasedForm):
    """One support line."""

    name_en = _sentence(_l("Name in English"), "en", NAME_MAX)
    name_fr = _sentence(_l("Name in French"), "fr", NAME_MAX)
    phone = StringField(_l("Telephone"), filters=[lambda text: (text or "").strip()])
    website_en = _web_address(_l("Website in English"))
    website_fr = _web_address(_l("Website in French"))
    purpose_en = _sentence(_l("What for, in English"), "en", kind=TextAreaField)
    purpose_fr = _sentence(_l("What for, in French"), "fr", kind=TextAreaField)
    hours_en = _sentence(_l("Hours, in English"), "en")
    hours_fr = _sentence(_l("Hours, in French"), "fr")
    languages_en = _sentence(_l("Languages, in English"), "en")
    languages_fr = _sentence(_l("Languages, in French"), "fr")
    province = SelectField(_l("Where"), choices=[], coerce=lambda value: Province(value) if value else None)
    verified_on = DateField(_l("Last verified"), validators=[Optional()])

    @classmethod
    def about(cls, line: Line | None) -> Self:
        """The form of this line, or of a new one."""
        known: dict[str, object] = {"base": str(line.number), "phone": line.phone, "verified_on": line.verified_on} if line else {}
        for name in ("name", "website", "purpose", "hours", "languages"):
            known |= {f"{name}_{lang}": getattr(line, name)[lang] if line else "" for lang in LANGUAGES}
        form = cls.of_request(data={**known, "province": line.province if line else None})
        form.province.choices = [SelectChoice(value, label) for value, label in province_choices().items()]
        return form

    def line(self, name: str) -> Line:
        """What was typed, as the line of this name."""
        pairs: dict[str, Any] = {
            part: Bilingual(self[f"{part}_en"].data, self[f"{part}_fr"].data)
            for part in ("name", "website", "purpose", "hours", "languages")
        }
        return Line(name, phone=self.phone.data, province=self.province.data, verified_on=self.verified_on.data, **pairs)

    def validate_phone(self, field: StringField) -> None:
        """A number that can be dialled; or none, where there is a website."""
        _check_length(field, PHONE_MAX)
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError(_("Write the number in digits, like 1-800-555-0100."))
        if not field.data and not (self.website_en.data and self.website_fr.data):
            raise ValidationError(_("Give a telephone number, or a website in both languages."))

    def validate_website_fr(self, field: StringField) -> None:
        """In both languages or in none; the same address may serve for both."""
        if bool(field.data) != bool(self.website_en.data):
            raise ValidationError(_("Give a website in both languages: the same one, if it serves both."))

    def validate_verified_on(self, field: DateField) -> None:
        """Not to come."""
        if field.data and not date(2000, 1, 1) <= field.data <= zones.local(clock.now(), HOME_ZONE).date():
            raise ValidationError(_("Give the day when somebody checked this line: today or before."))
