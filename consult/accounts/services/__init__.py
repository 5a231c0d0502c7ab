"""Verbs of accounts: what people do with their own, and what administrators do with all of them."""

from consult.accounts.services.own import (
    NOBODY,
    change_settings,
    confirm_address,
    join,
    recognize,
    request_reset,
    reset_passphrase,
    revoke_sessions,
    send_confirmation_again,
)
from consult.accounts.services.people import create_committee, create_user, grant_role, issue_link, revoke_role

__all__ = [
    "NOBODY",
    "change_settings",
    "confirm_address",
    "create_committee",
    "create_user",
    "grant_role",
    "issue_link",
    "join",
    "recognize",
    "request_reset",
    "reset_passphrase",
    "revoke_role",
    "revoke_sessions",
    "send_confirmation_again",
]
