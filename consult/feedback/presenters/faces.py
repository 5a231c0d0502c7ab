"""Comments as a page prints them: every value ready, so that the template of a row only prints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import ngettext
from markupsafe import Markup

from consult.core.formats import day, iso, number, province_name
from consult.core.i18n import TAGS
from consult.core.richtext import richtext
from consult.feedback.models import AuthorChoice, Origin, Stance
from consult.feedback.presenters.comments import ROLE_JOIN
from consult.feedback.presenters.wording import Wording
from consult.feedback.queries import BroughtAlong, CommentRow

_NOTHING = BroughtAlong()


class Face(NamedTuple):
    """One comment, or its tombstone."""

    id: str
    row: CommentRow
    public: bool
    is_reply: bool
    name: str
    heard: str  # what tells it from others by the same person, for those who hear the page
    about: str
    link: str
    to_author: str
    lang: str  # the tag of its language where that is not the page's
    code: str
    spoken: str
    kind: str
    facts: tuple[str, ...]
    when: str
    stamp: str
    edited: str  # that its words changed after they had been public, and when
    title: str
    html: Markup
    suggested: Markup
    stated: str
    counts: tuple[str, ...]  # of agree, disagree, unsure; none while they are not shown
    stance: str
    is_mine: bool
    waits: bool  # a change by its author, who is the reader, waits for a moderator


@dataclass(frozen=True)
class Known:
    """What a page knows of its comments beyond their rows: of its reader, and of the source of an import."""

    zone: str
    shows_totals: bool
    imported: bool = False
    stances: Mapping[int, Stance] = field(default_factory=dict)
    mine: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    brought: Mapping[int, BroughtAlong] = field(default_factory=dict)


def faces(rows: Iterable[CommentRow], known: Known, words: Wording) -> list[Face]:
    """These comments in their order."""
    return [_face(row, known, words) for row in rows]


def _face(row: CommentRow, known: Known, words: Wording) -> Face:
    nameless = words.somebody if row.origin is Origin.UNSIGNED else words.participant
    name = nameless if row.author_choice is AuthorChoice.ANONYMOUS or not row.signed_as else row.signed_as
    facts = _facts(row, words)
    if facts and not row.signed_as and row.author_choice is AuthorChoice.ROLE_PROVINCE:
        name, facts = ROLE_JOIN.join(facts), ()  # they stand for the name
    named = {"number": row.id, "name": name}
    foreign = row.public and row.lang != words.lang
    brought = known.brought.get(row.id, _NOTHING)
    counts = (row.agree_count, row.disagree_count, row.unsure_count)
    # No vote on an imported comment means that its source gave none, not that nobody had an opinion.
    shows_totals = row.public and (known.shows_totals or row.id in known.stances) and (any(counts) or not known.imported)
    return Face(
        id=str(row.id),
        row=row,
        public=row.public,
        is_reply=row.parent_id is not None,
        name=name,
        heard=words.number % named,
        about=words.about % named,
        link=words.link % named,
        to_author=words.to_author % named,
        lang=TAGS.get(row.lang, row.lang) if foreign else "",
        code=row.lang.upper() if foreign else "",
        spoken=words.languages.get(row.lang, words.other_language) if foreign else "",
        kind=words.kinds[row.kind] if row.kind else "",
        facts=facts,
        when=_date(row.posted_at, known.zone, words.lang) if row.posted_at else words.undated,
        stamp=iso(row.posted_at) if row.posted_at else "",
        edited=words.edited % {"date": _date(row.edited_at, known.zone, words.lang)} if row.edited_at else "",
        title=row.title,
        html=richtext(row.safe_html),
        suggested=richtext(brought.suggested),
        stated=_stated(brought.stated, words, alone=not any(counts)) if brought.stated else "",
        counts=_figures(counts, words.lang) if shows_totals else (),
        stance=known.stances.get(row.id, ""),
        is_mine=row.id in known.mine,
        waits=row.id in known.waiting,
    )


def more_replies(face: Face, shown: int) -> str:
    """The link to all replies, where a thread shows only the first."""
    count = face.row.reply_count
    return ngettext("Read the %(num)d reply", "Read all %(num)d replies", count) if count > shown else ""


def _facts(row: CommentRow, words: Wording) -> tuple[str, ...]:
    known: tuple[str, ...] = (words.unsigned,) if row.origin is Origin.UNSIGNED and row.signed_as else ()
    known += (words.perspectives[row.perspective],) if row.perspective else ()
    return (*known, province_name(row.province.value, lang=words.lang)) if row.province else known


def _stated(counts: tuple[int, int, int], words: Wording, *, alone: bool) -> str:
    """What the source says; it says so alone where it gave no votes to count."""
    pattern = words.stated_alone if alone else words.stated
    return pattern % dict(zip(("agree", "disagree", "unsure"), _figures(counts, words.lang), strict=True))


def _figures(counts: tuple[int, int, int], lang: str) -> tuple[str, ...]:
    return tuple(_figure(count, lang) for count in counts)


@lru_cache(maxsize=4_000)
def _figure(count: int, lang: str) -> str:
    """A number written out is asked for again and again; Babel makes it anew each time."""
    return number(count, lang=lang)


def _date(at: datetime, zone: str, lang: str) -> str:
    return _day(at.astimezone(ZoneInfo(zone)).date(), lang)


@lru_cache(maxsize=4_000)
def _day(at: date, lang: str) -> str:
    """The same for days."""
    return day(at, lang=lang)
