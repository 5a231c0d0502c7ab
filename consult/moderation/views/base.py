"""What the pages of moderation share: their blueprint, and who may open them."""

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations.rules import may_moderate
from consult.core.errors import Refused
from consult.core.i18n import BilingualBlueprint

bp = BilingualBlueprint("moderation", __name__)


def moderator() -> User:
    """The signed-in moderator; for other staff this workspace does not exist."""
    actor = current_actor()
    if actor is None or not may_moderate(actor):
        raise Refused
    return actor
