"""Pages of consultations: the list, one consultation, and where hosts prepare and run them."""

from consult.consultations.views import acts, history, passes, preview, public, workspace
from consult.consultations.views.base import bp

__all__ = ["acts", "bp", "history", "passes", "preview", "public", "workspace"]
