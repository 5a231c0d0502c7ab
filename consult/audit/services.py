"""The one verb of the trail: record an act, in the same transaction as the act itself."""

import secrets
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from consult.analysis.canonical import GENESIS, canonical
from consult.audit.models import Action, ActorRef, AuditEntry, AuditHead
from consult.audit.rules import Content, Detail, chain_of, refuse_words, stamp
from consult.core import clock
from consult.core.db import db, insert_unless_there, rows_of

REF_BYTES = 16
# Written once: every act of anybody asks these, and to write them takes as long as to run them.
_heads = rows_of(AuditHead)
_REF = select(ActorRef.ref).where(ActorRef.user_id == bindparam("user"))
_HEAD = select(_heads, _REF.scalar_subquery().label("ref")).where(_heads.c.chain == bindparam("name")).with_for_update(of=_heads)
_ADD = insert(rows_of(AuditEntry))
_MOVE = update(_heads).where(_heads.c.chain == bindparam("name")).values(seq=bindparam("number"), hash=bindparam("newest"))


def record(action: Action, actor_id: int | None, target: str, *, consultation_id: int | None = None, detail: Detail | None = None) -> None:
    """Write down who did what to what ("comment:88"), in the chain of its consultation or of the site. No words, only codes."""
    detail = detail or {}
    refuse_words({"target": target, **detail})
    db.session.flush()  # what the entry speaks of goes before it
    head = _locked_head(chain_of(consultation_id), actor_id)
    ref, now = head.ref or _ref_of(actor_id), clock.now()
    content = Content(head.chain, head.seq + 1, stamp(now), ref, action.value, target, canonical(dict(detail)))
    given = {
        "chain": content.chain,
        "seq": content.seq,
        "at": now,
        "actor_ref": ref,
        "action": content.action,
        "target": target,
        "detail": content.detail,
        "prev_hash": head.hash,
        "hash": content.hash_after(head.hash),
    }
    connection = db.session.connection()
    connection.execute(_ADD, given)
    connection.execute(_MOVE, {"name": content.chain, "number": content.seq, "newest": given["hash"]})


def _locked_head(chain: str, actor_id: int | None) -> Row[*tuple[Any, ...]]:
    """The newest entry of a chain, locked until the transaction ends, so that two acts at once get two numbers; with the actor's pseudonym.

    On SQLite the writing transaction is the lock.
    """
    connection, asked = db.session.connection(), {"name": chain, "user": actor_id}
    head = connection.execute(_HEAD, asked).first()
    if head is None:
        insert_unless_there(AuditHead, chain=chain, seq=0, hash=GENESIS)
        head = connection.execute(_HEAD, asked).one()
    return head


def _ref_of(actor_id: int | None) -> str | None:
    """The pseudonym of a person in the trail, made at their first act; None for the site itself."""
    if actor_id is None:
        return None
    connection = db.session.connection()
    ref: str | None = connection.execute(_REF, {"user": actor_id}).scalar()
    if ref is None:
        insert_unless_there(ActorRef, ref=secrets.token_hex(REF_BYTES), user_id=actor_id)
        ref = connection.execute(_REF, {"user": actor_id}).scalar_one()
    return ref
