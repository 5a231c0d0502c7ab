"""Verbs of feedback: comments, votes, and texts that wait for a sign-in."""

from consult.feedback.services.ballots import cast_ballot
from consult.feedback.services.comments import (
    Target,
    change_visibility,
    clean_body,
    lock,
    post_comment,
    refuse_if_closed,
    reply_to_comment,
    restore_comment,
    withdraw_comment,
)
from consult.feedback.services.counters import count_published, section_of
from consult.feedback.services.receipts import trace_contribution
from consult.feedback.services.votes import answer_statement, vote_on_comment

__all__ = [
    "Target",
    "answer_statement",
    "cast_ballot",
    "change_visibility",
    "clean_body",
    "count_published",
    "lock",
    "post_comment",
    "refuse_if_closed",
    "reply_to_comment",
    "restore_comment",
    "section_of",
    "trace_contribution",
    "vote_on_comment",
    "withdraw_comment",
]
