"""What the pages of this feature share."""

from consult.core.i18n import BilingualBlueprint

bp = BilingualBlueprint("pages", __name__)
