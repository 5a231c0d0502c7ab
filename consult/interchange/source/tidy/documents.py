"""Documents and their sections: institutional text, few enough to be held whole."""

from dataclasses import dataclass
from datetime import datetime

from consult.core.bilingual import LANGUAGES
from consult.core.foreign import foreign_line, foreign_text
from consult.feedback.models import IMPORTED_BODY_MAX, IMPORTED_TITLE_MAX
from consult.interchange.source.tables import Row, Unusable, quoted
from consult.interchange.source.tidy.values import NUMBER, Totals, identity, lang, limited, moment, totals

MARKDOWN = "markdown"


@dataclass(frozen=True)
class Document:
    """A draft in one language. `parallel` is the same draft in the other one; a `lang` that the file does not say is empty."""

    id: str
    consultation: str
    lang: str
    title: str
    version: str
    published_at: datetime | None
    parallel: str


@dataclass(frozen=True)
class Section:
    """An article, a question, a heading with what stands under it."""

    id: str
    document: str
    parent: str
    place: tuple[int, int]  # its position, then its line
    heading: str
    body: str
    is_markdown: bool
    opened_at: datetime | None
    parallel: str
    totals: Totals | None
    line: int


def read_document(row: Row, known: dict[str, Document], default_lang: str | None) -> Document:
    """Read one row of documents.csv."""
    number = identity(row, "document_id")
    if number in known:
        raise Unusable(f"The document {quoted(number)} was there before.", "Keep one row for each document.")
    consultation = identity(row, "consultation_id")
    first = next(iter(known.values()), None)
    if first and first.consultation != consultation:
        raise Unusable(f"The document is of another consultation, {quoted(consultation)}.", "Give each consultation a folder of its own.")
    title = limited(foreign_line(row["title"]), "title", IMPORTED_TITLE_MAX)
    if not title:
        raise Unusable("The document has no title.", "Give it one.")
    return Document(
        id=number,
        consultation=consultation,
        lang=_spoken(row, default_lang),
        title=title,
        version=foreign_line(row["version"]),
        published_at=moment(row, "published_at"),
        parallel=row["parallel_document_id"],
    )


def _spoken(row: Row, default_lang: str | None) -> str:
    """English or French; empty where neither the file nor the command says."""
    said = lang(row, default_lang or "")
    if said in LANGUAGES or not said:
        return said
    if default_lang is None:
        raise Unusable(f"The document is in {quoted(said)}.", "A module is in English or French: write which, or say --lang.")
    return default_lang


def read_section(row: Row, known: dict[str, Section], documents: dict[str, Document]) -> Section:
    """Read one row of sections.csv; its parent is looked at when all are read."""
    number = identity(row, "section_id")
    if number in known:
        raise Unusable(f"The section {quoted(number)} was there before.", "Keep one row for each section.")
    document = documents.get(row["document_id"])
    if document is None:
        raise Unusable(f"There is no document {quoted(row['document_id'])}.", "Add the document, or take the section out.")
    if row["position"] and not NUMBER.fullmatch(row["position"]):
        raise Unusable(f"position is {quoted(row['position'])}, which is no number.", "Number the sections in their order.")
    return Section(
        id=number,
        document=document.id,
        parent=row["parent_section_id"],
        place=(int(row["position"] or 0), row.line),
        heading=limited(foreign_line(row["heading"]), "heading", IMPORTED_TITLE_MAX),
        body=limited(foreign_text(row["body"]), "body", IMPORTED_BODY_MAX),
        is_markdown=row["body_format"] == MARKDOWN,
        opened_at=moment(row, "opened_at"),
        parallel=row["parallel_section_id"],
        totals=totals(row),
        line=row.line,
    )
