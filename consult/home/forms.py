"""The shape of the display settings."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from consult.core.forms import BaseForm


class DisplayForm(BaseForm):
    """Light or dark."""

    theme = RadioField(
        _l("Light or dark"),
        choices=[SelectChoice("system", _l("As this device is set")), SelectChoice("light", _l("Light")), SelectChoice("dark", _l("Dark"))],
        default="system",
    )
