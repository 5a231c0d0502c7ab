"""A report as its page, its tables and its charts show it, in one language: a pure reading of its snapshot."""

import json
from datetime import datetime
from functools import cached_property

from flask_babel import lazy_gettext as _l

from consult.core.bilingual import Bilingual, Passage
from consult.reports.models import Report
from consult.reports.presenters.counted import Counted
from consult.reports.presenters.figures import AgreementFigure, SectionFigure
from consult.reports.presenters.judged import JudgedSection
from consult.reports.presenters.readiness import ReadinessPart
from consult.reports.presenters.rows import Item, Named, Section, place_in_words
from consult.reports.presenters.shortened import Shortened, shortened
from consult.reports.public import public
from consult.reports.snapshot import Content, Findings, ItemPart, Labels, Pair, Snapshot, TotalPart

CHARTED = 12  # items in the figure; the table has all of them
# The rows of comments in the tables of the page; the files have all of them.
COMMENTS_SHOWN = 50
TOTALS_SHOWN = 20

MISSING = {
    "figures": _l("The figures were compiled before the consultation closed. Compile the report again."),
    "late": _l("The report leaves out what came by a late pass after the figures were compiled. Compile the report again."),
    "summary_en": _l("The English summary is missing."),
    "summary_fr": _l("The French summary is missing."),
}


def missing_sentences(missing: list[str]) -> list[str]:
    """What a report still needs before it can be published, each in a sentence."""
    return [str(MISSING[code]) for code in missing]


class ReportView:
    """One report in one language."""

    def __init__(self, snapshot: Snapshot, summary_html: Bilingual, lang: str) -> None:
        self.findings: Findings = public(snapshot["findings"])  # a draft shows no more than its edition will
        self.labels: Labels = snapshot["labels"]
        self.counted = Counted(self.findings)
        self.summary_html = summary_html[lang]
        self.lang = lang

    @classmethod
    def of(cls, report: Report, lang: str) -> "ReportView":
        """From the frozen edition; while there is none, from the draft."""
        if report.edition is not None:
            content: Content = json.loads(report.edition.content)
            return cls(content, Bilingual(**content["summary_html"]), lang)
        return cls(json.loads(report.snapshot), report.summary_html, lang)

    @property
    def title(self) -> Passage:
        """The title of the consultation."""
        return self._read(self.labels["title"])

    @property
    def counted_at(self) -> datetime:
        """When the rows were counted."""
        return datetime.fromisoformat(self.findings["compiled_at"])

    @cached_property
    def all_items(self) -> list[Item]:
        """All statements, then all comments, by number."""
        return [Item(row, self._text(row)) for row in self.findings["items"]]

    @cached_property
    def items(self) -> Shortened[Item]:
        """The table of the page: statements, and the comments that most people answered."""
        return shortened(self.all_items, comments=COMMENTS_SHOWN)

    @cached_property
    def all_totals(self) -> list[Named]:
        """What the source of an import states of statements, then of comments. Older editions have none."""
        return [Named(row, self._text(row)) for row in self.findings.get("source_totals", [])]

    @cached_property
    def totals(self) -> Shortened[Named]:
        """Those on the page."""
        return shortened(self.all_totals, comments=TOTALS_SHOWN)

    @property
    def lists_statements(self) -> bool:
        """The lists speak of statements; else of comments."""
        return bool(self.findings["parameters"]["lists_of"] == "statement")

    @property
    def most_agreed(self) -> list[Item]:
        """The items with the most people in agreement, in order."""
        return self._listed(self.findings["most_agreed"])

    @property
    def most_divided(self) -> list[Item]:
        """The items whose two sides are most nearly equal, in order."""
        return self._listed(self.findings["most_divided"])

    @cached_property
    def agreement(self) -> AgreementFigure | None:
        """The figure of answers. Like the lists, it is made of items that enough people answered."""
        enough = self.findings["parameters"]["minimum_seen"]
        items = [item for item in self.all_items if item.is_statement is self.lists_statements and item.seen >= enough]
        first = sorted(items, key=lambda item: (-item.counts["agree"], item.counts["disagree"], item.number))[:CHARTED]
        return AgreementFigure(first, self.lang) if first else None

    @cached_property
    def where(self) -> SectionFigure | None:
        """The figure of comments by section."""
        comments = self.findings["comments"]
        sections = [Section(*self._place(row["module"], row["section"]), row["comments"]) for row in comments["by_section"]]
        return SectionFigure(sections, comments["published"], self.lang) if sections else None

    @cached_property
    def readiness(self) -> ReadinessPart | None:
        """What people said of the sections; nothing where nobody was asked."""
        sections = [JudgedSection(*self._place(row["module"], row["section"]), row) for row in self.findings["ballots"]]
        minimum = self.findings["parameters"].get("minimum_judged", 0)
        return ReadinessPart(sections, minimum, self.lang) if sections else None

    def _listed(self, numbers: list[int]) -> list[Item]:
        by_number = {item.number: item for item in self.all_items if item.is_statement is self.lists_statements}
        return [by_number[wanted] for wanted in numbers]

    def _text(self, row: ItemPart | TotalPart) -> Passage:
        """The words of a statement; a comment has a page of its own."""
        text = self.labels["statements"].get(str(row["number"])) if row["type"] == "statement" else None
        return self._read(text) if text else Passage("", self.lang)

    def _place(self, module: int, key: str) -> tuple[Passage, Passage]:
        """The title of a module, and the heading of one of its sections."""
        title = place_in_words(key, self.lang) or self._read(self.labels["sections"][f"{module}:{key}"])
        return self._read(self.labels["modules"][str(module)]), title

    def _read(self, pair: Pair) -> Passage:
        return Bilingual(pair["en"], pair["fr"]).read(self.lang)
