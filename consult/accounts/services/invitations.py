"""Roles on offer: invite, send again, withdraw, accept. Nothing is granted before the invited person accepts."""

from datetime import datetime

from sqlalchemy import update

from consult.accounts import jobs, queries, rules
from consult.accounts.models import Invitation, Origin, Role, User
from consult.accounts.services.offers import record_offer
from consult.accounts.services.own import revoke_sessions
from consult.accounts.services.roles import check_scope, close_role, start_role
from consult.audit.models import Action
from consult.core import clock, passphrases
from consult.core.access import require
from consult.core.db import db, insert_unless_there
from consult.core.errors import NotFound, Overtaken
from consult.core.mailboxes import mailbox_key
from consult.core.transaction import release
from consult.jobs.services import enqueue


def invite(
    actor: User,
    *,
    email: str,
    lang: str,
    role: Role,
    consultation_id: int | None = None,
    committee_id: int | None = None,
    replaces: User | None = None,
) -> Invitation:
    """Offer a role by mail. Whether the address has an account makes no difference; the same offer again renews the one that is open."""
    require(rules.may_manage_people, actor)
    check_scope(role, consultation_id=consultation_id, committee_id=committee_id)
    now = clock.now()
    offer = Invitation(
        email=email,
        email_key=mailbox_key(email),
        lang=lang,
        role=role,
        consultation_id=consultation_id,
        committee_id=committee_id,
        invited_by=actor.id,
        invited_at=now,
        expires_at=now + rules.INVITATION_LIFE,
    )
    invitation = queries.same_offer(offer, now) or offer
    invitation.lang, invitation.replaces_id, invitation.invited_by = lang, replaces.id if replaces else None, actor.id
    db.session.add(invitation)
    db.session.flush()
    record_offer(actor.id, Action.INVITATION_SENT, invitation)
    _send(invitation, now)
    return invitation


def send_again(actor: User, invitation: Invitation) -> None:
    """Mail an invitation that nobody has accepted once more, for another seven days; the link that was mailed before is dead at once.

    From now on it is offered in the name of whoever sends it again.
    """
    require(rules.may_manage_people, actor)
    _settle(invitation, clock.now(), withdrawn=False)
    invitation.invited_by = actor.id
    record_offer(actor.id, Action.INVITATION_SENT, invitation)
    _send(invitation, clock.now())


def withdraw_invitation(actor: User, invitation: Invitation) -> None:
    """Take an offer back: its link is dead at once."""
    require(rules.may_manage_people, actor)
    _settle(invitation, clock.now(), withdrawn=True)
    record_offer(actor.id, Action.INVITATION_WITHDRAWN, invitation)


def accept_invitation(actor: User, token: str) -> Invitation:
    """Take up the role that was offered; whoever held it until now, and was to be replaced, lays it down in the same act."""
    invitation = _offered(token)
    require(rules.is_invited, actor, invitation)
    return _accept(actor, invitation)


def accept_and_join(token: str, *, passphrase: str, display_name: str) -> User:
    """Open an account for the invited address and accept. The link has confirmed the address."""
    release()
    passphrase_hash = passphrases.hashed(passphrase)
    invitation = _offered(token)
    insert_unless_there(User, email=invitation.email, email_key=invitation.email_key, lang=invitation.lang, origin=Origin.WEB)
    person = queries.account(invitation.email)
    if not person.is_active or rules.is_opened(person):
        raise Overtaken(invitation.id)
    person.passphrase_hash, person.confirmed_at = passphrase_hash, person.confirmed_at or clock.now()
    person.display_name, person.lang = display_name, invitation.lang
    revoke_sessions(person)
    _accept(person, invitation)
    return person


def _offered(token: str) -> Invitation:
    """The invitation of a link that still works."""
    found = queries.offered(token, clock.now())
    if found is None:
        raise NotFound("invitation")
    return found


def _accept(person: User, invitation: Invitation) -> Invitation:
    """Use the invitation up, and give what it offers in the name of whoever offered it: of two who try at once, one gets it.

    Whoever offered it must administer this site still, and does so until this is done.
    """
    now, administrators = clock.now(), queries.lock_administrators()
    if invitation.invited_by is not None and invitation.invited_by not in administrators:
        raise NotFound("invitation")
    taking = update(Invitation).where(Invitation.id == invitation.id, Invitation.token_hash == invitation.token_hash, *queries.is_open(now))
    taking = taking.values(accepted_at=now, accepted_by=person.id, token_hash=None)
    if not db.session.execute(taking, execution_options={"synchronize_session": False}).rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a cursor
        raise NotFound("invitation")
    db.session.refresh(invitation)
    record_offer(person.id, Action.INVITATION_ACCEPTED, invitation)
    scope = {"consultation_id": invitation.consultation_id, "committee_id": invitation.committee_id}
    start_role(invitation.invited_by, person, invitation.role, **scope)
    before = invitation.replaces
    held = queries.grant(before, invitation.role, **scope) if before and before.id != person.id else None
    if held:
        close_role(invitation.invited_by, held)
    return invitation


def _settle(invitation: Invitation, now: datetime, *, withdrawn: bool) -> None:
    """Kill the link, unless somebody accepted or withdrew meanwhile."""
    ending = update(Invitation).where(Invitation.id == invitation.id, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    ending = ending.values(token_hash=None, **({"withdrawn_at": now} if withdrawn else {}))
    if not db.session.execute(ending, execution_options={"synchronize_session": False}).rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a cursor
        raise Overtaken(invitation.id)
    db.session.refresh(invitation)


def _send(invitation: Invitation, now: datetime) -> None:
    """Have a new link mailed; the job makes its token, so that no table ever holds one that opens something."""
    invitation.token_hash, invitation.expires_at = None, now + rules.INVITATION_LIFE
    db.session.flush()
    enqueue(jobs.send_invitation, invitation_id=invitation.id)
