"""A form that knows which state its writer was reading, so that of two people who save the same page neither loses a word."""

from flask_babel import gettext as _
from wtforms import HiddenField

from consult.core.forms import BaseForm

DIGITS_MAX = 9
NEVER = -1  # a state that nothing has


class BasedForm(BaseForm):
    """A form of words that several people may change."""

    base = HiddenField(default="0")

    @property
    def base_number(self) -> int:
        """The number of that state."""
        typed = self.base.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS_MAX else NEVER

    def overtake(self, number: int) -> None:
        """Somebody else saved first: say so, keep what was typed, and let the next try stand on what is there now."""
        self.form_errors.append(
            _("Somebody saved another version while you were writing. Your text is still here. Compare the two, then save again.")
        )
        self.base.data = str(number)
