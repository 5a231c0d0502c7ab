"""Words for shares, with one fixed meaning each: a report never says "many" without it."""

from enum import StrEnum


class Frequency(StrEnum):
    """How many of those who spoke to a point said it; each word starts at its lowest share."""

    FEW = "few"
    SOME = "some"
    MANY = "many"
    MOST = "most"
    NEARLY_ALL = "nearly all"


# From this percentage on, the highest that applies.
_FROM = ((90, Frequency.NEARLY_ALL), (60, Frequency.MOST), (30, Frequency.MANY), (10, Frequency.SOME), (0, Frequency.FEW))


def frequency(k: int, n: int) -> Frequency:
    """The word for `k` of `n`. Whole numbers are compared, so that 30 of 100 is exactly "many"."""
    if not 0 <= k <= n or n == 0:
        message = f"{k} of {n} is not a count of a whole"
        raise ValueError(message)
    return next(word for least, word in _FROM if 100 * k >= least * n)
