"""Votes: read row by row, never held."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from consult.feedback.models import Stance
from consult.interchange.source.tables import Row, Unusable, quoted
from consult.interchange.source.tidy.values import code, identity, moment

SECTION, COMMENT = "section", "comment"
TARGETS = frozenset({SECTION, COMMENT})
STANCES = {"1": Stance.AGREE, "-1": Stance.DISAGREE, "0": Stance.UNSURE}


@dataclass(frozen=True)
class Vote:
    """One answer of one person to a section or a contribution."""

    line: int
    on_section: bool
    target: str
    voter: str
    stance: Stance
    at: datetime | None


def read_vote(row: Row, sections: Container[str], comments: Container[str]) -> Vote:
    """Read one row of votes.csv."""
    voter = identity(row, "participant")
    on_section = code(row, "target_type", TARGETS) == SECTION
    if row["target_id"] not in (sections if on_section else comments):
        raise Unusable(f"There is no {row['target_type']} {quoted(row['target_id'])}.", "Add it to its file, or take the vote out.")
    if row["value"] not in STANCES:
        raise Unusable(f"The vote {quoted(row['value'])} is unknown.", "Write 1 (agree), -1 (disagree) or 0 (pass).")
    return Vote(row.line, on_section, row["target_id"], voter, STANCES[row["value"]], moment(row, "created_at"))
