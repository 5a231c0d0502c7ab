"""How a consultation is put into words. Templates know all of it as `words`."""

from consult.consultations.presenters.acts import ACTS, history, last_reason, late_words, until
from consult.consultations.presenters.contents import (
    comment_count,
    contents,
    module_cards,
    scope_rows,
    statement_count,
    total_comments,
    voting_minutes,
)
from consult.consultations.presenters.dates import deadline, timeline
from consult.consultations.presenters.labels import MODES, STATUSES, WHO, ZONES, known_status, missing_text, stage_tag
from consult.consultations.presenters.parts import PARTS, STATES
from consult.consultations.presenters.settings import Names, differences, rows, term_label, term_labels
from consult.pages.presenters import who

__all__ = [
    "ACTS",
    "MODES",
    "PARTS",
    "STATES",
    "STATUSES",
    "WHO",
    "ZONES",
    "Names",
    "comment_count",
    "contents",
    "deadline",
    "differences",
    "history",
    "known_status",
    "last_reason",
    "late_words",
    "missing_text",
    "module_cards",
    "rows",
    "scope_rows",
    "stage_tag",
    "statement_count",
    "term_label",
    "term_labels",
    "timeline",
    "total_comments",
    "until",
    "voting_minutes",
    "who",
]
