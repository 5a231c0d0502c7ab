"""Shapes of what people send: a comment, a reply, an answer."""

from consult.feedback.forms.comments import CommentForm, ReplyForm, StanceForm, WithinLength, written

__all__ = [
    "CommentForm",
    "ReplyForm",
    "StanceForm",
    "WithinLength",
    "written",
]
