"""What stage a consultation is at, computed from the acts kept and the clock; what may be done to it then, and who may take part."""

import enum
from datetime import datetime

from consult.accounts.models import User
from consult.consultations.models import Act, Consultation, WhoMayContribute


class Stage(enum.StrEnum):
    """Where a consultation stands at a moment. Computed, never stored."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    REPORTED = "reported"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


BEFORE_OPENING = frozenset({Stage.DRAFT, Stage.SCHEDULED})
UNDER_WAY = frozenset({Stage.OPEN, Stage.PAUSED})
# What people said was heard to the end: of these a report is made.
AFTER_CLOSING = frozenset({Stage.CLOSED, Stage.REPORTED})
# Nothing of it changes any more.
PUT_AWAY = frozenset({Stage.CANCELLED, Stage.ARCHIVED})
OVER = AFTER_CLOSING | PUT_AWAY
# What the lists of everybody show without being asked.
CURRENT = frozenset(Stage) - {Stage.ARCHIVED}

# At which stages each act is possible. An extension comes before the closing: whoever was told that it is over was told the truth.
ACTS: dict[Act, frozenset[Stage]] = {
    Act.EXTEND: UNDER_WAY,
    Act.PAUSE: frozenset({Stage.OPEN}),
    Act.RESUME: frozenset({Stage.PAUSED}),
    Act.CANCEL: UNDER_WAY | {Stage.SCHEDULED, Stage.CLOSED},
    Act.ARCHIVE: OVER - {Stage.ARCHIVED},
    Act.UNARCHIVE: frozenset({Stage.ARCHIVED}),
}
# Order in the house; they say nothing about anybody's part in it, so they need no reason and an import may have them too.
HOUSEKEEPING = frozenset({Act.ARCHIVE, Act.UNARCHIVE})


def stage(consultation: Consultation, now: datetime) -> Stage:
    """The stage by the acts and the clock. The first of these that is so decides.

    | it is              | where                                                      |
    |--------------------|------------------------------------------------------------|
    | a draft            | it was never published, whatever else is kept of it        |
    | archived           | it was archived, and that was not taken back               |
    | cancelled          | it was cancelled                                           |
    | reported           | its report is published                                    |
    | closed             | it came from elsewhere, and nobody knows when it was held  |
    | to open            | `opens_at` is unknown or to come                           |
    | closed             | `closes_at` has come: closing is exclusive                 |
    | paused             | it was paused, and not resumed: a pause moves no closing   |
    | open               | none of these                                              |
    """
    if consultation.published_at is None:
        return Stage.DRAFT
    if consultation.archived_at is not None:
        return Stage.ARCHIVED
    if consultation.cancelled_at is not None:
        return Stage.CANCELLED
    if consultation.reported_at is not None:
        return Stage.REPORTED
    return _by_the_clock(consultation, now)


def _by_the_clock(consultation: Consultation, now: datetime) -> Stage:
    if consultation.imported and consultation.opens_at is None and consultation.closes_at is None:
        return Stage.CLOSED
    if consultation.opens_at is None or now < consultation.opens_at:
        return Stage.SCHEDULED
    if consultation.closes_at is not None and now >= consultation.closes_at:
        return Stage.CLOSED
    return Stage.OPEN if consultation.paused_at is None else Stage.PAUSED


def is_open(consultation: Consultation, now: datetime, actor: User | None = None) -> bool:
    """People may comment and vote now; after the closing, this person may who has a late pass. An import never is open: it is a record."""
    if consultation.imported:
        return False
    reached = stage(consultation, now)
    return reached is Stage.OPEN or (actor is not None and reached is Stage.CLOSED and has_pass(consultation, now, actor))


def lets_take_back(consultation: Consultation, now: datetime, actor: User | None) -> bool:
    """This person may take their own words back: until the closing, also during a pause, and with a late pass."""
    return not consultation.imported and (stage(consultation, now) in UNDER_WAY or is_open(consultation, now, actor))


def has_pass(consultation: Consultation, now: datetime, actor: User) -> bool:
    """This person has a late pass that still holds."""
    return any(one.user_id == actor.id and now < one.until for one in consultation.late_passes)


def takes_votes(consultation: Consultation, now: datetime, actor: User | None = None) -> bool:
    """People may vote and judge sections now: not where anyone may write, since nobody could tell one person from ten."""
    return consultation.who_may_contribute is not WhoMayContribute.ANYONE and is_open(consultation, now, actor)


def is_possible(act: Act, consultation: Consultation, now: datetime) -> bool:
    """The stage takes this act. Of an import only its place among the others can change."""
    return stage(consultation, now) in ACTS[act] and (act in HOUSEKEEPING or not consultation.imported)


def takes_passes(consultation: Consultation, now: datetime) -> bool:
    """A late pass may be given: while people can take part, to be used afterwards, and until the report is out."""
    return not consultation.imported and stage(consultation, now) in UNDER_WAY | {Stage.CLOSED}
