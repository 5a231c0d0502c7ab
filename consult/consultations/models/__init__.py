"""Tables of consultations: the call for feedback, the acts on it, the history of its settings, and late passes."""

from consult.consultations.models.consultation import (
    Consultation,
    ConsultationModule,
    Languages,
    Mode,
    Provenance,
    WhoMayContribute,
)
from consult.consultations.models.history import Act, ConsultationAct, Revision
from consult.consultations.models.passes import LateContribution, LatePass

__all__ = [
    "Act",
    "Consultation",
    "ConsultationAct",
    "ConsultationModule",
    "Languages",
    "LateContribution",
    "LatePass",
    "Mode",
    "Provenance",
    "Revision",
    "WhoMayContribute",
]
