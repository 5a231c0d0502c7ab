"""Reads of feedback. Whatever the public sees starts from `publishable`, or is a tombstone."""

from consult.feedback.queries.comments import comment, comment_row, own_comments, own_public_ids, own_replies, stances_on_comments
from consult.feedback.queries.public import publishable, tombstones
from consult.feedback.queries.rows import CommentRow
from consult.feedback.queries.statements import STATEMENTS_A_PAGE, live_numbers, stances_on_statements, statement, statements
from consult.feedback.queries.threads import COMMENTS_A_PAGE, Thread, page_start, replies, thread

__all__ = [
    "COMMENTS_A_PAGE",
    "STATEMENTS_A_PAGE",
    "CommentRow",
    "Thread",
    "comment",
    "comment_row",
    "live_numbers",
    "own_comments",
    "own_public_ids",
    "own_replies",
    "page_start",
    "publishable",
    "replies",
    "stances_on_comments",
    "stances_on_statements",
    "statement",
    "statements",
    "thread",
    "tombstones",
]
