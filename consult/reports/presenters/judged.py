"""One section in words: how ready people call it, and how important."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _

from consult.core.bilingual import Passage
from consult.core.formats import number, percent
from consult.feedback.models import Readiness
from consult.feedback.presenters import IMPORTANCE
from consult.reports.presenters.rows import NOTHING, range_in_words
from consult.reports.snapshot import BallotPart, RangePart

# From the left of the bar to its right.
ORDER = (Readiness.NOT_READY, Readiness.CHANGES, Readiness.READY)


class Share(NamedTuple):
    """So many people, which share of those who judged they are, and its range."""

    people: str
    share: str
    range: str


@dataclass(frozen=True)
class JudgedSection:
    """One section, and how people judged it."""

    module: Passage
    title: Passage
    counts: BallotPart

    @property
    def people(self) -> int:
        """Everybody who judged; nobody where too few people did."""
        return self.counts["n"] or 0

    @property
    def enough(self) -> bool:
        """Enough people judged for anything to be worked out and shown."""
        return self.counts["shares"] is not None

    @property
    def ready(self) -> Fraction:
        """The share of "ready as is"; exact, so that a tie is one."""
        return Fraction(self.gave(Readiness.READY), self.people)

    @property
    def answers(self) -> list[Share]:
        """The three answers, from left to right; only of a section that enough people judged."""
        return [self.answer(readiness) for readiness in ORDER]

    def answer(self, readiness: Readiness) -> Share:
        """One of them."""
        part = self._shares[readiness.value]
        return Share(number(self.gave(readiness)), percent(part["share"]), range_in_words(part["low"], part["high"]))

    def gave(self, readiness: Readiness) -> int:
        """How many people gave this answer."""
        counts = self.counts
        people = {Readiness.READY: counts["ready"], Readiness.CHANGES: counts["changes"], Readiness.NOT_READY: counts["not_ready"]}
        return people[readiness] or 0

    @property
    def importance(self) -> str:
        """The middle answer, in words: the steps of a scale have no mean."""
        median = self.counts["importance_median"]
        if median is None:
            return NOTHING
        low, high = int(Decimal(median)), -int(-Decimal(median) // 1)
        if low == high:
            return str(IMPORTANCE[low])
        return _("Between “%(low)s” and “%(high)s”", low=_inside(low), high=_inside(high))

    @property
    def called_important(self) -> str:
        """How many find it very important or essential, of those who said how important it is."""
        share, given = self.counts["importance_top2"], self.counts["importance"]
        if share is None or given is None:
            return ""
        high, rated = given["4"] + given["5"], sum(given.values())
        return _("%(count)s of %(people)s (%(share)s)", count=number(high), people=number(rated), share=percent(share))

    @property
    def called_ready(self) -> str:
        """How many call it ready as is."""
        ready = self.answer(Readiness.READY)
        return _("%(count)s of %(people)s (%(share)s)", count=ready.people, people=number(self.people), share=ready.share)

    @property
    def attention(self) -> Decimal | None:
        """How much it asks for work (METHOD 3.7)."""
        given = self.counts["attention"]
        return None if given is None else Decimal(given)

    @property
    def _shares(self) -> dict[str, RangePart]:
        return self.counts["shares"] or {}


def _inside(step: int) -> str:
    """A step of importance inside a sentence."""
    words = str(IMPORTANCE[step])
    return words[:1].lower() + words[1:]
