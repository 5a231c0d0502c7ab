"""Verbs of feedback: comments and their words, flags, votes, and texts that wait for a sign-in."""

from consult.feedback.services.appearing import change_appearance
from consult.feedback.services.ballots import cast_ballot
from consult.feedback.services.comments import (
    Target,
    add_comment,
    change_visibility,
    clean_body,
    lock,
    post_comment,
    refuse_if_closed,
    refuse_if_no_votes,
    reply_to_comment,
    restore_comment,
    target_of,
    withdraw_comment,
)
from consult.feedback.services.counters import count_published, section_of
from consult.feedback.services.edits import Edited, WordsChanged, edit_comment, refuse_other_words, rewrite, take_back_edit
from consult.feedback.services.flags import flag_comment, withdraw_flag
from consult.feedback.services.once import SentBefore, sent_first
from consult.feedback.services.quotes import StaleQuote, chosen_quote
from consult.feedback.services.receipts import trace_contribution
from consult.feedback.services.signing import Appearance, appear
from consult.feedback.services.suggestions import DECIDED_BEFORE, Taking, leave_out, take_over
from consult.feedback.services.unsigned import ask_to_confirm, confirm_comment, is_fresh, post_unsigned, send_link_again
from consult.feedback.services.votes import answer_statement, vote_on_comment
from consult.feedback.services.wording import suggest_wording

__all__ = [
    "DECIDED_BEFORE",
    "Appearance",
    "Edited",
    "SentBefore",
    "StaleQuote",
    "Taking",
    "Target",
    "WordsChanged",
    "add_comment",
    "answer_statement",
    "appear",
    "ask_to_confirm",
    "cast_ballot",
    "change_appearance",
    "change_visibility",
    "chosen_quote",
    "clean_body",
    "confirm_comment",
    "count_published",
    "edit_comment",
    "flag_comment",
    "is_fresh",
    "leave_out",
    "lock",
    "post_comment",
    "post_unsigned",
    "refuse_if_closed",
    "refuse_if_no_votes",
    "refuse_other_words",
    "reply_to_comment",
    "restore_comment",
    "rewrite",
    "section_of",
    "send_link_again",
    "sent_first",
    "suggest_wording",
    "take_back_edit",
    "take_over",
    "target_of",
    "trace_contribution",
    "vote_on_comment",
    "withdraw_comment",
    "withdraw_flag",
]
