"""A moderator's verbs: on comments, on changes of their words, and on what people flagged."""

from consult.moderation.services.decisions import hide_comment, publish_comment
from consult.moderation.services.edits import accept_edit, refuse_edit
from consult.moderation.services.returns import remind_authors, return_comment

__all__ = ["accept_edit", "hide_comment", "publish_comment", "refuse_edit", "remind_authors", "return_comment"]
