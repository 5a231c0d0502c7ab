"""The one verb of the trail: record an act, in the same transaction as the act itself."""

import secrets

from sqlalchemy import bindparam, select

from consult.analysis.canonical import GENESIS, canonical
from consult.audit.models import Action, ActorRef, AuditEntry, AuditHead
from consult.audit.rules import Content, Detail, chain_of, refuse_words, stamp
from consult.core import clock
from consult.core.db import db, insert_unless_there

REF_BYTES = 16
# Written once: every act of anybody asks these, and to write them takes as long as to run them.
_HEAD = select(AuditHead).where(AuditHead.chain == bindparam("chain")).with_for_update().execution_options(populate_existing=True)
_REF = select(ActorRef.ref).where(ActorRef.user_id == bindparam("user"))


def record(
    action: Action, actor_id: int | None, target: str, *, consultation_id: int | None = None, detail: Detail | None = None
) -> AuditEntry:
    """Write down who did what to what ("comment:88"), in the chain of its consultation or of the site. No words, only codes."""
    detail = detail or {}
    refuse_words({"target": target, **detail})
    ref, now = _ref_of(actor_id), clock.now()
    head = _locked_head(chain_of(consultation_id))
    content = Content(head.chain, head.seq + 1, stamp(now), ref, action.value, target, canonical(dict(detail)))
    entry = AuditEntry(
        chain=content.chain,
        seq=content.seq,
        at=now,
        actor_ref=ref,
        action=content.action,
        target=target,
        detail=content.detail,
        prev_hash=head.hash,
        hash=content.hash_after(head.hash),
    )
    head.seq, head.hash = entry.seq, entry.hash
    db.session.add(entry)
    db.session.flush()
    return entry


def _locked_head(chain: str) -> AuditHead:
    """The newest entry of a chain, locked until the transaction ends, so that two acts at once get two numbers.

    On SQLite the writing transaction is the lock. `populate_existing`: what another transaction has just added must be seen,
    though this session may have read the head before.
    """
    head = db.session.scalar(_HEAD, {"chain": chain})
    if head is None:
        insert_unless_there(AuditHead, chain=chain, seq=0, hash=GENESIS)
        head = db.session.scalars(_HEAD, {"chain": chain}).one()
    return head


def _ref_of(actor_id: int | None) -> str | None:
    """The pseudonym of a person in the trail, made at their first act; None for the site itself."""
    if actor_id is None:
        return None
    ref = db.session.scalar(_REF, {"user": actor_id})
    if ref is None:
        insert_unless_there(ActorRef, ref=secrets.token_hex(REF_BYTES), user_id=actor_id)
        ref = db.session.scalars(_REF, {"user": actor_id}).one()
    return ref
