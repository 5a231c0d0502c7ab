"""Tables of people: accounts, roles, committees, sessions, one-time links, invitations."""

from consult.accounts.models.invitations import Invitation, SetupLink
from consult.accounts.models.people import (
    DISPLAY_NAME_MAX,
    Committee,
    LoginSession,
    OneTimeToken,
    Origin,
    Perspective,
    Profile,
    Province,
    Purpose,
    Role,
    RoleGrant,
    User,
)

__all__ = [
    "DISPLAY_NAME_MAX",
    "Committee",
    "Invitation",
    "LoginSession",
    "OneTimeToken",
    "Origin",
    "Perspective",
    "Profile",
    "Province",
    "Purpose",
    "Role",
    "RoleGrant",
    "SetupLink",
    "User",
]
