"""The shape of a consultation as staff type it."""

from consult.consultations.forms.acts import ActForm, LatePassForm
from consult.consultations.forms.consultation import ConsultationForm

__all__ = ["ActForm", "ConsultationForm", "LatePassForm"]
