"""Pages of accounts: one's own, invitations, and who holds which role."""

from consult.accounts.views import invitations, offered, own, roles
from consult.accounts.views.base import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "invitations", "offered", "own", "roles"]
