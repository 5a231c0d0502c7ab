"""Pages of feedback: reading, discussing, voting."""

from consult.feedback.views import acts, ballots, discussion, lists, reading, receipts, statements
from consult.feedback.views.base import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "acts", "ballots", "discussion", "lists", "reading", "receipts", "statements"]
