"""Many made-up comments in one statement: the database makes them itself, so a million take seconds."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from consult.consultations.models import Consultation, ConsultationModule
from consult.core import clock
from consult.core.db import db
from consult.feedback.models import AuthorChoice, Comment, Kind, Origin, Visibility
from consult.feedback.queries import publishable
from consult.modules.models import Block

BODIES = (
    "I have been stopped twice on my way home, and nobody told me why. Say that the reason comes first, in words for a tired person.",
    "The text says what to do, and not how long one may wait. A recruit will ask what happens when the second unit is an hour away.",
    "Ça se lit bien, mais l’exemple vient d’une grande ville. Chez nous, la patrouille est seule, et le poste est à une heure de route.",
    "Good: it is the first draft I have read which says that waiting is an act. Keep that sentence, whatever else is cut from it.",
    "My daughter is deaf. Nothing here says that an officer should face the person, speak slowly, or write. It would have helped us.",
)
NAMES = 500
# Whose turn it is among ten, and among a hundred.
TEN, HUNDRED = 10, 100
OPENING, WAITING, REPLIES = 1, 3, (7, 9)
HIDDEN, WITHDRAWN, TEAM_ONLY = 5, 15, 25
# Eleven of them, as kinds are seven: every pair of a language and a kind comes up.
LANGUAGES = ("en", "fr", "en", "fr", "en", "fr", "en", "en", "fr", "en", "moe")
RARE = "moe"

Number = ColumnElement[int]
Columns = dict[str, ColumnElement[Any]]


@dataclass(frozen=True)
class Place:
    """The block that is commented on, and who speaks."""

    consultation: Consultation
    block: Block
    author_id: int


def add_comments(place: Place, count: int, *, mixed: bool) -> int:
    """Add so many comments and keep the counters true; the number of the first.

    Plain ones are published, in English, and begin an exchange each. Mixed ones are in three languages and of every kind; of a hundred,
    twenty are replies, ten wait for a moderator, one is hidden, one withdrawn, and one is for the team alone.
    """
    table = db.metadata.tables[Comment.__tablename__]
    first = (db.session.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
    numbers = sa.select(sa.literal(1).label("i")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.i + 1).where(numbers.c.i < count))
    columns = _plain(place, first, numbers.c.i) | (_mixture(first, numbers.c.i) if mixed else {})
    rows = sa.select(*(value.label(name) for name, value in columns.items())).order_by(numbers.c.i)
    db.session.execute(sa.insert(table).from_select(list(columns), rows))
    _count(place)
    db.session.commit()
    return first


def _plain(place: Place, first: int, i: Number) -> Columns:
    """A published comment that begins an exchange."""
    body = _one_of(i, BODIES) + sa.literal(" ") + _one_of(i, BODIES[1:] + BODIES[:1])
    return {
        "id": i + (first - 1),
        "consultation_id": sa.literal(place.consultation.id),
        "module_id": sa.literal(place.block.module_id),
        "version_id": sa.literal(place.block.version_id),
        "block_key": sa.literal(place.block.key),
        "section_key": sa.literal(place.block.section_key),
        "kind": sa.literal(Kind.CONCERN.value),
        "body": body,
        "lang": sa.literal("en"),
        "safe_html": sa.literal("<p>") + body + sa.literal("</p>"),
        "author_id": sa.literal(place.author_id),
        "author_choice": sa.literal(AuthorChoice.NAME.value),
        "signed_as": sa.literal("Participant ") + sa.cast(i % NAMES, sa.Text),
        "visibility": sa.literal(Visibility.PUBLISHED.value),
        "posted_at": sa.literal(clock.now(), Comment.posted_at.type),
        "origin": sa.literal(Origin.WEB.value),
    }


def _mixture(first: int, i: Number) -> Columns:
    """What is different where people differ. An opening comment is two or more before each of its replies, in the same ten."""
    turn, rank, number = i % TEN, i % HUNDRED, i + (first - 1)
    is_reply = turn.in_(REPLIES)
    gone = rank.in_((HIDDEN, WITHDRAWN))
    return {
        "parent_id": sa.case((is_reply, number - turn + OPENING)),
        "kind": sa.case((is_reply, None), else_=_one_of(i, [kind.value for kind in Kind])),
        "lang": _one_of(i, LANGUAGES),
        "author_choice": sa.case((rank == TEAM_ONLY, AuthorChoice.TEAM_ONLY.value), else_=AuthorChoice.NAME.value),
        "visibility": sa.case(
            (turn == WAITING, Visibility.PENDING.value),
            (rank == HIDDEN, Visibility.HIDDEN.value),
            (rank == WITHDRAWN, Visibility.WITHDRAWN.value),
            else_=Visibility.PUBLISHED.value,
        ),
        "withdrawn_from": sa.case((rank == WITHDRAWN, Visibility.PUBLISHED.value)),
        "reason_code": sa.case((rank == HIDDEN, "SPAM")),
        "settled_at": sa.case((gone, sa.literal(clock.now(), Comment.settled_at.type))),
        "reply_count": sa.case((turn == OPENING, len(REPLIES)), else_=0),
    }


def _one_of(i: Number, values: tuple[str, ...] | list[str]) -> ColumnElement[str]:
    """These values in turn."""
    return sa.case(*((i % len(values) == place, value) for place, value in enumerate(values)))


def _count(place: Place) -> None:
    """Set the counters that pages read to what there is now."""
    mine = (Comment.consultation_id == place.consultation.id, Comment.module_id == place.block.module_id, publishable(Comment))
    shown = db.session.scalar(sa.select(sa.func.count()).where(*mine, Comment.block_key == place.block.key))
    entry = (
        ConsultationModule.consultation_id == place.consultation.id,
        ConsultationModule.module_id == place.block.module_id,
    )
    db.session.execute(sa.update(Block).where(Block.id == place.block.id).values(comment_count=shown))
    total = db.session.scalar(sa.select(sa.func.count()).where(*mine))
    db.session.execute(sa.update(ConsultationModule).where(*entry).values(comment_count=total, revision=ConsultationModule.revision + 1))
