"""Pages of accounts: one's own, invitations, committees, and who holds which role."""

from consult.accounts.views import committees, invitations, offered, own, roles
from consult.accounts.views.base import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "committees", "invitations", "offered", "own", "roles"]
