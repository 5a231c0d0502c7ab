"""Reading a Polis export: statements and votes as rows say, never as the export's own counts say (they count re-votes)."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from consult.core.errors import FileFault
from consult.feedback.models import IMPORTED_STATEMENT_MAX, Stance, StatementStatus
from consult.interchange.source.tables import Faults, Row, quoted, read_records, read_table, require_folder

COMMENTS, VOTES, SUMMARY = "comments.csv", "votes.csv", "summary.csv"
COMMENT_COLUMNS = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
VOTE_COLUMNS = ("timestamp", "comment-id", "voter-id", "vote")
STANCES = {"1": Stance.AGREE, "-1": Stance.DISAGREE, "0": Stance.UNSURE}
STATUSES = {"1": StatementStatus.LIVE, "0": StatementStatus.LIVE, "-1": StatementStatus.REJECTED}
# What the database keeps as a number; `isdigit` would let in digits of other scripts, and superscripts that are no number at all.
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
MILLISECONDS = re.compile(r"[0-9]{1,14}", re.ASCII)
A_SECOND = 1_000


@dataclass(frozen=True)
class PolisStatement:
    """One statement of the export; its number is its Polis id."""

    number: int
    text: str
    author: str
    status: StatementStatus
    at: datetime


@dataclass(frozen=True)
class PolisVote:
    """One answer of one voter to one statement. `order` is its millisecond: several may fall into one second."""

    number: int
    voter: str
    stance: Stance
    at: datetime
    order: int


@dataclass(frozen=True)
class FormerVote:
    """An answer that its voter changed later."""

    vote: PolisVote
    replaced_at: datetime


@dataclass
class Conversation:
    """A whole export, read and checked."""

    topic: str
    description: str
    url: str
    statements: dict[int, PolisStatement] = field(default_factory=dict)
    # All answers of one voter to one statement, in the order they were given.
    answers: dict[tuple[int, str], list[PolisVote]] = field(default_factory=dict)

    @property
    def opens_at(self) -> datetime:
        """The first timestamp in the files."""
        return min(self._moments)

    @property
    def last_at(self) -> datetime:
        """The last timestamp in the files."""
        return max(self._moments)

    @property
    def source_id(self) -> str:
        """What tells this conversation from every other: its address; without one its topic and its beginning."""
        return self.url or f"{self.topic} {self.opens_at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def votes(self) -> list[PolisVote]:
        """The live answers: of each voter to each statement the last one."""
        return [given[-1] for given in self.answers.values()]

    @property
    def former_votes(self) -> list[FormerVote]:
        """The answers that were changed. Giving the same answer again changes nothing."""
        return [
            FormerVote(before, after.at)
            for given in self.answers.values()
            for before, after in pairwise(given)
            if before.stance is not after.stance
        ]

    @property
    def people(self) -> list[str]:
        """Everybody who voted or wrote, by their number in the export."""
        voters = {voter for _number, voter in self.answers}
        authors = {statement.author for statement in self.statements.values() if statement.author}
        return sorted(voters | authors, key=lambda person: (len(person), person))

    @property
    def _moments(self) -> list[datetime]:
        given = [vote.at for votes in self.answers.values() for vote in votes]
        return [*given, *(statement.at for statement in self.statements.values())]


def read_conversation(folder: Path, faults: Faults) -> Conversation:
    """Read the folder of an export. File faults raise `FileFault`; row faults are noted and the rows left out."""
    require_folder(folder, (COMMENTS, VOTES))
    about = _summary(folder / SUMMARY)
    topic = " ".join(about.get("topic", "").split()) or folder.resolve().name
    found = Conversation(topic, about.get("conversation-description", ""), about.get("url", ""))
    for row in read_table(folder / COMMENTS, COMMENT_COLUMNS, faults):
        statement = _statement(row, found, faults)
        if statement is not None:
            found.statements[statement.number] = statement
    if not found.statements:
        raise FileFault(str(folder / COMMENTS), None, "No row of it can be used.", "Mend the rows named above.")
    for row in read_table(folder / VOTES, VOTE_COLUMNS, faults, may_be_empty=True):  # statements, and nobody has voted yet
        vote = _vote(row, found, faults)
        if vote is not None:
            found.answers.setdefault((vote.number, vote.voter), []).append(vote)
    for given in found.answers.values():
        given.sort(key=lambda vote: vote.order)  # stable: of two in the same millisecond the one further down the file is later
    return found


def moment_of(text: str) -> datetime | None:
    """The moment of a timestamp in milliseconds since 1970, to the second; None where it is none."""
    if not MILLISECONDS.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text) // A_SECOND, UTC)


def _summary(path: Path) -> dict[str, str]:
    """`summary.csv` holds a name and a value a line, without a header; it may be absent."""
    if not path.is_file():
        return {}
    return {cells[0].strip(): cells[1].replace("\r\n", "\n").strip() for _line, cells in read_records(path) if len(cells) > 1}


def _statement(row: Row, found: Conversation, faults: Faults) -> PolisStatement | None:
    number, at, text = row["comment-id"], moment_of(row["timestamp"]), row["comment-body"]
    if not NUMBER.fullmatch(number):
        faults.note(row, f"comment-id is {quoted(number)}, which is no number.", "Give the statement its Polis number.")
    elif int(number) in found.statements:
        faults.note(row, f"Statement {int(number)} was there before.", "Keep one row for each statement.")
    elif at is None:
        faults.note(row, f"The timestamp {quoted(row['timestamp'])} is not a moment.", "Write it in milliseconds since 1970.")
    elif row["moderated"] not in STATUSES:
        faults.note(row, f"moderated is {quoted(row['moderated'])}.", "Write 1 (accepted), 0 (not moderated) or -1 (rejected).")
    elif not 1 <= len(text) <= IMPORTED_STATEMENT_MAX:
        faults.note(row, f"The text has {len(text)} characters.", f"Give the statement a text of 1 to {IMPORTED_STATEMENT_MAX} characters.")
    else:
        return PolisStatement(int(number), text, row["author-id"], STATUSES[row["moderated"]], at)
    return None


def _vote(row: Row, found: Conversation, faults: Faults) -> PolisVote | None:
    number, at = row["comment-id"], moment_of(row["timestamp"])
    if not row["voter-id"]:
        faults.note(row, "voter-id is empty.", "Give the number of the person who voted.")
    elif not NUMBER.fullmatch(number) or int(number) not in found.statements:
        faults.note(row, f"There is no statement {quoted(number)} in {COMMENTS}.", "Add the statement, or take the vote out.")
    elif row["vote"] not in STANCES:
        faults.note(row, f"The vote {quoted(row['vote'])} is unknown.", "Write 1 (agree), -1 (disagree) or 0 (pass).")
    elif at is None:
        faults.note(row, f"The timestamp {quoted(row['timestamp'])} is not a moment.", "Write it in milliseconds since 1970.")
    else:
        return PolisVote(int(number), row["voter-id"], STANCES[row["vote"]], at, int(row["timestamp"]))
    return None
