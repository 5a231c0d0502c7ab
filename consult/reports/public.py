"""What everybody may read of the findings: of a section that too few people judged, no number (METHOD 3.7)."""

from consult.reports.snapshot import BallotPart, Findings


def public(found: Findings) -> Findings:
    """The findings as an edition freezes them and as the page shows them; doing it twice changes nothing.

    Editions of the time before ballots have no `minimum_judged`, and no section to hide.
    """
    minimum = found["parameters"].get("minimum_judged", 0)
    return {**found, "ballots": [_section(section, minimum) for section in found["ballots"]]}


def _section(section: BallotPart, minimum: int) -> BallotPart:
    """A count of nobody is hidden like any other below the minimum: it would say as much."""
    earlier, rated = section["earlier_wording"] or 0, sum((section["importance"] or {}).values())
    shown: BallotPart = {
        **section,
        "importance": section["importance"] if rated >= minimum else None,
        "earlier_wording": earlier if earlier >= minimum else None,
    }
    return shown if (section["n"] or 0) >= minimum else _hidden(shown)


def _hidden(section: BallotPart) -> BallotPart:
    """Which section it is, and how many ballots were on earlier words; nothing else."""
    return {
        "module": section["module"],
        "section": section["section"],
        "ready": None,
        "changes": None,
        "not_ready": None,
        "not_for_me": None,
        "n": None,
        "shares": None,
        "net": None,
        "importance": None,
        "importance_median": None,
        "importance_top2": None,
        "attention": None,
        "earlier_wording": section["earlier_wording"],
    }
