"""Shapes of what people send: a comment, a reply, a change of either, a flag, an answer, a ballot."""

from consult.feedback.forms.ballots import BallotForm
from consult.feedback.forms.comments import CommentForm, ReplyForm, StanceForm, WithinLength, written
from consult.feedback.forms.edits import EditForm, FlagForm
from consult.feedback.forms.filters import asked_filters

__all__ = [
    "BallotForm",
    "CommentForm",
    "EditForm",
    "FlagForm",
    "ReplyForm",
    "StanceForm",
    "WithinLength",
    "asked_filters",
    "written",
]
