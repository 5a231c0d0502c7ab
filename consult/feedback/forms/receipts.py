"""The shape of a receipt code as it is typed."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from consult.core.forms import BaseForm


class ReceiptForm(BaseForm):
    """A code. Whether there is such a one is not a question of shape: every other code gets the same answer."""

    code = StringField(_l("Receipt code"), validators=[InputRequired(_l("Type your receipt code."))])
