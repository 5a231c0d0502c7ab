"""Give a role, take it away, pass it on. Only administrators do, or an invitation that one of them sent."""

from sqlalchemy import delete

from consult.accounts import queries, rules
from consult.accounts.models import Role, RoleGrant, User
from consult.accounts.services.offers import withdraw_offers
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.db import db, insert_unless_there
from consult.core.errors import NotFound, Overtaken, Refused


class LastAdministrator(Refused):
    """The site would be left without anybody who can give roles."""


def grant_role(actor: User, person: User, role: Role, *, consultation_id: int | None = None, committee_id: int | None = None) -> RoleGrant:
    """Give a person a role, everywhere or for one consultation or committee. It counts from their next page on."""
    require(rules.may_manage_people, actor)
    check_scope(role, consultation_id=consultation_id, committee_id=committee_id)
    return start_role(actor.id, person, role, consultation_id=consultation_id, committee_id=committee_id)


def revoke_role(actor: User, person: User, role: Role, *, consultation_id: int | None = None, committee_id: int | None = None) -> None:
    """Take a role away, with exactly the scope it was given for. It ends with their next page. Somebody must go on administering."""
    require(rules.may_manage_people, actor)
    held = queries.grant(person, role, consultation_id=consultation_id, committee_id=committee_id)
    if held is None:
        message = f"{person.email} does not hold the role {role} with this scope."
        raise NotFound(message)
    close_role(actor.id, held)


def replace_role(actor: User, held: RoleGrant, successor: User) -> RoleGrant:
    """Pass a role on: it ends for one person and begins for another, in one act. What was done in it stays with whoever did it."""
    require(rules.may_manage_people, actor)
    scope = {"consultation_id": held.consultation_id, "committee_id": held.committee_id}
    if not rules.may_sign_in(successor) or successor.id == held.user_id:
        message = "This person cannot take the role over."
        raise Refused(message)
    granted = start_role(actor.id, successor, held.role, **scope)
    close_role(actor.id, held)
    return granted


def check_scope(role: Role, *, consultation_id: int | None, committee_id: int | None) -> None:
    """Refuse a consultation or a committee that a role of this kind is not about."""
    if not rules.fits_scope(role, consultation_id=consultation_id, committee_id=committee_id):
        message = f"The role {role} is not given for one consultation or committee."
        raise Refused(message)


def start_role(actor_id: int | None, person: User, role: Role, *, consultation_id: int | None, committee_id: int | None) -> RoleGrant:
    """Write a grant and its entry; nothing where it is held already, also where somebody else has given it at this very moment."""
    scope = {"consultation_id": consultation_id, "committee_id": committee_id}
    is_new = insert_unless_there(RoleGrant, user_id=person.id, role=role, granted_by=actor_id, **scope)
    granted = queries.grant(person, role, **scope)
    if granted is None:
        raise Overtaken(person.id)
    if is_new:
        db.session.expire(person, ["grants"])
        _record(actor_id, Action.ROLE_GRANTED, granted)
    return granted


def close_role(actor_id: int | None, held: RoleGrant) -> None:
    """Remove a grant and write its entry, unless nobody would administer this site afterwards. What an administrator offered ends too."""
    if held.role is Role.ADMINISTRATOR and not queries.lock_administrators() - {held.user_id}:
        message = "The last administrator cannot be removed: let somebody else administer this site first."
        raise LastAdministrator(message)
    person = held.user
    _record(actor_id, Action.ROLE_REVOKED, held)
    gone = db.session.execute(delete(RoleGrant).where(RoleGrant.id == held.id))
    if not gone.rowcount:  # type: ignore[attr-defined]  # a DELETE gives a cursor
        raise Overtaken(held.id)
    db.session.expire(person, ["grants"])
    if held.role is Role.ADMINISTRATOR:
        withdraw_offers(actor_id, person.id, clock.now())


def _record(actor_id: int | None, action: Action, grant: RoleGrant) -> None:
    """Write a change of roles down: which role, for whom, for what."""
    scope = {"consultation": grant.consultation_id, "committee": grant.committee_id}
    record(action, actor_id, f"user:{grant.user_id}", consultation_id=grant.consultation_id, detail={"role": grant.role.value, **scope})
