"""The forms of a consultation, one for each part of the task list: texts in pairs, days and hours in its zone, modules in order."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Self

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from consult.accounts.models import Committee
from consult.consultations import rules
from consult.consultations.forms.fields import DayField, HourField, VersionsField, line, paragraph
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.parts import PARTS, Part
from consult.consultations.presenters import MODES, WHO, ZONES
from consult.consultations.rules import Stage
from consult.consultations.services import Terms
from consult.core import clock, zones
from consult.core.based_forms import BasedForm
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.formats import zone_name
from consult.core.i18n import language
from consult.modules.models import ModuleVersion

DEFAULT_ZONE = "America/Vancouver"
# The fields of a term, where they do not bear its name.
FIELDS = {"opens_at": ("opens_on", "opens_time"), "closes_at": ("closes_on",)}
FIELDS |= {name: tuple(f"{name}_{lang}" for lang in LANGUAGES) for name in rules.TEXTS}
ABOUT = PARTS["about"]


Words = Mapping[str, str | LazyString] | Mapping[Mode, LazyString] | Mapping[WhoMayContribute, LazyString]


def _choices(words: Words) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in words.items()]


class PartForm(BasedForm):
    """What hosts decide, of which each page asks one part. Once the consultation has opened, what may no longer change is taken out."""

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
    other_ways_en = paragraph(_l("Other ways to take part, in English"), "en")
    other_ways_fr = paragraph(_l("Other ways to take part, in French"), "fr")
    moderation_rules_en = paragraph(_l("Moderation rules of this consultation, in English"), "en")
    moderation_rules_fr = paragraph(_l("Moderation rules of this consultation, in French"), "fr")
    zone = SelectField(_l("Time zone"), choices=[], default=DEFAULT_ZONE)
    opens_on = DayField(_l("Opens on"), validators=[Optional()])
    opens_time = HourField(_l("Opening time"), default=time.min, validators=[Optional()])
    closes_on = DayField(_l("Last day for comments"), validators=[Optional()])
    report_by = DayField(_l("Report expected by"), validators=[Optional()])
    respond_by = DayField(_l("Committee answers by"), validators=[Optional()])
    modules = VersionsField(_l("Modules"))
    mode = RadioField(_l("When does a comment appear?"), choices=_choices(MODES), coerce=Mode, default=Mode.PRE)
    who_may_contribute = RadioField(
        _l("Who may comment?"), choices=_choices(WHO), coerce=WhoMayContribute, default=WhoMayContribute.ACCOUNT
    )
    committee_id = SelectField(_l("Committee that reads the report"), choices=[], coerce=lambda value: int(value) if value else None)

    part: Part = ABOUT
    consultation: Consultation | None = None
    reached = Stage.DRAFT

    @classmethod
    def about(cls, consultation: Consultation | None, part: Part, reached: Stage, *, base: int) -> Self:
        """The form of this part of a consultation at the stage it has reached; of a new one, what it is about."""
        form = cls.of_request(obj=consultation, base=str(base), **_days(consultation))
        form.part, form.consultation, form.reached = part, consultation, reached
        known: dict[str, str | LazyString] = {**ZONES}
        known.setdefault(form.zone_in_force, zone_name(form.zone_in_force))
        form.zone.choices = _choices(known)
        for name in form.fields_gone():
            delattr(form, name)
        return form

    @property
    def zone_in_force(self) -> str:
        """The zone that its days are counted in, until another one is saved."""
        return self.consultation.zone if self.consultation else DEFAULT_ZONE

    def fields_gone(self) -> list[str]:
        """What this page does not ask for."""
        settled = set(self.settled_terms)
        asked = {field for name in self.part.terms if name not in settled for field in FIELDS.get(name, (name,))}
        return [field.name for field in self if field.name not in asked and field.name != "base"]

    @property
    def settled_terms(self) -> list[str]:
        """What the opening has settled, of this part."""
        consultation = self.consultation
        if consultation is None or self.reached in rules.BEFORE_OPENING:
            return []
        if self.reached in rules.PUT_AWAY:
            return list(self.part.terms)
        named = {"committee_id"} if consultation.committee_id else set()
        return [name for name in self.part.terms if name in rules.SETTLED_BY_OPENING | named]

    def offer(self, *, versions: Sequence[ModuleVersion], committees: Sequence[Committee]) -> None:
        """Say which modules and committees may be chosen."""
        if self.committee_id:
            names = {str(one.id): one.name.read(language()).text for one in committees}
            self.committee_id.choices = _choices({"": _("Not named yet"), **names})
        if self.modules and self.consultation:
            asked = frozenset(entry.version_id for entry in self.consultation.modules)
            offered = [version for version in versions if rules.may_ask_about(version, self.consultation, self.reached)]
            self.modules.offer(offered, settled=frozenset() if self.reached in rules.BEFORE_OPENING else asked)

    @property
    def terms(self) -> Terms:
        """What was typed, as the services take it: moments in UTC, the closing one exclusive."""
        given: dict[str, Any] = {name: self._term(name) for name in self.part.terms if FIELDS.get(name, (name,))[0] in self._fields}
        given.pop("modules", None)
        return given  # type: ignore[return-value]  # the terms of a part are keys of Terms

    def _term(self, name: str) -> Bilingual | datetime | str | date | Mode | int | None:
        if name in rules.TEXTS:
            return Bilingual(self[f"{name}_en"].data, self[f"{name}_fr"].data)
        zone = self.zone.data if self.zone else self.zone_in_force
        if name == "opens_at":
            return zones.moment_at(self.opens_on.data, self.opens_time.data or time.min, zone) if self.opens_on.data else None
        if name == "closes_at":
            return zones.end_of_day(self.closes_on.data, zone) if self.closes_on.data else None
        value: str | date | Mode | int | None = self[name].data
        return value

    def validate(self, extra_validators: Mapping[str, list[object]] | None = None) -> bool:
        """What is public stays complete; what it is complete of, `rules` say."""
        fits = super().validate(extra_validators)
        blanked = rules.blanked_parts(self.terms) if self.reached is not Stage.DRAFT else []
        for part in blanked:
            field = self[FIELDS.get(part, (part,))[0]]
            if not field.errors:  # a date that could not be read has its own sentence
                field.errors = [_("This consultation is public: write this in both languages.")]
        return fits and not blanked

    def validate_title_en(self, field: StringField) -> None:
        """A draft needs a name to be found by, in one language at least."""
        if not field.data and not self.title_fr.data:
            raise ValidationError(_("Write a title, in one language at least."))

    def validate_closes_on(self, _field: DayField) -> None:
        """After the opening; and to come, where people were told that it will open."""
        opens, closes = self._term("opens_at"), self._term("closes_at")
        if self.consultation and rules.closes_unopened(self.consultation, closes, clock.now()):
            raise ValidationError(_("Choose a last day to come: people were told that this consultation will open."))
        if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
            raise ValidationError(_("The last day for comments cannot be before the opening."))

    def validate_report_by(self, field: DayField) -> None:
        """After the closing, before the answer of the committee."""
        last = self.closes_on.data if self.closes_on else _last_day(self.consultation)
        if last and field.data and field.data <= last:
            raise ValidationError(_("The report comes after the last day for comments."))
        answer = self.consultation.respond_by if self.consultation else None
        if answer and field.data and answer < field.data:
            raise ValidationError(_("The committee answers after the report."))

    def validate_respond_by(self, field: DayField) -> None:
        """After the report."""
        report = self.consultation.report_by if self.consultation else None
        if report and field.data and field.data < report:
            raise ValidationError(_("The committee answers after the report."))

    def validate_modules(self, field: VersionsField) -> None:
        """One at least stays where people could do nothing else."""
        if self.consultation and rules.emptied_parts(self.consultation, versions=field.versions):
            raise ValidationError(_("This consultation is public: keep one module at least, or people would have nothing to answer."))

    def validate_who_may_contribute(self, field: RadioField) -> None:
        """Where anyone may write, nobody votes: then there must be something to comment on."""
        if self.consultation and rules.emptied_parts(self.consultation, who=field.data):
            raise ValidationError(
                _(
                    "This consultation is public and has only statements to vote on. "
                    "Where anyone may take part, nobody votes: choose a module first."
                )
            )

    def validate_mode(self, field: RadioField) -> None:
        """Where anyone may write, somebody reads first."""
        anyone = self.consultation is not None and self.consultation.who_may_contribute is WhoMayContribute.ANYONE
        if anyone and field.data is Mode.POST:
            raise ValidationError(_("Anyone may comment here without an account, so a moderator reads every comment first."))

    def blame(self, parts: list[str]) -> None:
        """Say which of the promises made at the opening this would break."""
        for part in parts:
            field = self._fields.get(FIELDS.get(part, (part,))[0])
            if field is None:
                self.form_errors.append(_("The consultation has opened in the meantime. Check what can still change, and save again."))
            else:
                field.errors = [*field.errors, _("This was announced: it can only be put later.")]


def _last_day(consultation: Consultation | None) -> date | None:
    closes = consultation.closes_at if consultation else None
    return zones.last_day(closes, consultation.zone) if consultation and closes else None


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
