"""Pages of moderation."""

from consult.moderation.views import comments, edits, queues
from consult.moderation.views.base import bp

__all__ = ["bp", "comments", "edits", "queues"]
