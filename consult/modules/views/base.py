"""What the pages of modules share: their blueprint."""

from consult.core.i18n import BilingualBlueprint

MODULE = "/modules/<int:module_id>-<slug>"
OF_STAFF, OF_STAFF_FR = "/workspace/modules", "/espace-de-travail/modules"

bp = BilingualBlueprint("modules", __name__)
