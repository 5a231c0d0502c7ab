"""The shape of a summary."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from consult.core.bilingual import Bilingual
from consult.core.forms import BaseForm, tidy
from consult.reports.models import SUMMARY_MAX


def _summary(label: object) -> TextAreaField:
    too_long = Length(max=SUMMARY_MAX, message=_l("The summary has more than 20,000 characters."))
    return TextAreaField(label, filters=[tidy], validators=[too_long])


class SummaryForm(BaseForm):
    """The summary in each language. One may be saved without the other; publishing needs both."""

    summary_en = _summary(_l("Summary in English"))
    summary_fr = _summary(_l("Summary in French"))

    @property
    def summary(self) -> Bilingual:
        """Both, as one text."""
        return Bilingual(self.summary_en.data, self.summary_fr.data)
