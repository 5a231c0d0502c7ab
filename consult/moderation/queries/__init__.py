"""Reads for moderators: what waits, in a fixed order, and what was decided before."""

from consult.moderation.queries.edits import decided_edits, edit, edits, next_edit, to_remind
from consult.moderation.queries.flags import Flagged, Waiting, counts, flagged, next_flagged, open_flags
from consult.moderation.queries.waiting import COUNT_UP_TO, decisions, is_settled, item, next_waiting, waiting

__all__ = [
    "COUNT_UP_TO",
    "Flagged",
    "Waiting",
    "counts",
    "decided_edits",
    "decisions",
    "edit",
    "edits",
    "flagged",
    "is_settled",
    "item",
    "next_edit",
    "next_flagged",
    "next_waiting",
    "open_flags",
    "to_remind",
    "waiting",
]
