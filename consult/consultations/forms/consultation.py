"""The form of a consultation: texts in pairs, days and hours in its zone, modules in order."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Self

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from consult.accounts.models import Committee
from consult.consultations import rules
from consult.consultations.forms.fields import DayField, HourField, VersionsField, line, paragraph
from consult.consultations.models import Consultation, Mode
from consult.consultations.presenters import MODES, ZONES
from consult.consultations.rules import Stage
from consult.consultations.services import Terms
from consult.core import zones
from consult.core.bilingual import Bilingual
from consult.core.formats import zone_name
from consult.core.forms import BaseForm
from consult.core.i18n import language
from consult.modules.models import ModuleVersion

DEFAULT_ZONE = "America/Vancouver"
# Where a part of a consultation stands on the page, where that is not under its own name.
FIELDS = {"opens_at": "opens_on", "closes_at": "closes_on"}


def _choices(words: Mapping[str, str | LazyString] | Mapping[Mode, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in words.items()]


class ConsultationForm(BaseForm):
    """Everything staff decide. Once the consultation has opened, fields that may no longer change are taken out."""

    title_en = line(_l("Title in English"), "en")
    title_fr = line(_l("Title in French"), "fr")
    summary_en = paragraph(lazy_pgettext("consultation", "Summary in English"), "en")
    summary_fr = paragraph(lazy_pgettext("consultation", "Summary in French"), "fr")
    scope_open_en = paragraph(_l("Open to change, in English"), "en")
    scope_open_fr = paragraph(_l("Open to change, in French"), "fr")
    scope_decided_en = paragraph(_l("Already decided, in English"), "en")
    scope_decided_fr = paragraph(_l("Already decided, in French"), "fr")
    scope_excluded_en = paragraph(_l("Not covered here, in English"), "en")
    scope_excluded_fr = paragraph(_l("Not covered here, in French"), "fr")
    promise_en = paragraph(_l("Our commitment, in English"), "en")
    promise_fr = paragraph(_l("Our commitment, in French"), "fr")
    zone = SelectField(_l("Time zone"), choices=[], default=DEFAULT_ZONE)
    opens_on = DayField(_l("Opens on"), validators=[Optional()])
    opens_time = HourField(_l("Opening time"), default=time.min, validators=[Optional()])
    closes_on = DayField(_l("Last day for comments"), validators=[Optional()])
    report_by = DayField(_l("Report expected by"), validators=[Optional()])
    respond_by = DayField(_l("Committee answers by"), validators=[Optional()])
    modules = VersionsField(_l("Modules"))
    mode = RadioField(_l("When does a comment appear?"), choices=_choices(MODES), coerce=Mode, default=Mode.PRE)
    committee_id = SelectField(_l("Committee that reads the report"), choices=[], coerce=lambda value: int(value) if value else None)

    # Of the consultation as it stands: set by `about`.
    zone_in_force = DEFAULT_ZONE
    is_public = False

    @classmethod
    def about(
        cls, consultation: Consultation | None, *, reached: Stage, versions: Sequence[ModuleVersion], committees: Sequence[Committee]
    ) -> Self:
        """The form for a new consultation, or for this one at the stage it has reached."""
        form = cls.of_request(obj=consultation, **_days(consultation))
        form.zone_in_force = consultation.zone if consultation else DEFAULT_ZONE
        form.is_public = reached is not Stage.DRAFT
        known: dict[str, str | LazyString] = {**ZONES}
        known.setdefault(form.zone_in_force, zone_name(form.zone_in_force))
        form.zone.choices = _choices(known)
        form.committee_id.choices = _choices(
            {"": _("Not named yet"), **{str(one.id): one.name.read(language()).text for one in committees}}
        )
        form.settle(consultation, reached, versions)
        return form

    @property
    def terms(self) -> Terms:
        """What was typed, as the services take it: moments in UTC, the closing one exclusive."""
        zone = self.zone.data if self.zone else self.zone_in_force
        terms: Terms = {
            "title": self._pair("title"),
            "summary": self._pair("summary"),
            "scope_open": self._pair("scope_open"),
            "scope_decided": self._pair("scope_decided"),
            "scope_excluded": self._pair("scope_excluded"),
            "promise": self._pair("promise"),
            "report_by": self.report_by.data,
            "respond_by": self.respond_by.data,
        }
        if self.zone:
            opens = self.opens_on.data
            terms["opens_at"] = zones.moment_at(opens, self.opens_time.data or time.min, zone) if opens else None
            terms |= {"zone": zone, "mode": self.mode.data}
        if self.closes_on:
            terms["closes_at"] = zones.end_of_day(self.closes_on.data, zone) if self.closes_on.data else None
        if self.committee_id:
            terms["committee_id"] = self.committee_id.data
        return terms

    @property
    def versions(self) -> list[ModuleVersion]:
        """The module versions chosen, in order."""
        return self.modules.versions

    def validate(self, extra_validators: Mapping[str, list[object]] | None = None) -> bool:
        """What is public stays complete; what it is complete of, `rules` say."""
        fits = super().validate(extra_validators)
        blanked = rules.blanked_parts(self.terms) if self.is_public else []
        for part in blanked:
            field = self[FIELDS.get(part, part)]
            if not field.errors:  # a date that could not be read has its own sentence
                field.errors = [_("This consultation is public: write this in both languages.")]
        return fits and not blanked

    def validate_title_en(self, field: StringField) -> None:
        """A draft needs a name to be found by, in one language at least."""
        if not field.data and not self.title_fr.data:
            raise ValidationError(_("Write a title, in one language at least."))

    def validate_closes_on(self, _field: DayField) -> None:
        """After the opening."""
        opens, closes = self.terms.get("opens_at"), self.terms["closes_at"]
        if opens and closes and closes <= opens:
            raise ValidationError(_("The last day for comments cannot be before the opening."))

    def validate_report_by(self, field: DayField) -> None:
        """After the closing."""
        if self.closes_on and self.closes_on.data and field.data and field.data <= self.closes_on.data:
            raise ValidationError(_("The report comes after the last day for comments."))

    def validate_respond_by(self, field: DayField) -> None:
        """After the report."""
        if self.report_by.data and field.data and field.data < self.report_by.data:
            raise ValidationError(_("The committee answers after the report."))

    def blame(self, parts: list[str]) -> None:
        """Say which of the promises made at the opening this would break."""
        for part in parts:
            field = self._fields.get(FIELDS.get(part, part))
            if field is None:
                self.form_errors.append(_("The consultation has opened in the meantime. Check what can still change, and save again."))
            else:
                field.errors = [*field.errors, _("This was announced: it can only be put later.")]

    def _pair(self, name: str) -> Bilingual:
        return Bilingual(self[f"{name}_en"].data, self[f"{name}_fr"].data)

    def settle(self, consultation: Consultation | None, reached: Stage, versions: Sequence[ModuleVersion]) -> None:
        """Take out what may no longer change, and offer the modules that may be chosen now."""
        asked = frozenset(entry.version_id for entry in consultation.modules) if consultation else frozenset()
        opened = reached not in rules.BEFORE_OPENING
        offered = [version for version in versions if rules.may_ask_about(version, consultation, reached)]
        self.modules.offer(offered, settled=asked if opened else frozenset())
        gone = ["zone", "opens_on", "opens_time", "closes_on", "mode"] if opened else []
        if opened and consultation and consultation.committee_id:
            gone.append("committee_id")
        for name in gone:
            delattr(self, name)


def _days(consultation: Consultation | None) -> dict[str, date | time]:
    """Its moments as days and hours in its zone."""
    if consultation is None:
        return {}
    known: dict[str, date | time] = {}
    if consultation.opens_at:
        opens = zones.local(consultation.opens_at, consultation.zone)
        known |= {"opens_on": opens.date(), "opens_time": opens.time()}
    if consultation.closes_at:
        known["closes_on"] = zones.last_day(consultation.closes_at, consultation.zone)
    return known
