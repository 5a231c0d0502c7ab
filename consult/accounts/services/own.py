"""What people do with their own account: join, confirm, be recognized, reset, change settings.

Every verb that hashes a passphrase ends the transaction first: nobody waits behind a lock for a quarter of a second of arithmetic.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from consult.accounts import jobs, queries
from consult.accounts.models import LoginSession, OneTimeToken, Origin, Purpose, User
from consult.core import clock, drafts, passphrases
from consult.core.db import db, insert_unless_there
from consult.core.errors import NotFound
from consult.core.mailboxes import mailbox_key
from consult.core.slow_down import slow_down
from consult.core.transaction import release
from consult.jobs.services import enqueue
from consult.settings import current

# Failed tries before a wait: for one account from one network, and for one account from everywhere.
FREE_FROM_A_NETWORK, FREE_FROM_EVERYWHERE = 5, 30
NOBODY = 0


def join(*, email: str, passphrase: str, lang: str, claim: str = "") -> None:
    """Open an account that waits for its address to be confirmed; where there is one already, its owner is told by mail.

    Known or not, the work and the answer are the same, so that nobody learns here who has an account. An account that exists
    is never changed by it: a stranger cannot set the passphrase of somebody who has not confirmed yet. `claim` names the texts that
    this browser has not sent: they go with the link.
    """
    release()
    passphrase_hash = passphrases.hashed(passphrase)
    key = mailbox_key(email)
    is_new = insert_unless_there(User, email=email, email_key=key, passphrase_hash=passphrase_hash, lang=lang, origin=Origin.WEB)
    person = queries.account(email)
    enqueue(jobs.send_confirmation if is_new else jobs.tell_account_exists, user_id=person.id, claim=claim)


def person_behind(email: str, *, lang: str, display_name: str) -> User:
    """The person of a mailbox who has just followed a link in it; somebody new gets no passphrase, and may choose one by joining later.

    An account that nobody confirmed is taken over as after a forgotten passphrase: a stranger who typed the address first keeps nothing.
    """
    now, key = clock.now(), mailbox_key(email)
    insert_unless_there(User, email=email, email_key=key, lang=lang, display_name=display_name, confirmed_at=now, origin=Origin.WEB)
    person = queries.account(email)
    if not person.is_active:
        raise NotFound(person.id)
    if person.confirmed_at is None:
        person.confirmed_at, person.passphrase_hash = now, None
        person.display_name, person.lang = display_name, lang
    return person


def confirm_address(token: str) -> User:
    """Take the address as confirmed: its owner followed the link. They sign in with the passphrase that only they know."""
    person = _spend(token, Purpose.CONFIRM)
    person.confirmed_at = person.confirmed_at or clock.now()
    return person


def send_confirmation_again(user_id: int) -> None:
    """Mail the confirmation once more to somebody who signed in with the right passphrase."""
    enqueue(jobs.send_confirmation, user_id=user_id)


def recognize(email: str, passphrase: str, *, network: str) -> User | None:
    """Say who this is; nobody where the address is unknown, the passphrase wrong or the account disabled. Tries are slowed down."""
    key = mailbox_key(email)
    tries = (f"{key} from {network}", key)
    if current().limits:
        slow_down().take({tries[0]: FREE_FROM_A_NETWORK, tries[1]: FREE_FROM_EVERYWHERE})
    person = queries.user_by_email(email)
    kept = person.passphrase_hash if person else None
    release()
    if not passphrases.matches(kept, passphrase) or person is None:
        return None
    # Read again: a reset or a disabling may have come between.
    db.session.refresh(person)
    if person.passphrase_hash != kept or not person.is_active:
        return None
    slow_down().forget(*tries)
    return person


def request_reset(*, email: str) -> None:
    """Mail a link to choose a new passphrase, where there is an account. The work is the same where there is none."""
    person = queries.user_by_email(email)
    enqueue(jobs.send_reset, user_id=person.id if person else NOBODY)


def reset_passphrase(token: str, *, passphrase: str) -> User:
    """Replace the passphrase and end every session. Following the link also confirms the address, and ends any slowing down."""
    release()
    passphrase_hash = passphrases.hashed(passphrase)
    person = _spend(token, Purpose.RESET)
    person.passphrase_hash = passphrase_hash
    person.confirmed_at = person.confirmed_at or clock.now()
    revoke_sessions(person)
    slow_down().forget(str(person.email_key))
    return person


def revoke_sessions(actor: User, *, keep: int | None = None) -> None:
    """Sign a person out everywhere, except here where `keep` names this session."""
    live = update(LoginSession).where(LoginSession.user_id == actor.id, LoginSession.revoked_at.is_(None))
    if keep is not None:
        live = live.where(LoginSession.id != keep)
    db.session.execute(live.values(revoked_at=clock.now()))


def change_settings(actor: User, *, lang: str, display_name: str) -> None:
    """Change the language of mails and the name shown with what one writes."""
    actor.lang = lang
    actor.display_name = display_name


def _spend(token: str, purpose: Purpose) -> User:
    """Use a mailed link up, and every other one of its kind: of two requests at once, one gets it."""
    now = clock.now()
    link = queries.link(token, purpose, now)
    if link is None or not _use_up(now, OneTimeToken.id == link.id):
        raise NotFound(purpose)
    _use_up(now, OneTimeToken.user_id == link.user_id, OneTimeToken.purpose == purpose)
    if link.user.confirmed_at is None:
        drafts.hand_over_claimed(link.user_id, link.claim)
    return link.user


def _use_up(now: datetime, *which: ColumnElement[bool]) -> int:
    """Mark links as used; say how many still were not."""
    outcome = db.session.execute(update(OneTimeToken).where(*which, OneTimeToken.used_at.is_(None)).values(used_at=now))
    return int(outcome.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a cursor
