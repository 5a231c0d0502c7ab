"""The tidy format: documents, sections, contributions, votes and participants of one consultation as CSV files.

Reading comes first and whole: every fault of a file or a row is known before anything is written. Of the long files only ids are
kept; whoever writes them reads them again, row by row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from consult.core.errors import FileFault
from consult.interchange.source import language
from consult.interchange.source.tables import Faults, Row, Unusable, find_file, quoted
from consult.interchange.source.tidy.contributions import COMMENT, STATEMENT, Contribution, Entry, Place, require_same_kind
from consult.interchange.source.tidy.descent import trace
from consult.interchange.source.tidy.documents import Document, Section, read_document, read_section
from consult.interchange.source.tidy.files import COMMENTS, DOCUMENTS, PARTICIPANTS, SECTIONS, VOTES, Files, Tell
from consult.interchange.source.tidy.pairs import Draft, drafts
from consult.interchange.source.tidy.values import identity
from consult.interchange.source.tidy.votes import Vote, read_vote

__all__ = ["COMMENT", "STATEMENT", "Contribution", "Document", "Draft", "Known", "Section", "Tidy", "Vote", "read_tidy"]

# Of a consultation, the contributions that an earlier import brought: COMMENT or STATEMENT.
Known = Callable[[str], Mapping[str, str]]


@dataclass
class Tidy:
    """A folder that was read and checked."""

    files: Files
    documents: dict[str, Document] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    first_of: dict[str, str] = field(default_factory=dict)  # of each translated section, the one that stands for both
    entries: dict[str, Entry] = field(default_factory=dict)  # of contributions
    roots: dict[str, str] = field(default_factory=dict)  # of each comment, the one that began its exchange
    voted_sections: set[str] = field(default_factory=set)
    participants: dict[str, int] = field(default_factory=dict)  # with their lines
    moments: list[datetime] = field(default_factory=list)  # the first and the last one, where there is any

    @property
    def source_id(self) -> str:
        """What tells this consultation from every other."""
        return next(iter(self.documents.values())).consultation

    @property
    def place(self) -> Place:
        """What its contributions may be about."""
        return Place(self.source_id, self.documents, self.sections)

    def drafts(self) -> list[Draft]:
        """Its modules."""
        return drafts(self.documents, self.sections.values())

    def statement_sections(self) -> list[Section]:
        """The sections that people voted on, or that the source gives totals for; in the order of the file."""
        return [section for section in self.sections.values() if section.totals or section.id in self.voted_sections]

    def contributions(self, *, replies: bool) -> Iterator[Contribution]:
        """Read the contributions again: those that began an exchange (and statements), or those that answer."""
        place, count = self.place, Faults()
        doing = "compared, answers" if replies else "compared"
        for row in self.files.rows(COMMENTS, count, doing=doing):
            entry = self.entries.get(row["comment_id"])
            if entry and entry.line == row.line and bool(entry.parent) is replies:
                yield place.read(row)

    def votes(self) -> Iterator[Vote]:
        """Read the votes again."""
        noted = Faults()  # they were told of when the file was read first
        return noted.usable(self.files.rows(VOTES, noted, doing="compared"), self.vote)

    def vote(self, row: Row) -> Vote:
        """One vote; on a translated section it is one on the section that stands for both."""
        vote = read_vote(row, self.sections, self.entries)
        return replace(vote, target=self.first_of.get(vote.target, vote.target)) if vote.on_section else vote

    def saw(self, at: datetime | None) -> None:
        """Widen the time it was held in."""
        if at is not None:
            self.moments = [min([at, *self.moments]), max([at, *self.moments])]


def read_tidy(folder: Path, faults: Faults, *, tell: Tell, known: Known, lang: str | None = None) -> Tidy:
    """Read a folder. File faults raise `FileFault`; row faults are noted and the rows left out."""
    found = Tidy(Files(folder, tell))
    found.files.require()
    _read_documents(found, faults, lang)
    _read_sections(found, faults)
    _guess_languages(found)
    _join_pairs(found, faults)
    _read_participants(found, faults)
    _read_contributions(found, faults, known(found.source_id))
    _read_votes(found, faults)
    return found


def _read_documents(found: Tidy, faults: Faults, lang: str | None) -> None:
    rows = found.files.rows(DOCUMENTS, faults)
    for document in faults.usable(rows, lambda row: read_document(row, found.documents, lang)):
        found.documents[document.id] = document
    if not found.documents:
        raise FileFault(_path(found, DOCUMENTS), None, "No row of it can be used.", "Mend the rows named above.")


def _read_sections(found: Tidy, faults: Faults) -> None:
    rows = list(found.files.rows(SECTIONS, faults))
    for section in faults.usable(rows, lambda row: read_section(row, found.sections, found.documents)):
        found.sections[section.id] = section
    # A parent in another document is none.
    parents = {section.id: _parent_within(section, found.sections) for section in found.sections.values()}
    descent = trace(parents, {row["section_id"] for row in rows} - found.sections.keys())
    for number, broken in descent.broken.items():
        section = found.sections.pop(number)
        faults.note(Row(_path(found, SECTIONS), section.line, {}), broken.reason(section.parent), broken.mend)
    for section in found.sections.values():
        found.saw(section.opened_at)


def _parent_within(section: Section, sections: dict[str, Section]) -> str:
    parent = sections.get(section.parent)
    return section.parent if parent is None or parent.document == section.document else f"{parent.id} of {parent.document}"


def _guess_languages(found: Tidy) -> None:
    """A document that does not say its language is in that of its words."""
    for document in [document for document in found.documents.values() if not document.lang]:
        own = [section for section in found.sections.values() if section.document == document.id]
        words = [document.title, *(section.heading for section in own), *(section.body for section in own)]
        found.documents[document.id] = replace(document, lang=language.guess(words))


def _join_pairs(found: Tidy, faults: Faults) -> None:
    """A section and its translation are one thing to vote on, with one total."""
    pairs = [(first, second) for draft in found.drafts() for first, second in draft.sections if second]
    for first, second in pairs:
        found.first_of[second.id] = first.id
        earlier, later = sorted((first, second), key=lambda section: section.line)
        if earlier.totals and later.totals:
            reason = f"Its pair {quoted(earlier.id)} already states totals; those of this row are left out."
            faults.note(Row(_path(found, SECTIONS), later.line, {}), reason, "State them on one of the two, for both.")
        opened_at = min(filter(None, (first.opened_at, second.opened_at)), default=None)
        found.sections[first.id] = replace(first, totals=earlier.totals or later.totals, opened_at=opened_at)
        found.sections[second.id] = replace(second, totals=None)


def _read_participants(found: Tidy, faults: Faults) -> None:
    def read(row: Row) -> str:
        person = identity(row, "participant")
        if person in found.participants:
            raise Unusable(f"The participant {quoted(person)} was there before.", "Keep one row for each person.")
        found.participants[person] = row.line
        return person

    for _person in faults.usable(found.files.rows(PARTICIPANTS, faults), read):
        pass


def _read_contributions(found: Tidy, faults: Faults, known: Mapping[str, str]) -> None:
    place, left_out = found.place, set[str]()

    def read(row: Row) -> None:
        if row["comment_id"] in found.entries:
            raise Unusable(f"The contribution {quoted(row['comment_id'])} was there before.", "Keep one row for each contribution.")
        left_out.add(row["comment_id"])
        contribution = place.read(row)
        require_same_kind(contribution, known)
        left_out.discard(row["comment_id"])
        found.entries[contribution.id] = Entry(row.line, contribution.parent, contribution.is_statement, contribution.at)

    for _contribution in faults.usable(found.files.rows(COMMENTS, faults), read):
        pass
    _trace_answers(found, faults, left_out)
    for entry in found.entries.values():
        found.saw(entry.at)


def _trace_answers(found: Tidy, faults: Faults, left_out: Iterable[str]) -> None:
    """Find the beginning of every exchange; leave out what has none."""
    descent = trace({number: entry.parent for number, entry in found.entries.items() if not entry.is_statement}, set(left_out))
    found.roots = descent.root
    for number, broken in descent.broken.items():
        entry = found.entries[number]
        parent = found.entries.get(entry.parent)
        reason = broken.reason(entry.parent)
        if parent and parent.is_statement:
            reason = f"{quoted(entry.parent)} is a statement: people vote on it, and do not answer it."
        faults.note(Row(_path(found, COMMENTS), entry.line, {}), reason, broken.mend)
    for number in descent.broken:
        del found.entries[number]


def _read_votes(found: Tidy, faults: Faults) -> None:
    rows = found.files.rows(VOTES, faults)
    for vote in faults.usable(rows, found.vote):
        found.saw(vote.at)
        if vote.on_section:
            found.voted_sections.add(vote.target)


def _path(found: Tidy, name: str) -> str:
    return str(find_file(found.files.folder, name))
