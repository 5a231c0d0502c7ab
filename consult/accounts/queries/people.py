"""Reads of people, each one SELECT."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from consult.accounts.models import Committee, LoginSession, OneTimeToken, Profile, Purpose, Role, RoleGrant, User
from consult.core import tokens
from consult.core.db import Model, db
from consult.core.errors import NotFound
from consult.core.mailboxes import mailbox_key
from consult.core.objects import Reader

_LOGINS, _PEOPLE, _PROFILES, _GRANTS = Reader(LoginSession), Reader(User), Reader(Profile), Reader(RoleGrant)
# Written once, and read without the ORM's own reader: every request of somebody signed in asks this.
_LOGIN = (
    select(*_LOGINS.columns, *_PEOPLE.columns, *_PROFILES.columns, *_GRANTS.columns)
    .select_from(LoginSession)
    .join(LoginSession.user)
    .outerjoin(User.profile)
    .outerjoin(User.grants)
    .where(LoginSession.token_hash == bindparam("hash"), LoginSession.revoked_at.is_(None))
)


def user(user_id: int) -> User:
    """One person."""
    found = db.session.get(User, user_id)
    if found is None:
        raise NotFound(user_id)
    return found


def user_by_email(email: str) -> User | None:
    """The person of this mailbox, in whatever spelling."""
    return db.session.scalar(select(User).where(User.email_key == mailbox_key(email)))


def account(email: str) -> User:
    """The same for a command line, which must name somebody."""
    try:
        found = user_by_email(email)
    except ValueError:
        found = None
    if found is None:
        message = f"There is no account for {email}."
        raise NotFound(message)
    return found


def reachable(user_id: int) -> User | None:
    """The person, where there is an address to write to and the account is not disabled."""
    return db.session.scalar(select(User).where(User.id == user_id, User.email.is_not(None), User.disabled_at.is_(None)))


def login(token: str) -> LoginSession | None:
    """The sign-in of this token with its person, profile and roles: what every signed-in request asks first."""
    rows = db.session.connection().execute(_LOGIN, {"hash": tokens.fingerprint(token)}).all()
    if not rows:
        return None
    of_the_login, rest = _LOGINS.cut(rows[0])
    of_the_person, rest = _PEOPLE.cut(rest)
    of_the_profile, _grant = _PROFILES.cut(rest)
    grants = [found for row in rows if (found := _GRANTS.one_or_none(row[-len(_GRANTS.columns) :]))]
    person = _PEOPLE.one(of_the_person, grants=grants, profile=_PROFILES.one_or_none(of_the_profile))
    return _LOGINS.one(of_the_login, user=person)


def logins(person: User, now: datetime) -> list[LoginSession]:
    """Where this person is signed in, the latest first."""
    return list(
        db.session.scalars(
            select(LoginSession)
            .where(LoginSession.user_id == person.id, LoginSession.revoked_at.is_(None), LoginSession.expires_at > now)
            .order_by(LoginSession.created_at.desc(), LoginSession.id.desc())
        )
    )


def link(token: str, purpose: Purpose, now: datetime) -> OneTimeToken | None:
    """A mailed link with its person, where it is still good: unused, in time, and the address is still the one it went to."""
    return db.session.scalar(
        select(OneTimeToken)
        .join(OneTimeToken.user)
        .where(
            OneTimeToken.token_hash == tokens.fingerprint(token),
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
            OneTimeToken.email_key == User.email_key,
            User.disabled_at.is_(None),
        )
        .options(contains_eager(OneTimeToken.user))
    )


def latest_claim(person: User) -> str | None:
    """What the newest link to this person's address promised: a link that is mailed again promises the same."""
    newest = select(OneTimeToken.claim).where(OneTimeToken.user_id == person.id, OneTimeToken.purpose == Purpose.CONFIRM)
    return db.session.scalar(newest.order_by(OneTimeToken.id.desc()).limit(1))


def grant(person: User, role: Role, *, consultation_id: int | None, committee_id: int | None) -> RoleGrant | None:
    """This role of this person with exactly this scope."""
    return db.session.scalar(
        select(RoleGrant)
        .where(RoleGrant.user_id == person.id, RoleGrant.role == role)
        .where(RoleGrant.consultation_id.is_not_distinct_from(consultation_id))
        .where(RoleGrant.committee_id.is_not_distinct_from(committee_id))
    )


def committees() -> list[Committee]:
    """All committees, the oldest first."""
    return list(db.session.scalars(select(Committee).order_by(Committee.id)))


def committee(committee_id: int) -> Committee:
    """One committee."""
    found = db.session.get(Committee, committee_id)
    if found is None:
        message = f"There is no committee {committee_id}."
        raise NotFound(message)
    return found


def consultation_id(reference: str) -> int:
    """The number of the consultation that a command line names by number or English slug.

    Consultations live on a higher floor, so their table is read by its name.
    """
    table = Model.metadata.tables["consultations"]
    same = sa.cast(table.c.id, sa.Text) == reference if reference.isdigit() else table.c.slug_en == reference
    found: int | None = db.session.scalar(sa.select(table.c.id).where(same))
    if found is None:
        message = f"There is no consultation {reference!r}."
        raise NotFound(message)
    return found
