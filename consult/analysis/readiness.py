"""Is a section fit for use? The arithmetic of section ballots (METHOD 3.7), from counts alone; nothing ordinal is ever averaged."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from consult.analysis.intervals import Interval, wilson

# Of a section that fewer people judged nothing is worked out.
MINIMUM_JUDGED = 10
# From here on the scale says that a section is important.
IMPORTANT = 4


@dataclass(frozen=True)
class Judged:
    """How many people gave each answer to one section. Those who said that it is not for them to say are not among them."""

    ready: int
    changes: int
    not_ready: int

    @property
    def people(self) -> int:
        """Everybody who judged."""
        return self.ready + self.changes + self.not_ready

    @property
    def enough(self) -> bool:
        """Enough people judged to say anything of it."""
        return self.people >= MINIMUM_JUDGED


def net(judged: Judged) -> Fraction:
    """The share of "ready as is" less that of "not ready": 1 where all say ready, -1 where nobody does; 0 where nobody judged."""
    return Fraction(judged.ready - judged.not_ready, judged.people) if judged.people else Fraction(0)


def ranges(judged: Judged) -> dict[str, tuple[Fraction, Interval]]:
    """The share of each answer, and its Wilson range."""
    counts = {"ready": judged.ready, "changes": judged.changes, "not_ready": judged.not_ready}
    whole = judged.people
    return {answer: (Fraction(count, whole) if whole else Fraction(0), wilson(count, whole)) for answer, count in counts.items()}


def middle(importance: Mapping[int, int]) -> Fraction | None:
    """The median of answers on an ordinal scale, by step; half way where the two in the middle differ, nothing where nobody answered."""
    answers = sorted(step for step, count in importance.items() for _ in range(count))
    if not answers:
        return None
    return Fraction(answers[(len(answers) - 1) // 2] + answers[len(answers) // 2], 2)


def top_two(importance: Mapping[int, int]) -> Fraction | None:
    """The share of the two highest steps; nothing where nobody answered."""
    answered = sum(importance.values())
    high = sum(count for step, count in importance.items() if step >= IMPORTANT)
    return Fraction(high, answered) if answered else None


def attention(judged: Judged, importance: Mapping[int, int]) -> Fraction | None:
    """How much a section asks for work: (1 - upper bound of "ready as is") times the share of the two highest steps of importance.

    The upper bound, so that few answers do not make a section look worse than it may be.
    """
    important = top_two(importance)
    return None if important is None else (1 - Fraction(wilson(judged.ready, judged.people).high)) * important
