"""Verbs of accounts: what people do with their own, and what administrators do with all of them."""

from consult.accounts.services.about import (
    ask_about_oneself,
    change_profile,
    delete_answers,
    delete_profile,
    discard_answers,
    keep_answers,
    may_keep_answers,
    prepare_answers_key,
    settle_invitation,
)
from consult.accounts.services.invitations import accept_and_join, accept_invitation, invite, send_again, withdraw_invitation
from consult.accounts.services.own import (
    NOBODY,
    change_settings,
    confirm_address,
    join,
    person_behind,
    recognize,
    request_reset,
    reset_passphrase,
    revoke_sessions,
    send_confirmation_again,
)
from consult.accounts.services.people import create_committee, create_user, issue_link
from consult.accounts.services.roles import LastAdministrator, grant_role, replace_role, revoke_role
from consult.accounts.services.setup import AddressTaken, issue_setup_link, make_first_administrator

__all__ = [
    "NOBODY",
    "AddressTaken",
    "LastAdministrator",
    "accept_and_join",
    "accept_invitation",
    "ask_about_oneself",
    "change_profile",
    "change_settings",
    "confirm_address",
    "create_committee",
    "create_user",
    "delete_answers",
    "delete_profile",
    "discard_answers",
    "grant_role",
    "invite",
    "issue_link",
    "issue_setup_link",
    "join",
    "keep_answers",
    "make_first_administrator",
    "may_keep_answers",
    "person_behind",
    "prepare_answers_key",
    "recognize",
    "replace_role",
    "request_reset",
    "reset_passphrase",
    "revoke_role",
    "revoke_sessions",
    "send_again",
    "send_confirmation_again",
    "settle_invitation",
    "withdraw_invitation",
]
