"""Pages of feedback: reading, discussing, voting."""

from consult.feedback.views import (
    activity,
    acts,
    appearing,
    ballots,
    discussion,
    drafts,
    edits,
    flags,
    lists,
    reading,
    receipts,
    review,
    statements,
    suggestions,
    unsigned,
)
from consult.feedback.views.base import bp

BLUEPRINTS = (bp,)

__all__ = [
    "BLUEPRINTS",
    "activity",
    "acts",
    "appearing",
    "ballots",
    "discussion",
    "drafts",
    "edits",
    "flags",
    "lists",
    "reading",
    "receipts",
    "review",
    "statements",
    "suggestions",
    "unsigned",
]
