"""People and committees. Passphrases cost next to nothing here: 64 MiB of arithmetic for each of a thousand tests is no test."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from argon2 import PasswordHasher

from consult.accounts.models import Committee, Invitation, Origin, Perspective, Profile, Province, Role, RoleGrant, User
from consult.accounts.rules import INVITATION_LIFE
from consult.core import clock, passphrases, tokens
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.mailboxes import mailbox_key

PASSPHRASE = "violet otters draw maps"
# The real costs are kept for the tests that are about them.
REAL_HASHER = passphrases.HASHER
passphrases.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_numbers = count(1)
Given = Role | tuple[Role, dict[str, int]]


def make_user(
    lang: str = "en",
    roles: Iterable[Given] = (),
    *,
    email: str | None = None,
    confirmed: bool = True,
    passphrase: str | None = None,
    display_name: str = "",
    perspective: Perspective | None = None,
    province: Province | None = None,
) -> User:
    """A person with an account. A role with a scope is a pair: `(Role.MODERATOR, {"consultation_id": 3})`."""
    email = email or f"person{next(_numbers)}@example.ca"
    user = User(
        email=email,
        email_key=mailbox_key(email),
        passphrase_hash=passphrases.hashed(passphrase) if passphrase else None,
        lang=lang,
        display_name=display_name,
        confirmed_at=clock.now() if confirmed else None,
        origin=Origin.WEB,
        grants=[RoleGrant(role=given[0], **given[1]) if isinstance(given, tuple) else RoleGrant(role=given) for given in roles],
    )
    if perspective or province:
        user.profile = Profile(perspective=perspective, province=province)
    db.session.add(user)
    db.session.flush()
    return user


def make_committee(name: Bilingual = Bilingual("Recruit training", "Formation initiale")) -> Committee:
    """A committee without members: give people `(Role.COMMITTEE_MEMBER, {"committee_id": committee.id})`."""
    committee = Committee(name=name)
    db.session.add(committee)
    db.session.flush()
    return committee


def make_invitation(*, token: str, email: str | None = None, lang: str = "en", role: Role = Role.EDITOR, **given: Any) -> Invitation:  # noqa: ANN401 - columns
    """A role on offer, as it stands once its link was mailed."""
    email, now = email or f"invited{next(_numbers)}@example.ca", clock.now()
    columns = {"email": email, "email_key": mailbox_key(email), "lang": lang, "role": role, "invited_at": now}
    invitation = Invitation(**{**columns, "expires_at": now + INVITATION_LIFE, "token_hash": tokens.fingerprint(token), **given})
    db.session.add(invitation)
    db.session.flush()
    return invitation
