"""Reads of people, their roles, and the roles on offer."""

from consult.accounts.queries.invitations import invitation, invitations, is_open, offered, same_offer, setup_link
from consult.accounts.queries.people import (
    account,
    committee,
    committees,
    consultation_id,
    grant,
    latest_claim,
    link,
    login,
    logins,
    reachable,
    user,
    user_by_email,
)
from consult.accounts.queries.roles import Names, Scoped, grant_by_id, holder, holders, is_held, lock_administrators, names, team
from consult.accounts.queries.self_identification import OwnAnswers, Waiting, count_sealed_answers, own_answers

__all__ = [
    "Names",
    "OwnAnswers",
    "Scoped",
    "Waiting",
    "account",
    "committee",
    "committees",
    "consultation_id",
    "count_sealed_answers",
    "grant",
    "grant_by_id",
    "holder",
    "holders",
    "invitation",
    "invitations",
    "is_held",
    "is_open",
    "latest_claim",
    "link",
    "lock_administrators",
    "login",
    "logins",
    "names",
    "offered",
    "own_answers",
    "reachable",
    "same_offer",
    "setup_link",
    "team",
    "user",
    "user_by_email",
]
