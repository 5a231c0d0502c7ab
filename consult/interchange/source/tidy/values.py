"""Cells of the tidy format as values. A cell that says nothing we understand makes its row unusable."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from consult.interchange.source import language
from consult.interchange.source.tables import Row, Unusable, quoted

TOTALS = ("n_agree", "n_disagree", "n_pass")
# What the database keeps as a number; `isdigit` would let in digits of other scripts, and superscripts that are no number at all.
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Totals(NamedTuple):
    """What the source says of how people answered. No rows are behind it."""

    agree: int
    disagree: int
    unsure: int


def identity(row: Row, column: str) -> str:
    """The id of a row, or of what it belongs to."""
    if not row[column]:
        raise Unusable(f"{column} is empty.", "Give the row the id that others name it by.")
    return row[column]


def moment(row: Row, column: str) -> datetime | None:
    """A moment in UTC, from ISO 8601; a date alone is its midnight, a time without a zone is UTC. Empty: nobody knows."""
    if not row[column]:
        return None
    try:
        read = datetime.fromisoformat(row[column])
        at = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None or not FIRST_YEAR <= at.year < LAST_YEAR:
        raise Unusable(f"{column} is {quoted(row[column])}, which is not a date.", "Write it as 2026-01-31 or 2026-01-31T09:30:00Z.")
    return at.replace(microsecond=0)


def totals(row: Row) -> Totals | None:
    """The totals of the source, where it gives any."""
    if not any(row[column] for column in TOTALS):
        return None
    return Totals(*(_count(row, column) for column in TOTALS))


def code(row: Row, column: str, known: Collection[str]) -> str:
    """One of the words that a column may hold."""
    if row[column] not in known:
        raise Unusable(f"{column} is {quoted(row[column])}.", f"Write one of: {', '.join(sorted(known))}.")
    return row[column]


def lang(row: Row, default: str) -> str:
    """The language of a row as this site keeps it; that of what it belongs to, where it says none."""
    if not row["lang"]:
        return default
    found = language.tag(row["lang"])
    if not found:
        raise Unusable(f"lang is {quoted(row['lang'])}, which is no language tag.", "Write fr, en or another tag of BCP 47.")
    return found


def limited(text: str, column: str, most: int) -> str:
    """A text that is not too long to be kept."""
    if len(text) > most:
        raise Unusable(f"{column} has {len(text)} characters.", f"Cut it to {most} characters, or split the row.")
    return text


def _count(row: Row, column: str) -> int:
    given = row[column] or "0"
    if not NUMBER.fullmatch(given):
        raise Unusable(f"{column} is {quoted(given)}, which is no count.", "Write a whole number, 0 or more, or leave it empty.")
    return int(given)
