"""What becomes of roles on offer besides: each act on one is written down, and nobody's offers outlast their right to make them."""

from datetime import datetime

from sqlalchemy import select

from consult.accounts import queries
from consult.accounts.models import Invitation
from consult.audit.models import Action
from consult.audit.services import record
from consult.core.db import db


def withdraw_offers(actor_id: int | None, inviter_id: int, now: datetime) -> None:
    """Take back every offer of somebody who may make none any more: their links are dead at once."""
    theirs = select(Invitation).where(Invitation.invited_by == inviter_id, *queries.is_open(now)).order_by(Invitation.id)
    for invitation in db.session.scalars(theirs.with_for_update().execution_options(populate_existing=True)):
        invitation.withdrawn_at, invitation.token_hash = now, None
        record_offer(actor_id, Action.INVITATION_WITHDRAWN, invitation)


def record_offer(actor_id: int | None, action: Action, invitation: Invitation) -> None:
    """Write down what was offered, not to whom: an address is no code."""
    scope = {"consultation": invitation.consultation_id, "committee": invitation.committee_id, "replaces": invitation.replaces_id}
    detail = {"role": invitation.role.value, **scope}
    record(action, actor_id, f"invitation:{invitation.id}", consultation_id=invitation.consultation_id, detail=detail)
