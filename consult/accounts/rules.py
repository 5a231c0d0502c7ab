"""Who may sign in, how long a sign-in lasts, which passphrases are good, and where a role may apply."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult.accounts.models import Invitation, LoginSession, OneTimeToken, Purpose, Role, RoleGrant, User
from consult.core.mailboxes import mailbox_key
from consult.core.passphrases import is_common
from consult.core.tokens import fingerprint

PASSPHRASE_MIN, PASSPHRASE_MAX = 12, 200
LINK_LIFE = {Purpose.CONFIRM: timedelta(days=3), Purpose.RESET: timedelta(minutes=60)}
INVITATION_LIFE, SETUP_LIFE = timedelta(days=7), timedelta(hours=24)

OF_A_CONSULTATION = frozenset({Role.MODERATOR, Role.ANALYST})
OF_A_COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})


class InvitationState(enum.StrEnum):
    """How an invitation stands at a moment. Computed, never stored."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Way(enum.StrEnum):
    """What whoever follows the link of an invitation must do to accept it."""

    ACCEPT = "accept"  # signed in as the person who was invited
    SIGN_IN = "sign_in"  # the address has an account that can be signed in to
    JOIN = "join"  # it has none, or one that nobody has opened yet
    OTHER = "other"  # signed in as somebody else
    CLOSED = "closed"  # the account of the address is disabled


@dataclass(frozen=True)
class Allowance:
    """How long a sign-in lasts in all, and how long without a sign of life."""

    longest: timedelta
    idle: timedelta


PARTICIPANT = Allowance(timedelta(days=30), timedelta(hours=20))
STAFF = Allowance(timedelta(hours=12), timedelta(minutes=30))


def allowance(user: User) -> Allowance:
    """Staff reach other people's words, so a forgotten browser of theirs closes early. A new role counts at once."""
    return STAFF if user.is_staff else PARTICIPANT


def is_live(login: LoginSession, now: datetime) -> bool:
    """The sign-in still counts: not ended, not over, its person not disabled."""
    end = min(login.expires_at, login.created_at + allowance(login.user).longest)
    return login.revoked_at is None and login.user.is_active and now < end


def is_idle(user: User, seen: datetime, now: datetime) -> bool:
    """Nothing was heard of this browser for too long."""
    return now - seen >= allowance(user).idle


def may_sign_in(user: User) -> bool:
    """The address is confirmed: until then anybody could have typed it."""
    return user.confirmed_at is not None and user.is_active


def is_guessable(passphrase: str, email: str) -> bool:
    """Everybody would try it: one of the world's most used, or the address itself, or its part before the @."""
    typed = passphrase.strip().casefold()
    local = email.strip().casefold().partition("@")[0]
    return is_common(passphrase) or _is_address(typed, email) or (bool(local) and typed in {local, local * 2})


def link_for(person: User, purpose: Purpose, token: str, now: datetime, *, claim: str | None = None) -> OneTimeToken:
    """The row of a one-time link: the token's fingerprint, bound to the person, the purpose, the address and a time.

    `claim` names the texts of the browser that asked for it. They never go to an account that is confirmed already: a stranger could
    have typed its address.
    """
    return OneTimeToken(
        token_hash=fingerprint(token),
        purpose=purpose,
        user_id=person.id,
        email_key=person.email_key,
        claim=None if person.confirmed_at else claim,
        created_at=now,
        expires_at=now + LINK_LIFE[purpose],
    )


def may_manage_people(actor: User | None) -> bool:
    """Create accounts, roles and committees: for administrators.

    An administrator manages people and consultations, and may read everything that staff read. Moderating, editing or
    sitting on a committee takes that role as well.
    """
    return actor is not None and actor.holds(Role.ADMINISTRATOR)


def operator() -> User:
    """The command line as an actor: whoever can run it owns the machine, so it holds every role. Never stored."""
    return User(grants=[RoleGrant(role=role) for role in Role], display_name="")


def fits_scope(role: Role, *, consultation_id: int | None, committee_id: int | None) -> bool:
    """The scope is of the role's kind. Without one, a role applies everywhere."""
    return (consultation_id is None or role in OF_A_CONSULTATION) and (committee_id is None or role in OF_A_COMMITTEE)


def invitation_state(invitation: Invitation, now: datetime) -> InvitationState:
    """Where an invitation stands."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if now < invitation.expires_at else InvitationState.EXPIRED


def is_open(invitation: Invitation, now: datetime) -> bool:
    """Its link works."""
    return invitation_state(invitation, now) is InvitationState.OPEN


def is_invited(actor: User | None, invitation: Invitation) -> bool:
    """The invitation went to this person's own address: nobody takes up what was offered to somebody else."""
    return actor is not None and actor.is_active and actor.email_key == invitation.email_key


def is_opened(person: User) -> bool:
    """Somebody has confirmed the address and chosen a passphrase: the account can be signed in to."""
    return may_sign_in(person) and person.passphrase_hash is not None


def way_to_accept(actor: User | None, invitation: Invitation, known: User | None) -> Way:
    """What is to be done to accept; `known` is the account of the address.

    The link proves that the mailbox is theirs. So an account that was never confirmed is taken over as after a forgotten
    passphrase: a stranger who typed the address first keeps nothing.
    """
    if known is not None and not known.is_active:
        return Way.CLOSED
    if actor is not None:
        return Way.ACCEPT if is_invited(actor, invitation) else Way.OTHER
    return Way.SIGN_IN if known is not None and is_opened(known) else Way.JOIN


def _is_address(typed: str, email: str) -> bool:
    try:
        return mailbox_key(typed) == mailbox_key(email)
    except ValueError:
        return typed == email.strip().casefold()
