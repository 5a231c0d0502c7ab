"""How much a share could move because so few people were counted."""

from math import sqrt
from typing import NamedTuple

# The 97.5th percentile of the normal distribution: 95 per cent between the two bounds.
Z_95 = 1.959964


class Interval(NamedTuple):
    """The two bounds of a share, both between 0 and 1."""

    low: float
    high: float


def wilson(k: int, n: int, *, z: float = Z_95) -> Interval:
    """Wilson's score interval (1927) for `k` of `n`; Newcombe (1998), method 3.

    It stays inside 0 to 1 and has a width where k is 0 or n, which the textbook interval has not.
    Where nobody was counted, nothing is known: 0 to 1. It is no margin of error for a population that was not sampled.
    """
    if not 0 <= k <= n:
        message = f"{k} of {n} is not a count of a whole"
        raise ValueError(message)
    if n == 0:
        return Interval(0.0, 1.0)
    share, shrink = k / n, 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrink
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink
    # The bound is exactly 0 or 1 at the ends; arithmetic would leave a speck.
    return Interval(0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)
