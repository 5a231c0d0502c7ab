"""Pages of accounts: one's own, invitations, committees, and who holds which role."""

from consult.accounts.views import about, committees, invitations, offered, own, roles
from consult.accounts.views.base import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "about", "committees", "invitations", "offered", "own", "roles"]
