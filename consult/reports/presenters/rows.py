"""One row of a report in words: a statement or comment with its answers, a section with its comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from flask_babel import gettext as _

from consult.core.bilingual import Passage
from consult.core.formats import number, percent
from consult.core.i18n import TAGS
from consult.feedback.models import BEFORE_SECTIONS, WHOLE_MODULE
from consult.reports.snapshot import ItemPart, TotalPart

NOTHING = "–"  # where nobody answered there is no share


@dataclass(frozen=True)
class Named:
    """A statement or a comment. `text` is empty for a comment, which has a page of its own."""

    counts: ItemPart | TotalPart
    text: Passage

    @property
    def is_statement(self) -> bool:
        """A statement, not a comment."""
        return bool(self.counts["type"] == "statement")

    @property
    def number(self) -> int:
        """Its public number."""
        return self.counts["number"]

    @property
    def seen(self) -> int:
        """Everybody who answered."""
        return self.counts["agree"] + self.counts["disagree"] + self.counts["unsure"]

    @property
    def name(self) -> str:
        """What it is called."""
        if self.is_statement:
            return _("Statement %(number)d", number=self.number)
        return _("Comment %(number)d", number=self.number)

    @property
    def label(self) -> str:
        """What stands beside its bar: the number with its words, or its name."""
        return f"{self.number}. {self.text}" if self.is_statement else self.name


@dataclass(frozen=True)
class Item(Named):
    """One statement or comment with its answers, counted from rows."""

    counts: ItemPart

    @property
    def answers(self) -> list[str]:
        """Its answers in words: never a share without its n. Each number stands alone, so one person needs no other grammar."""
        agree, seen = number(self.counts["agree"]), number(self.seen)
        return [
            _("Agree: %(agree)s of %(seen)s people (%(share)s)", agree=agree, seen=seen, share=self.share),
            _("Disagree: %(number)s", number=number(self.counts["disagree"])),
            _("Unsure: %(number)s", number=number(self.counts["unsure"])),
        ]

    @property
    def share(self) -> str:
        """The share of agreement, in per cent."""
        return percent(self.counts["share"]) if self.seen else NOTHING

    @property
    def range(self) -> str:
        """The Wilson range of that share."""
        return range_in_words(self.counts["low"], self.counts["high"]) if self.seen else NOTHING


class Placed(Protocol):
    """A section that knows its module and its heading."""

    @property
    def module(self) -> Passage:
        """The title of its module."""

    @property
    def title(self) -> Passage:
        """Its heading."""


@dataclass(frozen=True)
class Section:
    """Published comments of one section of one module."""

    module: Passage
    title: Passage
    comments: int


def labels(sections: Sequence[Placed]) -> list[str]:
    """The heading of each; with the title of its module before it where there is more than one."""
    several = len({str(section.module) for section in sections}) > 1
    return [f"{section.module} – {section.title}" if several else str(section.title) for section in sections]


def range_in_words(low: str, high: str) -> str:
    """A Wilson range, in per cent."""
    return _("%(low)s to %(high)s", low=number(Decimal(low) * 100), high=percent(high))


def place_in_words(key: str, lang: str) -> Passage | None:
    """The name of a place that has no heading of its own."""
    if key == WHOLE_MODULE:
        return Passage(_("The whole module"), lang)
    return Passage(_("Before the first section"), lang) if key == BEFORE_SECTIONS else None


def tag_of(passage: Passage, lang: str) -> str:
    """The language tag that a text needs on a page in this language: none where it is the page's own."""
    return "" if passage.lang == lang else TAGS[passage.lang]
