"""Reads of the site's own words: what people read now, and every earlier state."""

from dataclasses import dataclass, fields

from sqlalchemy import func, select, tuple_

from consult.accounts.models import User
from consult.core import identity
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page
from consult.pages.models import LineVersion, TextVersion
from consult.pages.texts import TEXTS, Line, Text, default_lines, default_text

PAGE_SIZE = 20
FIRST_PAGE = 2**31 - 1


@dataclass(frozen=True)
class Words:
    """Everything that staff changed, as it stands at one revision."""

    texts: dict[str, Text]
    lines: dict[str, Line]


@dataclass(frozen=True)
class LineState:
    """One state of a support line: who saved it, and what stood there before (nothing, where the line was new)."""

    line: Line
    who: User | None
    before: Line | None


def text(name: str) -> Text:
    """A text as people read it now: what staff saved last, else what comes with the release."""
    if name not in TEXTS:
        raise NotFound(name)
    return _words().texts.get(name) or default_text(name)


def words(name: str) -> Bilingual:
    """The same, its words alone."""
    return text(name).text


def site_name() -> Bilingual:
    """What staff call the site."""
    return words("site_name")


def all_lines() -> list[Line]:
    """Every support line, in the order they were added; retired ones too."""
    changed = _words().lines
    known = {**default_lines(), **changed}
    return list(known.values())


def lines() -> list[Line]:
    """The support lines that people read."""
    return [line for line in all_lines() if not line.retired]


def line(name: str) -> Line:
    """One of them, retired or not."""
    found = next((one for one in all_lines() if one.line == name), None)
    if found is None:
        raise NotFound(name)
    return found


def text_version(name: str, number: int) -> Text:
    """One state of a text; number 0 is what comes with the release now."""
    if name not in TEXTS:
        raise NotFound(name)
    if number == 0:
        return default_text(name)
    row = db.session.scalar(select(TextVersion).where(TextVersion.name == name, TextVersion.number == number))
    if row is None:
        raise NotFound(name, number)
    return _as_text(row)


def line_version(name: str, number: int) -> Line:
    """One state of a support line; number 0 is what comes with the release, for a line that does."""
    if number == 0 and name in default_lines():
        return default_lines()[name]
    line(name)
    row = db.session.scalar(select(LineVersion).where(LineVersion.line == name, LineVersion.number == number))
    if row is None:
        raise NotFound(name, number)
    return _as_line(row)


def text_history(name: str, *, after: int = 0) -> Page[tuple[Text, User | None]]:
    """Every state that was saved of a text with who saved it, the newest first; below number `after` where one is given."""
    asked = (
        select(TextVersion, User)
        .join(User, User.id == TextVersion.saved_by_id, isouter=True)
        .where(TextVersion.name == name, TextVersion.number < (after or FIRST_PAGE))
        .order_by(TextVersion.number.desc())
        .limit(PAGE_SIZE + 1)
    )
    rows = [(_as_text(row), who) for row, who in db.session.execute(asked)]
    kept = rows[:PAGE_SIZE]
    return Page(kept, kept[-1][0].number if len(rows) > PAGE_SIZE else None)


def line_history(name: str, *, after: int = 0) -> Page[LineState]:
    """The same of a support line, each state with the one before it."""
    asked = (
        select(LineVersion, User)
        .join(User, User.id == LineVersion.saved_by_id, isouter=True)
        .where(LineVersion.line == name, LineVersion.number < (after or FIRST_PAGE))
        .order_by(LineVersion.number.desc())
        .limit(PAGE_SIZE + 1)
    )
    rows = [(_as_line(row), who) for row, who in db.session.execute(asked)]
    earlier = [line for line, _who in rows[1:]] + [default_lines().get(name)]
    kept = [LineState(line, who, before) for (line, who), before in zip(rows, earlier, strict=False)][:PAGE_SIZE]
    return Page(kept, kept[-1].line.number if len(rows) > PAGE_SIZE else None)


def who_saved(state: Text | Line) -> User | None:
    """The person who saved this state; nobody where it came with the release or by the command line."""
    return db.session.get(User, state.saved_by_id) if state.saved_by_id else None


def newest_text_number(name: str) -> int:
    """How many states of a text were saved, read past what this process keeps: for who is about to save another."""
    return db.session.scalar(select(func.max(TextVersion.number)).where(TextVersion.name == name)) or 0


def newest_line_number(name: str) -> int:
    """The same for a support line."""
    return db.session.scalar(select(func.max(LineVersion.number)).where(LineVersion.line == name)) or 0


def _words() -> Words:
    return identity.at_this_revision(_read)


def _read() -> Words:
    newest = select(TextVersion.name, func.max(TextVersion.number)).group_by(TextVersion.name)
    texts = db.session.scalars(select(TextVersion).where(tuple_(TextVersion.name, TextVersion.number).in_(newest)))
    newest_lines = select(LineVersion.line, func.max(LineVersion.number)).group_by(LineVersion.line)
    rows = db.session.scalars(
        select(LineVersion).where(tuple_(LineVersion.line, LineVersion.number).in_(newest_lines)).order_by(LineVersion.line)
    )
    return Words({row.name: _as_text(row) for row in texts}, {row.line: _as_line(row) for row in rows})


def _as_text(row: TextVersion) -> Text:
    return Text(row.name, row.number, row.text, row.html, row.saved_at, row.saved_by_id, row.restored_number)


def _as_line(row: LineVersion) -> Line:
    return Line(**{one.name: getattr(row, one.name) for one in fields(Line)})
