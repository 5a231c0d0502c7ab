"""Pages by key: the cost of a page is the same at the start and after a million rows. No OFFSET, no count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from consult.core.intake import LAST_NUMBER

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows and, where there are more, the key to ask for the next ones with (`?after=`)."""

    rows: Sequence[Row]
    after: int | None


def cut(rows: Sequence[Row], size: int, key: str = "id") -> Page[Row]:
    """Make a page of `size` from up to `size + 1` rows read."""
    if len(rows) <= size:
        return Page(rows, None)
    kept = rows[:size]
    return Page(kept, getattr(kept[-1], key))


def asked_after(default: int = 0, last: int = LAST_NUMBER) -> int:
    """The key in the address; the first page where there is none, or it is not a number that a row can have."""
    after = request.args.get("after", default, type=int)
    return after if default <= after <= last else default
