"""The figures of a report: a headline that says the finding, a drawing, and the same numbers for a table."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from markupsafe import Markup

from consult.core.charts import Answers, AnswerWords, Count, answers_chart, counts_chart
from consult.core.formats import number
from consult.reports.presenters.rows import Item, Section, tag_of


@dataclass(frozen=True)
class AgreementFigure:
    """How people answered, one bar an item: the items that most people agree with."""

    items: list[Item]
    lang: str

    @property
    def headline(self) -> str:
        """The finding, in a sentence made from its numbers."""
        first = self.items[0]
        numbers = {"number": first.number, "agree": number(first.counts["agree"]), "seen": number(first.seen), "share": first.share}
        if first.is_statement:
            return _("Statement %(number)d has the most agreement: %(agree)s of %(seen)s people (%(share)s)", **numbers)
        return _("Comment %(number)d has the most agreement: %(agree)s of %(seen)s people (%(share)s)", **numbers)

    @property
    def drawing(self) -> Markup:
        """The bars, under their legend."""
        words = AnswerWords(
            title=_("Answers, one bar for each item"),
            agree=pgettext("answer", "Agree"),
            unsure=pgettext("answer", "Unsure"),
            disagree=pgettext("answer", "Disagree"),
            people=_("People who answered (n)"),
        )
        return answers_chart([self._bar(item) for item in self.items], words, key="agreement", lang=self.lang)

    def _bar(self, item: Item) -> Answers:
        counts = item.counts
        return Answers(item.label, counts["agree"], counts["unsure"], counts["disagree"], tag_of(item.text, self.lang))


@dataclass(frozen=True)
class SectionFigure:
    """Where in the text people commented."""

    sections: list[Section]
    published: int
    lang: str

    @property
    def headline(self) -> str:
        """The finding; where several sections have as many comments as any, none is named."""
        most = max(section.comments for section in self.sections)
        leading = [section for section in self.sections if section.comments == most]
        if len(leading) > 1:
            return ngettext(
                "No section stands out: %(sections)s sections have %(num)d comment each, and none has more",
                "No section stands out: %(sections)s sections have %(num)d comments each, and none has more",
                most,
                sections=number(len(leading)),
            )
        return _(
            "“%(title)s” drew the most comments: %(comments)s of %(published)s",
            title=leading[0].title,
            comments=number(most),
            published=number(self.published),
        )

    @property
    def drawing(self) -> Markup:
        """One bar a section."""
        rows = [Count(self.label(section), section.comments, tag_of(section.title, self.lang)) for section in self.sections]
        return counts_chart(rows, _("Published comments by section"), key="sections", lang=self.lang)

    def label(self, section: Section) -> str:
        """The heading; with the title of its module before it where there is more than one."""
        several = len({str(section.module) for section in self.sections}) > 1
        return f"{section.module} – {section.title}" if several else str(section.title)
