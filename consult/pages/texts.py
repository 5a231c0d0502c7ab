"""Which texts the site has, how long each may be, and the words and lines that come with the release."""

import enum
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from consult.accounts.models import Province
from consult.core.bilingual import Bilingual
from consult.core.formats import spacing
from consult.core.richtext import MARKDOWN_MAX, page_html
from consult.settings import current

DEFAULTS = Path(__file__).parent / "defaults"
NOTHING = Bilingual("", "")
# Where this stands, the coalition has something to write that nobody else can know.
TO_COMPLETE = Bilingual("To be completed by the coalition", "À compléter par la coalition")


class Shape(enum.StrEnum):
    """How a text is written."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"  # Markdown, a page of its own


@dataclass(frozen=True)
class Slot:
    """A place for a text: how it is written, and how long it may be."""

    shape: Shape
    longest: int


PAGE = Slot(Shape.DOCUMENT, MARKDOWN_MAX)
PAGES = ("about", "privacy", "accessibility", "terms", "support")
SETTINGS = {
    "site_name": Slot(Shape.LINE, 60),
    "home_heading": Slot(Shape.LINE, 120),
    "home_lead": Slot(Shape.PARAGRAPH, 500),
    "footer": Slot(Shape.PARAGRAPH, 300),
    "land": Slot(Shape.PARAGRAPH, 1_000),
}
BILINGUAL_PARTS = ("name", "purpose", "hours", "languages", "website")
TEXTS: dict[str, Slot] = {**dict.fromkeys(PAGES, PAGE), **SETTINGS}


@dataclass(frozen=True)
class Text:
    """A text as people read it now. Number 0 is what comes with the release."""

    name: str
    number: int
    text: Bilingual
    html: Bilingual
    saved_at: datetime | None = None
    saved_by_id: int | None = None
    restored_number: int | None = None


@dataclass(frozen=True)
class Line:
    """A support line as people read it now. Number 0 is what comes with the release."""

    line: str
    number: int = 0
    name: Bilingual = NOTHING
    phone: str = ""
    website: Bilingual = NOTHING
    purpose: Bilingual = NOTHING
    hours: Bilingual = NOTHING
    languages: Bilingual = NOTHING
    province: Province | None = None
    verified_on: date | None = None
    retired: bool = False
    saved_at: datetime | None = field(default=None, compare=False)
    saved_by_id: int | None = field(default=None, compare=False)

    def same_as(self, other: "Line") -> bool:
        """Says the same to people; its number aside."""
        return self == replace(other, number=self.number)


def html_of(name: str, text: Bilingual) -> Bilingual:
    """The safe HTML of a text that is a page; nothing for a plain one."""
    if TEXTS[name].shape is not Shape.DOCUMENT:
        return NOTHING
    return Bilingual(page_html(text.en, "en"), page_html(text.fr, "fr"))


def default_text(name: str) -> Text:
    """The words that come with the release."""
    if name == "site_name":
        return Text(name, 0, current().site_name, NOTHING)
    return _default(name)


@cache
def default_lines() -> dict[str, Line]:
    """The support lines that come with the release. None of them is verified: that is for people to do."""
    rows: list[dict[str, Any]] = yaml.safe_load((DEFAULTS / "support_lines.yaml").read_text(encoding="utf-8"))
    return {row["line"]: _line(row) for row in rows}


def _line(row: dict[str, Any]) -> Line:
    pairs: dict[str, Any] = {name: _set(Bilingual(**row[name])) for name in BILINGUAL_PARTS if name in row and name != "website"}
    website = Bilingual(**row["website"]) if "website" in row else NOTHING
    return Line(row["line"], phone=row.get("phone", ""), website=website, **pairs)


def _set(text: Bilingual) -> Bilingual:
    """Plain words with the spacing of their language. Markdown gets its own when it becomes HTML, where addresses are known as such."""
    return Bilingual(spacing(text.en, "en", edit=True), spacing(text.fr, "fr", edit=True))


@cache
def _default(name: str) -> Text:
    text = Bilingual(*((DEFAULTS / f"{name}.{lang}.md").read_text(encoding="utf-8").strip() for lang in ("en", "fr")))
    return Text(name, 0, text if TEXTS[name].shape is Shape.DOCUMENT else _set(text), html_of(name, text))
