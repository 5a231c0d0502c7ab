"""A report as its page, its tables and its charts show it, in one language: a pure reading of its snapshot."""

import json
from datetime import datetime
from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.core.bilingual import Bilingual, Passage
from consult.core.formats import number
from consult.feedback.models import Kind
from consult.feedback.presenters import KINDS
from consult.reports.models import Report
from consult.reports.presenters.figures import AgreementFigure, SectionFigure
from consult.reports.presenters.rows import Item, Section, place_in_words
from consult.reports.snapshot import Content, Findings, ItemPart, Labels, Pair, SectionPart, Snapshot

CHARTED = 12  # items in the figure; the table has all of them
# Smaller groups of people are not shown (METHOD 5.2, the fixed caveat).
SMALLEST_GROUP = 10

MISSING = {
    "figures": _l("The figures were compiled before the consultation closed. Compile the report again."),
    "summary_en": _l("The English summary is missing."),
    "summary_fr": _l("The French summary is missing."),
}


def missing_sentences(missing: list[str]) -> list[str]:
    """What a report still needs before it can be published, each in a sentence."""
    return [str(MISSING[code]) for code in missing]


class ReportView:
    """One report in one language."""

    def __init__(self, snapshot: Snapshot, summary_html: Bilingual, lang: str) -> None:
        self.findings: Findings = snapshot["findings"]
        self.labels: Labels = snapshot["labels"]
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
        return [self._item(row) for row in self.findings["items"]]

    @property
    def items(self) -> list[Item]:
        """The rows of the page's table: all statements, and the comments that anybody answered."""
        return [item for item in self.all_items if item.is_statement or item.seen]

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
        sections = [self._section(row) for row in comments["by_section"]]
        return SectionFigure(sections, comments["published"], self.lang) if sections else None

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Published comments by kind, in the order of the form."""
        found = self.findings["comments"]["by_kind"]
        known = [(str(KINDS[kind]), found[kind.value]) for kind in Kind if kind.value in found]
        return [*known, (_("Replies without a kind"), found["reply"])] if "reply" in found else known

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The large numbers, each with its words; what a consultation did not have is not counted."""
        people, comments = self.findings["participation"]["participants"], self.findings["comments"]["published"]
        statements = sum(item.is_statement for item in self.all_items)
        answers = self.findings["votes"]["counted"]
        taken_part = (number(people), ngettext("person commented or voted", "people commented or voted", people))
        others = [
            (comments, ngettext("published comment", "published comments", comments)),
            (statements, ngettext("statement to agree or disagree with", "statements to agree or disagree with", statements)),
            (answers, ngettext("answer counted", "answers counted", answers)),
        ]
        return [taken_part, *((number(count), words) for count, words in others if count)]

    @property
    def participation(self) -> list[tuple[str, int]]:
        """People by what they did, and authors by the language they wrote in."""
        people = self.findings["participation"]
        rows = [
            (_("People who took part"), people["participants"]),
            (_("People with a published comment"), people["commenters"]),
            (_("People who answered statements or comments"), people["voters"]),
        ]
        return rows if self.hides_languages else [*rows, *self._languages()]

    @property
    def hides_languages(self) -> bool:
        """A group of people who wrote in one language is so small that none is shown: the others would give it away."""
        return any(count < SMALLEST_GROUP for _words, count in self._languages())

    @property
    def not_public(self) -> str:
        """How many comments are not public, by state: in numbers only. Nothing where nobody could comment."""
        states = self.findings["comments"]["not_public"]
        if not self.findings["comments"]["published"] and not any(states.values()):
            return ""
        return _(
            "Comments that are not public: %(pending)s waiting, %(returned)s returned, %(hidden)s not published, %(withdrawn)s withdrawn.",
            **{state: number(count) for state, count in states.items()},
        )

    @property
    def uncounted(self) -> str:
        """What became of answers to what is not public."""
        votes = self.findings["votes"]
        if votes["live"] == votes["counted"]:
            return ""
        return _(
            "Answers to statements and comments that are not public are kept, but no figure has them: of %(live)s answers, "
            "%(counted)s are counted here.",
            live=number(votes["live"]),
            counted=number(votes["counted"]),
        )

    def _languages(self) -> list[tuple[str, int]]:
        spoken = self.findings["participation"]["by_language"]
        names = {"en": _("People who wrote in English"), "fr": _("People who wrote in French")}
        rows = [(words, spoken[lang]) for lang, words in names.items() if lang in spoken]
        others = sum(count for lang, count in spoken.items() if lang not in names)
        return [*rows, (_("People who wrote in another language"), others)] if others else rows

    def _listed(self, numbers: list[int]) -> list[Item]:
        by_number = {item.number: item for item in self.all_items if item.is_statement is self.lists_statements}
        return [by_number[wanted] for wanted in numbers]

    def _item(self, row: ItemPart) -> Item:
        text = self.labels["statements"].get(str(row["number"])) if row["type"] == "statement" else None
        return Item(row, self._read(text) if text else Passage("", self.lang))

    def _section(self, row: SectionPart) -> Section:
        module, key = self._read(self.labels["modules"][str(row["module"])]), row["section"]
        title = place_in_words(key, self.lang) or self._read(self.labels["sections"][f"{row['module']}:{key}"])
        return Section(module, title, row["comments"])

    def _read(self, pair: Pair) -> Passage:
        return Bilingual(pair["en"], pair["fr"]).read(self.lang)
