"""How ready people call each section: the figure, the table of every number, and where attention is most needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from consult.core.charts import Judgements, JudgementWords, readiness_chart
from consult.core.formats import number
from consult.feedback.models import Readiness
from consult.feedback.presenters import READINESS
from consult.reports.presenters.judged import ORDER, JudgedSection
from consult.reports.presenters.rows import labels, tag_of

LIST_LENGTH = 5


@dataclass(frozen=True)
class ReadinessPart:
    """What a report says of the ballots on its sections."""

    sections: list[JudgedSection]
    minimum: int
    lang: str

    @cached_property
    def shown(self) -> list[JudgedSection]:
        """The sections that enough people judged, in the order of the text."""
        return [section for _name, section in self.labelled]

    @property
    def too_few(self) -> list[str]:
        """The names of the others: no number of them is shown."""
        return [name for name, section in self._named if not section.enough]

    @property
    def earlier_wording(self) -> int:
        """Ballots on words that have changed since, where a section has so many of them that their number is shown."""
        return sum(section.counts["earlier_wording"] or 0 for section in self.sections)

    @property
    def attention(self) -> list[JudgedSection]:
        """Where attention is most needed, first things first; one section alone has no order."""
        rated = [section for section in self.shown if section.attention is not None]
        ordered = sorted(rated, key=lambda section: -(section.attention or 0))
        return ordered[:LIST_LENGTH] if len(ordered) > 1 else []

    @property
    def answer_words(self) -> list[str]:
        """The three answers, from left to right."""
        return [str(READINESS[readiness]) for readiness in ORDER]

    @property
    def headline(self) -> str:
        """The finding; where several sections share the first place, none is named."""
        best = self._ends[1]
        leading = [section for section in self.shown if section.ready == best.ready]
        numbers = {"ready": number(best.gave(Readiness.READY)), "people": number(best.people), "share": best.answer(Readiness.READY).share}
        if len(self.shown) == 1:
            return _("“%(title)s”: %(ready)s of %(people)s people (%(share)s) say it is ready as is", title=best.title, **numbers)
        if len(leading) > 1:
            return _(
                "No section stands out: %(sections)s sections are called ready as is by the same share of people (%(share)s)",
                sections=number(len(leading)),
                share=numbers["share"],
            )
        return _(
            "“%(title)s” is seen as the most ready: %(ready)s of %(people)s people (%(share)s) say it is ready as is",
            title=best.title,
            **numbers,
        )

    @property
    def reading(self) -> list[str]:
        """The two ends in a sentence each, with their ranges."""
        least, most = self._ends
        return [self._sentence(section) for section in ((most, least) if most is not least else (most,))]

    @property
    def drawing(self) -> Markup:
        """The bars, under their legend."""
        not_ready, changes, ready = self.answer_words
        words = JudgementWords(_("Readiness, one bar for each section"), not_ready, changes, ready, _("People who judged (n)"))
        rows = [self._bar(label, section) for label, section in self.labelled]
        return readiness_chart(rows, words, key="readiness", lang=self.lang)

    @property
    def labelled(self) -> list[tuple[str, JudgedSection]]:
        """The sections that are shown, each with its name."""
        return [(name, section) for name, section in self._named if section.enough]

    @property
    def _named(self) -> Iterator[tuple[str, JudgedSection]]:
        return zip(labels(self.sections), self.sections, strict=True)

    @cached_property
    def _ends(self) -> tuple[JudgedSection, JudgedSection]:
        """The section that the smallest share of people calls ready as is, and the one that the largest does."""
        ordered = sorted(self.shown, key=lambda section: section.ready)
        return ordered[0], ordered[-1]

    def _bar(self, label: str, section: JudgedSection) -> Judgements:
        not_ready, changes, ready = map(section.gave, ORDER)
        return Judgements(label, not_ready, changes, ready, tag_of(section.title, self.lang))

    @staticmethod
    def _sentence(section: JudgedSection) -> str:
        ready, not_ready = section.answer(Readiness.READY), section.answer(Readiness.NOT_READY)
        return _(
            "“%(title)s” is called ready as is by %(ready)s of %(people)s people (%(share)s; range %(range)s), "
            "and not ready by %(not_ready)s (%(not_share)s).",
            title=section.title,
            ready=ready.people,
            people=number(section.people),
            share=ready.share,
            range=ready.range,
            not_ready=not_ready.people,
            not_share=not_ready.share,
        )
