"""Fields of our own: institutional words, days and hours with our words for a mistake, module versions in order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, StringField, TextAreaField, TimeField
from wtforms.validators import ValidationError

from consult.consultations.models import ConsultationModule
from consult.core.based_forms import DIGITS_MAX
from consult.core.formats import spacing
from consult.core.forms import BaseForm
from consult.core.i18n import TAGS, language
from consult.modules.models import ModuleVersion

LAST = 10_000
NO_VERSION = 0  # never offered, so it is refused like any other that is not
TITLE_MAX, TEXT_MAX = 200, 1_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
# More digits than this are no number of a row, and Python refuses to read thousands of them.


def _set_in(lang: str) -> Callable[[str | None], str]:
    """One paragraph, its punctuation set as the language is set in Canada: these are the institution's own words."""
    return lambda text: spacing(re.sub(r"[ \t\r\n]+", " ", text or "").strip(), lang, edit=True)


def _at_most(limit: int) -> Callable[[BaseForm, StringField], None]:
    """Not WTForms' own: that one also counts aloud below each of a dozen fields."""

    def check(_form: BaseForm, field: StringField) -> None:
        if len(field.data or "") > limit:
            raise ValidationError(ngettext("Use at most %(num)d character.", "Use at most %(num)d characters.", limit))

    return check


def line(label: LazyString, lang: str) -> StringField:
    """One line of the institution's own words."""
    return StringField(label, filters=[_set_in(lang)], validators=[_at_most(TITLE_MAX)], render_kw={"lang": TAGS[lang]})


def paragraph(label: LazyString, lang: str) -> TextAreaField:
    """One paragraph of them."""
    return TextAreaField(label, filters=[_set_in(lang)], validators=[_at_most(TEXT_MAX)])


class DayField(DateField):
    """A day; what is not one is said in our own words."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read 2026-11-22. Days near the ends of the calendar have no moment in every zone, and no consultation is held there."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the date like this: 2026-11-22.")) from None
        day = self.data
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.data = None
            raise ValueError(_("Choose a date between the years 2000 and 2100."))


class HourField(TimeField):
    """An hour; what is not one is said in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read 09:30."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the hour like this: 09:30.")) from None


def _number(typed: str, *, default: int) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= DIGITS_MAX else default


@dataclass(frozen=True)
class VersionRow:
    """One module version that may be asked about, as the page offers it."""

    version: ModuleVersion
    chosen: bool
    position: int | None
    settled: bool


class VersionsField(Field):
    """Which module versions, in which order: for each, a box to tick (`modules`) and a number (`modules-12` for version 12)."""

    def __init__(self, label: LazyString, **known: object) -> None:
        super().__init__(label, **known)
        self.offered: dict[int, ModuleVersion] = {}
        self.settled: frozenset[int] = frozenset()

    def process_data(self, value: Sequence[ConsultationModule] | None) -> None:
        """Take the modules of the consultation, which come in order."""
        self.data: list[int] = [entry.version_id for entry in value or ()]

    def process(self, formdata: MultiDict[str, str] | None, *known: object, **more: object) -> None:
        """Read the boxes, put in order by the numbers beside them."""
        super().process(formdata, *known, **more)
        if formdata is None:
            return
        ticked = [_number(value, default=NO_VERSION) for value in formdata.getlist(self.name) if value.isdecimal()]
        places = {one: formdata.get(f"{self.name}-{one}", "").strip() for one in ticked}
        self.data = sorted(places, key=lambda one: _number(places[one], default=LAST))

    def offer(self, versions: Sequence[ModuleVersion], *, settled: frozenset[int]) -> None:
        """Say what may be chosen, and what stays whatever is ticked."""
        self.offered = {version.id: version for version in versions}
        self.settled = settled
        self.data = [*self.data, *(one for one in self.offered if one in settled and one not in self.data)]

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered, and two versions of one module."""
        if not set(self.data) <= self.offered.keys():
            raise ValidationError(_("Choose from the modules of the list."))
        modules = [version.module_id for version in self.versions]
        for version in self.versions:
            if modules.count(version.module_id) > 1:
                title = version.title.read(language()).text
                raise ValidationError(_("Choose one version only of “%(title)s”.", title=title))

    @property
    def versions(self) -> list[ModuleVersion]:
        """What was chosen, in order."""
        return [self.offered[one] for one in self.data if one in self.offered]

    @property
    def rows(self) -> list[VersionRow]:
        """What the page shows: the chosen ones first, in their order."""
        places = {one: place for place, one in enumerate(self.data, start=1)}
        rows = [VersionRow(version, one in places, places.get(one), one in self.settled) for one, version in self.offered.items()]
        return sorted(rows, key=lambda row: row.position or LAST)
