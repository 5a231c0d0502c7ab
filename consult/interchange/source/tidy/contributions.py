"""Contributions: read row by row, never held. What is kept of each is its line and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from consult.core.foreign import foreign_line, foreign_text
from consult.feedback.models import IMPORTED_BODY_MAX, IMPORTED_STATEMENT_MAX, IMPORTED_TITLE_MAX, Kind, Visibility
from consult.interchange.source.tables import Row, Unusable, quoted
from consult.interchange.source.tidy.documents import Document, Section
from consult.interchange.source.tidy.values import Totals, code, identity, lang, limited, moment, totals

COMMENT, STATEMENT, MODIFICATION, ARGUMENT = "comment", "statement", "modification", "argument"
# An argument is what its stance says. Kinds of our own are taken as they are.
KINDS: dict[str, Kind | None] = {
    **{kind.value: kind for kind in Kind},
    COMMENT: Kind.EXPERIENCE,
    "submission_paragraph": Kind.EXPERIENCE,
    "proposal": Kind.SUGGESTION,
    MODIFICATION: Kind.SUGGESTION,
    "source": Kind.EVIDENCE,
    STATEMENT: None,
    ARGUMENT: None,
}
STANCES = {"for": Kind.SUPPORT, "against": Kind.CONCERN}
VISIBILITY = {
    "published": Visibility.PUBLISHED,
    "unmoderated": Visibility.PUBLISHED,
    "rejected": Visibility.HIDDEN,
    "trashed": Visibility.HIDDEN,
    "trashed_visible": Visibility.HIDDEN,
    "trashed_invisible": Visibility.HIDDEN,
    "unpublished": Visibility.HIDDEN,
    "unknown": Visibility.PENDING,
}


class Entry(NamedTuple):
    """What is kept of a contribution while its file is read again and again."""

    line: int
    parent: str
    is_statement: bool
    at: datetime | None


@dataclass(frozen=True)
class Contribution:
    """One row of comments.csv, read and checked."""

    id: str
    document: str  # empty: that of what it answers
    section: str
    parent: str
    kind: Kind | None  # None: a statement
    lang: str
    author: str
    at: datetime | None
    visibility: Visibility
    title: str
    text: str
    replacement: str
    totals: Totals | None

    @property
    def is_statement(self) -> bool:
        """A sentence to vote on, not a comment."""
        return self.kind is None


@dataclass(frozen=True)
class Place:
    """What a contribution may be about, and in which consultation."""

    consultation: str
    documents: dict[str, Document]
    sections: dict[str, Section]

    def read(self, row: Row) -> Contribution:
        """Read one row of comments.csv; what it answers is looked at when all are read."""
        number = identity(row, "comment_id")
        document = self._document(row)
        named = code(row, "kind", KINDS)
        kind = STANCES[code(row, "stance", STANCES)] if named == ARGUMENT else KINDS[named]
        spoken = lang(row, document.lang if document else next(iter(self.documents.values())).lang)
        return Contribution(
            id=number,
            document=document.id if document else "",
            section=row["section_id"],
            parent="" if kind is None else row["parent_id"],
            kind=kind,
            lang=spoken,
            author=row["author"],
            at=moment(row, "created_at"),
            visibility=VISIBILITY[code(row, "status", VISIBILITY)],
            title=limited(foreign_line(row["title"]), "title", IMPORTED_TITLE_MAX),
            text=_text(row, named),
            replacement=limited(foreign_text(row["after_text"]), "after_text", IMPORTED_BODY_MAX) if named == MODIFICATION else "",
            totals=totals(row),
        )

    def _document(self, row: Row) -> Document | None:
        """The document that a row is about: that of its section, the one it names, the only one there is; else that of its parent."""
        if row["consultation_id"] not in {"", self.consultation}:
            raise Unusable(f"The row is of another consultation, {quoted(row['consultation_id'])}.", "Give each a folder of its own.")
        section = self.sections.get(row["section_id"])
        if row["section_id"] and (section is None or row["document_id"] not in {"", section.document}):
            where = f" in the document {quoted(row['document_id'])}" if section else ""
            raise Unusable(f"There is no section {quoted(row['section_id'])}{where}.", "Add the section, or leave section_id empty.")
        only = next(iter(self.documents)) if len(self.documents) == 1 else ""
        named = section.document if section else row["document_id"] or only
        if named not in self.documents and (named or not row["parent_id"]):
            raise Unusable(f"There is no document {quoted(named)}.", "Name a document, a section or a comment that it is about.")
        return self.documents.get(named)


def require_same_kind(contribution: Contribution, known: Mapping[str, str]) -> None:
    """What people said of a comment they did not say of a statement: neither becomes the other."""
    before, now = known.get(contribution.id), STATEMENT if contribution.is_statement else COMMENT
    if before not in {None, now}:
        reason = f"An earlier import brought {quoted(contribution.id)} as a {before}, and here it is a {now}; the earlier one stays."
        raise Unusable(reason, "Give this one an id of its own.")


def _text(row: Row, named: str) -> str:
    text = foreign_text(row["text"])
    if not text and named != MODIFICATION:
        raise Unusable("The text is empty.", "Give the contribution its text, or take the row out.")
    return limited(text, "text", IMPORTED_STATEMENT_MAX if named == STATEMENT else IMPORTED_BODY_MAX)
