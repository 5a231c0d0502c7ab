"""Shapes of what people send: a comment, a reply, a change of either, a flag, an answer, a ballot."""

from consult.feedback.forms.ballots import BallotForm
from consult.feedback.forms.comments import CommentForm, ReplyForm, StanceForm, WithinLength, written
from consult.feedback.forms.edits import EditForm, FlagForm
from consult.feedback.forms.filters import asked_filters
from consult.feedback.forms.receipts import ReceiptForm
from consult.feedback.forms.unsigned import ConfirmForm, NameForm
from consult.feedback.forms.wishes import AppearanceForm, WishesForm

__all__ = [
    "AppearanceForm",
    "BallotForm",
    "CommentForm",
    "ConfirmForm",
    "EditForm",
    "FlagForm",
    "NameForm",
    "ReceiptForm",
    "ReplyForm",
    "StanceForm",
    "WishesForm",
    "WithinLength",
    "asked_filters",
    "written",
]
