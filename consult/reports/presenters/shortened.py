"""Long tables on a page: what fits, and how much only the file has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from consult.reports.presenters.rows import Named

STATEMENTS_SHOWN = 200
Row = TypeVar("Row", bound=Named)


@dataclass(frozen=True)
class Shortened(Generic[Row]):
    """The rows that a page shows of a table, and how many more there are."""

    rows: list[Row]
    left_out: int


def shortened(rows: Sequence[Row], *, comments: int) -> Shortened[Row]:
    """Statements by number, then so many comments: those that most people answered; what nobody answered is no row."""
    statements = [row for row in rows if row.is_statement]
    answered = sorted((row for row in rows if not row.is_statement and row.seen), key=lambda row: (-row.seen, row.number))
    shown = statements[:STATEMENTS_SHOWN] + answered[:comments]
    return Shortened(shown, len(statements) + len(answered) - len(shown))
