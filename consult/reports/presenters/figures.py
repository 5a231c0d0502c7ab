"""The figures of a report: a headline that says the finding, a drawing, and the same numbers for a table."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from markupsafe import Markup

from consult.core.charts import Answers, AnswerWords, Count, answers_chart, counts_chart
from consult.core.formats import number
from consult.reports.presenters.rows import Item, Section, labels, tag_of

SECTIONS_CHARTED = 20


@dataclass(frozen=True)
class AgreementFigure:
    """How people answered, one bar an item: the items that most people agree with."""

    items: list[Item]
    lang: str

    @property
    def ranks(self) -> bool:
        """There is something to compare: one item alone is neither the most agreed nor the most divided."""
        return len(self.items) > 1

    @property
    def headline(self) -> str:
        """The finding, in a sentence made from its numbers; of one item alone, how people answered it."""
        first = self.items[0]
        numbers = {"number": first.number, "agree": number(first.counts["agree"]), "seen": number(first.seen), "share": first.share}
        if not self.ranks:
            return f"{first.name}. {first.answers[0]}"
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
    def charted(self) -> list[tuple[str, Section]]:
        """The sections in the drawing, each with its name, in the order of the text: all, or those with the most comments."""
        named = list(zip(labels(self.sections), self.sections, strict=True))
        if len(named) <= SECTIONS_CHARTED:
            return named
        most = sorted(range(len(named)), key=lambda place: (-self.sections[place].comments, place))[:SECTIONS_CHARTED]
        return [named[place] for place in sorted(most)]

    @property
    def note(self) -> str:
        """What the figure counts, and what it leaves to the table."""
        counted = _("Published comments, replies included.")
        if len(self.sections) <= SECTIONS_CHARTED:
            return counted
        most = _("The %(number)s sections with the most comments; the table below has all of them.", number=number(SECTIONS_CHARTED))
        return f"{counted} {most}"

    @property
    def drawing(self) -> Markup:
        """One bar a section."""
        rows = [Count(name, section.comments, tag_of(section.title, self.lang)) for name, section in self.charted]
        return counts_chart(rows, _("Published comments by section"), key="sections", lang=self.lang)
