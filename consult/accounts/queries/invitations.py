"""Reads of invitations, and of the link that makes the first administrator."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import Invitation, Role, RoleGrant, SetupLink
from consult.accounts.queries.roles import is_held, is_live
from consult.core import tokens
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut

INVITATIONS_A_PAGE = 20


def is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The SQL twin of `rules.is_open`."""
    return Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now


def invitations(*, after: int = 0) -> Page[Invitation]:
    """One page of all invitations, the newest first; from the newest where `after` is 0."""
    query = select(Invitation).where(Invitation.id < after if after else sa.true()).order_by(Invitation.id.desc())
    return cut(list(db.session.scalars(query.limit(INVITATIONS_A_PAGE + 1).options(joinedload(Invitation.replaces)))), INVITATIONS_A_PAGE)


def invitation(invitation_id: int) -> Invitation:
    """One invitation."""
    found = db.session.get(Invitation, invitation_id)
    if found is None:
        raise NotFound(invitation_id)
    return found


def offered(token: str, now: datetime) -> Invitation | None:
    """The invitation of a mailed link, where it is still good: in time, and whoever offers it administers this site still."""
    inviters = select(RoleGrant.user_id).join(RoleGrant.user).where(*is_live(Role.ADMINISTRATOR))
    # Without an inviter, it was offered on the command line.
    stands = sa.or_(Invitation.invited_by.is_(None), Invitation.invited_by.in_(inviters))
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == tokens.fingerprint(token), stands, *is_open(now)))


def same_offer(wanted: Invitation, now: datetime) -> Invitation | None:
    """The open invitation of this address to the very same role, if there is one."""
    query = (
        select(Invitation)
        .where(Invitation.email_key == wanted.email_key, Invitation.role == wanted.role, *is_open(now))
        .where(Invitation.consultation_id.is_not_distinct_from(wanted.consultation_id))
        .where(Invitation.committee_id.is_not_distinct_from(wanted.committee_id))
    )
    return db.session.scalar(query.order_by(Invitation.id.desc()).limit(1))


def setup_link(token: str, now: datetime) -> SetupLink | None:
    """The printed link, where it is still good: in time, and nobody administers this site yet."""
    query = select(SetupLink).where(SetupLink.token_hash == tokens.fingerprint(token), SetupLink.expires_at > now)
    return None if is_held(Role.ADMINISTRATOR) else db.session.scalar(query)
