"""What administrators and the command line do: create accounts and committees, give and take roles."""

from consult.accounts import queries, rules
from consult.accounts.models import Committee, Origin, Purpose, Role, RoleGrant, User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock, passphrases, tokens
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import NotFound, Refused
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


def grant_role(actor: User, person: User, role: Role, *, consultation_id: int | None = None, committee_id: int | None = None) -> RoleGrant:
    """Give a person a role, everywhere or for one consultation or committee. It counts from their next page on."""
    require(rules.may_manage_people, actor)
    if not rules.fits_scope(role, consultation_id=consultation_id, committee_id=committee_id):
        message = f"The role {role} is not given for one consultation or committee."
        raise Refused(message)
    held = queries.grant(person, role, consultation_id=consultation_id, committee_id=committee_id)
    if held is not None:
        return held
    granted = RoleGrant(role=role, consultation_id=consultation_id, committee_id=committee_id, granted_by=actor.id)
    person.grants.append(granted)
    db.session.flush()
    _record_role(actor, Action.ROLE_GRANTED, granted)
    return granted


def revoke_role(actor: User, person: User, role: Role, *, consultation_id: int | None = None, committee_id: int | None = None) -> None:
    """Take a role away, with exactly the scope it was given for. It ends with their next page."""
    require(rules.may_manage_people, actor)
    held = queries.grant(person, role, consultation_id=consultation_id, committee_id=committee_id)
    if held is None:
        message = f"{person.email} does not hold the role {role} with this scope."
        raise NotFound(message)
    _record_role(actor, Action.ROLE_REVOKED, held)
    person.grants.remove(held)


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


def _record_role(actor: User, action: Action, grant: RoleGrant) -> None:
    """Write a change of roles down: which role, for whom, for what."""
    scope = {"consultation": grant.consultation_id, "committee": grant.committee_id}
    record(action, actor.id, f"user:{grant.user_id}", consultation_id=grant.consultation_id, detail={"role": grant.role.value, **scope})
