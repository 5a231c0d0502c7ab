"""How long a page took at each size, and what follows: one size by another, and the questions that were asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.figures import FULL, Figure, rounded

RATIO = 1.3
VISITOR_SELECTS, SIGNED_IN_SELECTS = 8, 12
SIGNED_IN = "thread, signed in"


@dataclass(kw_only=True)
class Timed:
    """One size: what each page took and showed."""

    name: str
    size: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    selects: dict[str, int] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)  # comments on the page

    @property
    def pages(self) -> list[str]:
        """The pages that were timed."""
        return list(self.seconds)

    def p50_ms(self, page: str) -> float:
        """The median."""
        return 1000 * median(self.seconds[page])


def figures(database: str, grown: Sequence[Timed], stale: Timed) -> list[Figure]:
    """The largest by the smallest; what wrong statistics cost; and the questions that a page asks, at any size."""
    part, largest, same = f"growth, {database}", grown[-1], next(one for one in grown if one.size == stale.size)
    found = []
    for page in largest.pages:
        smallest = full(page, grown)[0]
        of = f"p50 at {largest.size} comments / at {smallest.size}"
        if smallest is not largest:
            found.append(Figure(part, page, largest.p50_ms(page) / smallest.p50_ms(page), of=of, at_most=RATIO))
    worst = max(largest.pages, key=lambda page: stale.p50_ms(page) / same.p50_ms(page))
    of = f"p50 at {same.size} comments, statistics of an empty consultation / of this one"
    found.append(Figure(part, f"stale statistics, worst: {worst}", stale.p50_ms(worst) / same.p50_ms(worst), of=of))
    asked = {page: {one.selects[page] for one in full(page, (*grown, stale))} for page in largest.pages}
    most = max(max(counts) for page, counts in asked.items() if page != SIGNED_IN)
    uneven = sum(len(counts) > 1 for counts in asked.values())
    return [
        *found,
        Figure(part, "SELECTs for a visitor", most, "SELECTs", at_most=VISITOR_SELECTS),
        Figure(part, "SELECTs for a signed-in person", max(asked[SIGNED_IN]), "SELECTs", at_most=SIGNED_IN_SELECTS),
        Figure(part, "pages that ask more or less at another size", uneven, "pages", at_most=0),
    ]


def full(page: str, sites: Sequence[Timed]) -> list[Timed]:
    """The sites where a page has as many comments as it has at the largest: what a filter finds among a hundred fills no page."""
    most = max(one.shown[page] for one in sites)
    return [one for one in sites if one.shown[page] >= FULL * most]


def tabulated(sites: Sequence[Timed]) -> dict[str, object]:
    """What the results file keeps of each page, in the order of `sizes`: p50 in ms, SELECTs, and the comments on it."""
    return {
        "sizes": [one.name for one in sites],
        "pages": {
            page: {
                "p50_ms": rounded(one.p50_ms(page) for one in sites),
                "selects": [one.selects[page] for one in sites],
                "comments": [one.shown[page] for one in sites],
            }
            for page in sites[0].pages
        },
    }
