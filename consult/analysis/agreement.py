"""What people agree on and what divides them, from counts of answers alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# A list is only published of what at least so many people have seen.
MINIMUM_SEEN = 20
LIST_LENGTH = 5


@dataclass(frozen=True)
class Tally:
    """How many people gave each answer to the item with this number."""

    number: int
    agree: int
    disagree: int
    unsure: int

    @property
    def seen(self) -> int:
        """Everybody who answered, in whatever way: the unsure have seen it too."""
        return self.agree + self.disagree + self.unsure

    @property
    def decided(self) -> int:
        """Those who took a side."""
        return self.agree + self.disagree


def share(tally: Tally) -> Fraction:
    """The share of agreement among all who have seen the item; 0 where nobody has."""
    return Fraction(tally.agree, tally.seen) if tally.seen else Fraction(0)


def division(tally: Tally) -> Fraction:
    """How evenly those who took a side are split: 4·q_a·q_d with one added to each side; 1 is half and half.

    An exact fraction, so that two equal splits are a tie on every machine. Where nobody took a side there is no split: 0.
    """
    if not tally.decided:
        return Fraction(0)
    return Fraction(4 * (tally.agree + 1) * (tally.disagree + 1), (tally.decided + 2) ** 2)


def most_agreed(tallies: Iterable[Tally], *, minimum: int = MINIMUM_SEEN, limit: int = LIST_LENGTH) -> list[Tally]:
    """The items with the most people in agreement; among equals fewer in disagreement, then the lower number."""
    eligible = [tally for tally in tallies if tally.seen >= minimum]
    return sorted(eligible, key=lambda tally: (-tally.agree, tally.disagree, tally.number))[:limit]


def most_divided(tallies: Iterable[Tally], *, minimum: int = MINIMUM_SEEN, limit: int = LIST_LENGTH) -> list[Tally]:
    """The items whose two sides are most nearly equal; among equals the lower number."""
    eligible = [tally for tally in tallies if tally.seen >= minimum]
    return sorted(eligible, key=lambda tally: (-division(tally), tally.number))[:limit]
