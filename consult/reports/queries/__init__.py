"""Reads of reports: the evidence that they are made of, and the reports themselves."""

from consult.reports.queries.ballots import BallotCounts, section_ballots
from consult.reports.queries.evidence import (
    Evidence,
    ItemCounts,
    SectionCount,
    evidence,
    section_titles,
    statement_texts,
    versions_of,
)
from consult.reports.queries.reports import (
    REPORTS_A_PAGE,
    draft_of,
    drafts_for,
    edition_count,
    editions,
    hold,
    latest_published,
    of_consultation,
    published_reports,
    readable_by,
    report,
)
from consult.reports.queries.totals import ItemType, StatedTotal, source_totals

__all__ = [
    "REPORTS_A_PAGE",
    "BallotCounts",
    "Evidence",
    "ItemCounts",
    "ItemType",
    "SectionCount",
    "StatedTotal",
    "draft_of",
    "drafts_for",
    "edition_count",
    "editions",
    "evidence",
    "hold",
    "latest_published",
    "of_consultation",
    "published_reports",
    "readable_by",
    "report",
    "section_ballots",
    "section_titles",
    "source_totals",
    "statement_texts",
    "versions_of",
]
