"""What the pages of consultations share."""

from consult.core.i18n import BilingualBlueprint

bp = BilingualBlueprint("consultations", __name__)

CONSULTATION = "/consultations/<int:consultation_id>-<slug>"
