"""The shape of a consultation, of the acts on it and of late passes, as staff type them."""

from consult.consultations.forms.acts import ActForm, LatePassForm
from consult.consultations.forms.consultation import PartForm

__all__ = ["ActForm", "LatePassForm", "PartForm"]
