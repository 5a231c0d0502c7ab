"""The worker's part of self-identification, and nobody else's: it alone loads the key that opens what the web process sealed.

Nothing in here is asked for by a page. Each letter is opened, kept under the person's random number, and gone, in one transaction.
"""

import json
from pathlib import Path
from secrets import SystemRandom, token_hex

import structlog
from sqlalchemy import select

from consult.accounts.models import SelfIdentification, SelfIdentificationLink, SelfIdentificationRequest
from consult.accounts.queries.self_identification import count_sealed_answers
from consult.core import lockbox
from consult.core.db import db
from consult.core.lockbox import Key, KeyFault, WrongKey

PURPOSE = "self-identification"
REP_BYTES = 16

log = structlog.get_logger()


def ready_key(instance: Path) -> Key:
    """The key, made where there is none yet. Never a second one beside answers that only the first can open."""
    if not lockbox.has_key(instance) and count_sealed_answers():
        raise KeyFault(
            f"The key {lockbox.private_file(instance)} is missing, and this database holds answers that were sealed with it. "
            "Put the key back from its copy. If it is lost for good, `consult discard-answers` deletes them and makes another."
        )
    lockbox.make_key(instance)
    return Key.of_file(instance)


def settle_requests(instance: Path) -> int:
    """Do for each person what they asked for last: keep, replace or delete. Doing it twice is as good as once.

    A letter that does not open (sealed for another key) waits, and holds nobody else's up. Those that wait together are settled in no
    order: which came first is nobody's to know.
    """
    key, settled = ready_key(instance), 0
    _refuse_another(key)
    requests = db.session.scalars(select(SelfIdentificationRequest).with_for_update()).all()
    for request in SystemRandom().sample(requests, len(requests)):
        try:
            _settle(key, request)
        except WrongKey:
            log.exception("self_identification_letter_of_another_key", where=lockbox.NAME)
            continue
        db.session.delete(request)
        settled += 1
    return settled


def _settle(key: Key, request: SelfIdentificationRequest) -> None:
    name = key.name_of(request.user_id)
    if request.sealed is None:
        _delete(key, name)
        return
    letter = json.loads(key.open(request.sealed, PURPOSE))
    if letter["account"] != request.user_id:
        raise WrongKey("A letter was put under another account.")
    kept = json.dumps({"answers": letter["answers"], "consent": letter["consent"]})
    row = _row(key, name) or _new_row(key, name)
    row.sealed = key.wrap(kept, row.rep_id)


def _delete(key: Key, name: str) -> None:
    row, link = _row(key, name), db.session.get(SelfIdentificationLink, name)
    for found in (row, link):
        if found is not None:
            db.session.delete(found)


def _row(key: Key, name: str) -> SelfIdentification | None:
    link = db.session.get(SelfIdentificationLink, name)
    return db.session.get(SelfIdentification, key.unwrap(link.sealed, name)) if link else None


def _new_row(key: Key, name: str) -> SelfIdentification:
    row = SelfIdentification(rep_id=token_hex(REP_BYTES))
    db.session.merge(SelfIdentificationLink(account_key=name, sealed=key.wrap(row.rep_id, name)))
    db.session.add(row)
    return row


def _refuse_another(key: Key) -> None:
    """Where the answers that are there do not open, this key is another one: what it kept, nobody could delete."""
    row = db.session.scalar(select(SelfIdentification).limit(1))
    if row is not None:
        key.unwrap(row.sealed, row.rep_id)
