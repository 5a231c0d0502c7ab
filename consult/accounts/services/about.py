"""What people say of themselves after they have contributed: profile and self-identification. All of it may be left out, and deleted."""

import json
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update

from consult.accounts import jobs, queries, rules
from consult.accounts.models import (
    CONSENT,
    AboutYou,
    Answers,
    Perspective,
    Profile,
    Province,
    SelfIdentification,
    SelfIdentificationConsent,
    SelfIdentificationLink,
    SelfIdentificationRequest,
    User,
)
from consult.accounts.rows_apart import PURPOSE, ready_key
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock, lockbox
from consult.core.access import require
from consult.core.db import db, insert_unless_there
from consult.core.errors import Refused
from consult.core.formats import HOME_ZONE
from consult.core.transaction import release
from consult.jobs.services import enqueue
from consult.settings import current


def ask_about_oneself(actor: User) -> bool:
    """Whether to invite this person now: after their first contribution, once."""
    if actor.about_you is not AboutYou.NOT_ASKED:
        return False
    actor.about_you = AboutYou.ASKED
    return True


def settle_invitation(actor: User) -> None:
    """Let the invitation not come back: the person said something, or "Not now". The pages stay where they are."""
    actor.about_you = AboutYou.SETTLED


def change_profile(actor: User, *, perspective: Perspective | None, province: Province | None) -> None:
    """Say where one stands and lives, or either, or neither: where nothing is said, nothing is kept."""
    settle_invitation(actor)
    if perspective is None and province is None:
        delete_profile(actor)
        return
    _put(Profile, actor, perspective=perspective, province=province)
    db.session.expire(actor, ["profile"])


def delete_profile(actor: User) -> None:
    """Take both back, at once. Votes keep the perspective of their day: totals that were shown must not change afterwards."""
    db.session.execute(delete(Profile).where(Profile.user_id == actor.id), execution_options={"synchronize_session": False})
    db.session.expire(actor, ["profile"])


def may_keep_answers() -> bool:
    """There is a key to seal with. Without one, nothing is taken."""
    return lockbox.public_key(current().instance) is not None


def keep_answers(actor: User, answers: Answers, *, lang: str) -> None:
    """Seal what a person says of themself, for the worker to keep apart from the account. It replaces what they said before.

    Whoever calls this has seen that the person agreed. The account keeps that, and nothing of the answers.
    """
    public = lockbox.public_key(current().instance)
    if public is None:
        raise Refused("There is no key to seal answers with.")
    release()  # the first letter of a process loads a library: nobody waits for that behind a lock
    letter = {"account": actor.id, "consent": CONSENT, "answers": answers.as_json()}
    sealed = lockbox.seal(public, json.dumps(letter), PURPOSE)
    _ask_worker(actor, sealed)
    month = clock.now().astimezone(ZoneInfo(HOME_ZONE)).date().replace(day=1)
    _put(SelfIdentificationConsent, actor, given_in=month, words=CONSENT, lang=lang)
    settle_invitation(actor)


def delete_answers(actor: User) -> None:
    """Delete everything at once: answers that wait are dropped here, those that are kept, by the worker. Twice is as good as once."""
    db.session.execute(delete(SelfIdentificationConsent).where(SelfIdentificationConsent.user_id == actor.id))
    _ask_worker(actor, None)


def prepare_answers_key() -> str:
    """Make the key for answers where there is none yet; say where it lies."""
    ready_key(current().instance)
    return str(lockbox.private_file(current().instance))


def discard_answers(actor: User) -> int:
    """Delete every answer of everybody, with all that accounts keep of it: at the end of their time, or where the key is lost.

    Says how many there were. Profiles stay: they are no self-identification.
    """
    require(rules.may_manage_people, actor)
    record(Action.SELF_IDENTIFICATION_DISCARDED, actor.id, "site")
    found = queries.count_sealed_answers()
    for table in (SelfIdentificationRequest, SelfIdentificationLink, SelfIdentification, SelfIdentificationConsent):
        db.session.execute(delete(table))
    return found


def _ask_worker(actor: User, sealed: bytes | None) -> None:
    """Leave a letter, or the wish that all be deleted, in the place of one that waits. The job has no argument: it tells of nobody."""
    _put(SelfIdentificationRequest, actor, sealed=sealed)
    enqueue(jobs.settle_self_identification)


def _put(table: type[Profile | SelfIdentificationConsent | SelfIdentificationRequest], actor: User, **values: object) -> None:
    """Write a person's one row, new or changed. One that goes at this very moment (the worker has just settled it) is written anew."""
    changed = update(table).where(table.user_id == actor.id).values(values).returning(table.user_id)
    while not insert_unless_there(table, user_id=actor.id, **values):
        if db.session.execute(changed, execution_options={"synchronize_session": False}).first() is not None:
            return
