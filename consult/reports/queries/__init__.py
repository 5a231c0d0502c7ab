"""Reads of reports: the evidence that they are made of, and the reports themselves."""

from consult.reports.queries.evidence import (
    Evidence,
    ItemCounts,
    ItemType,
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

__all__ = [
    "REPORTS_A_PAGE",
    "Evidence",
    "ItemCounts",
    "ItemType",
    "SectionCount",
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
    "section_titles",
    "statement_texts",
    "versions_of",
]
