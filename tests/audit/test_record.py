"""Recording an act: chained, numbered without gaps, without names and without words."""

import threading
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.analysis.canonical import GENESIS, canonical
from consult.audit.models import Action, ActorRef, AuditEntry, AuditHead
from consult.audit.services import record
from consult.core import transaction
from consult.core.db import db
from tests.builders import make_user
from tests.support.clock import StoppedClock


def written(*given: Any, **named: Any) -> AuditEntry:
    """Record, and read the entry."""
    record(*given, **named)
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_an_entry_carries_the_hash_of_the_one_before(app: Flask) -> None:
    first = written(Action.COMMENT_POSTED, None, "comment:1")
    second = written(Action.COMMENT_WITHDRAWN, None, "comment:1")
    assert (first.seq, first.prev_hash) == (1, GENESIS)
    assert (second.seq, second.prev_hash) == (2, first.hash)


def test_the_hash_is_that_of_the_published_method(app: Flask, clock: StoppedClock) -> None:
    entry = written(Action.COMMENT_POSTED, None, "comment:88", detail={"reason": "PII-SELF", "version": 3})
    content = {
        "chain": "site",
        "seq": 1,
        "at": clock.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "actor_ref": None,
        "action": "comment_posted",
        "target": "comment:88",
        "detail": '{"reason":"PII-SELF","version":3}',
    }
    assert entry.hash == sha256(f"{GENESIS}\n{canonical(content)}".encode()).hexdigest()


def test_each_consultation_has_its_own_chain(app: Flask) -> None:
    record(Action.COMMENT_POSTED, None, "comment:1", consultation_id=7)
    record(Action.COMMENT_POSTED, None, "comment:2")
    record(Action.COMMENT_POSTED, None, "comment:3", consultation_id=7)
    heads = {head.chain: head.seq for head in db.session.scalars(sa.select(AuditHead))}
    assert heads == {"site": 1, "consultation:7": 2}


def test_a_person_has_one_pseudonym_that_does_not_tell_who_they_are(app: Flask) -> None:
    ada, bo = make_user(), make_user()
    acts = ((None, ada), (7, ada), (7, bo))
    refs = [written(Action.COMMENT_POSTED, user.id, "comment:1", consultation_id=chain).actor_ref for chain, user in acts]
    assert refs[0] == refs[1] != refs[2]
    assert len(str(refs[0])) == 32


def test_erasing_an_account_cuts_the_link_and_keeps_the_entry(app: Flask) -> None:
    ada = make_user()
    entry = written(Action.COMMENT_POSTED, ada.id, "comment:1")
    db.session.delete(ada)
    db.session.flush()
    db.session.expire_all()
    assert db.session.get_one(ActorRef, entry.actor_ref).user_id is None
    assert db.session.get_one(AuditEntry, entry.id).actor_ref == entry.actor_ref


@pytest.mark.parametrize(
    "detail", [{"note": "two words"}, {"code": "x" * 81}, {"to": "ada@example.ca"}, {"fields": ["a", "line\nbreak"]}, {"share": 0.5}]
)
def test_words_are_refused(app: Flask, detail: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a number, an id or a code"):
        record(Action.COMMENT_POSTED, None, "comment:1", detail=detail)


def test_what_is_rolled_back_leaves_no_entry_and_no_gap(app: Flask) -> None:
    record(Action.COMMENT_POSTED, None, "comment:1")
    transaction.commit()
    record(Action.COMMENT_POSTED, None, "comment:2")
    db.session.rollback()
    assert written(Action.COMMENT_POSTED, None, "comment:3").seq == 2


def test_acts_at_the_same_moment_get_different_numbers(app: Flask) -> None:
    ada_id = make_user().id
    transaction.commit()
    together = threading.Barrier(4)

    def act(number: int) -> None:
        with app.app_context():
            together.wait()
            for step in range(5):
                record(Action.COMMENT_POSTED, ada_id, f"comment:{number}{step}", consultation_id=1)
                transaction.commit()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(db.session.scalars(sa.select(AuditEntry.seq).order_by(AuditEntry.seq))) == list(range(1, 21))
    assert len(set(db.session.scalars(sa.select(AuditEntry.actor_ref)))) == 1
