"""What administrators and the command line do: create accounts and committees."""

from consult.accounts import queries, rules
from consult.accounts.models import Committee, Origin, Purpose, User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock, passphrases, tokens
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Refused
from consult.core.mailboxes import mailbox_key


def create_user(actor: User, email: str, *, lang: str, passphrase: str | None = None, origin: Origin = Origin.COMMAND) -> User:
    """Create a confirmed account: whoever does it vouches for the address."""
    require(rules.may_manage_people, actor)
    passphrase_hash = None if passphrase is None else passphrases.hashed(passphrase)
    person = User(
        email=email,
        email_key=mailbox_key(email),
        passphrase_hash=passphrase_hash,
        lang=lang,
        origin=origin,
        confirmed_at=clock.now(),
    )
    if queries.user_by_email(email) is not None:
        message = f"There is already an account for {email}."
        raise Refused(message)
    db.session.add(person)
    db.session.flush()
    if origin is Origin.COMMAND:
        record(Action.ACCOUNT_CREATED, actor.id, f"user:{person.id}")
    return person


def issue_link(actor: User, person: User, purpose: Purpose) -> str:
    """Make the token of a one-time link to hand over. Mailed ones are made in the job that mails them."""
    require(rules.may_manage_people, actor)
    token = tokens.fresh()
    db.session.add(rules.link_for(person, purpose, token, clock.now()))
    return token


def create_committee(actor: User, name: Bilingual) -> Committee:
    """Create a committee, named in both languages."""
    require(rules.may_manage_people, actor)
    if not name.complete:
        message = "A committee has a name in both languages."
        raise Refused(message)
    committee = Committee(name=name)
    db.session.add(committee)
    db.session.flush()
    record(Action.COMMITTEE_CREATED, actor.id, f"committee:{committee.id}")
    return committee
