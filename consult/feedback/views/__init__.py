"""Pages of feedback: reading, discussing, voting."""

from consult.feedback.views import discussion, reading, statements
from consult.feedback.views.base import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "discussion", "reading", "statements"]
