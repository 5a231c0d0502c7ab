"""Bars of 100 per cent, split into agree, unsure and disagree."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from consult.core.charts import shapes
from consult.core.charts.shapes import Drawing, Look, Place
from consult.core.formats import number, percent

LOOKS = {"agree": Look("c-agree", "tick"), "unsure": Look("c-mid", "question"), "disagree": Look("c-no", "cross", hatched=True)}


@dataclass(frozen=True)
class Answers:
    """One row of a chart of answers. `lang` is the label's language tag where it is not the page's."""

    label: str
    agree: int
    unsure: int
    disagree: int
    lang: str = ""

    @property
    def people(self) -> int:
        """Everybody who answered."""
        return self.agree + self.unsure + self.disagree


@dataclass(frozen=True)
class AnswerWords:
    """What the chart of answers says, in the page's language: "Answers", "Agree", "Unsure", "Disagree", "People who answered (n)"."""

    title: str
    agree: str
    unsure: str
    disagree: str
    people: str


def answers_chart(rows: Sequence[Answers], words: AnswerWords, *, key: str, lang: str) -> Markup:
    """Draw the bars under their legend; `key` starts every id of the chart."""
    drawn = [
        shapes.row(
            row.label, row.lang, shapes.image(f"{key}-{position}", words.title, _in_words(row, words, lang), _drawing(row, key, lang))
        )
        for position, row in enumerate(rows, start=1)
    ]
    named = [(look, getattr(words, answer)) for answer, look in LOOKS.items()]
    return shapes.legend(named, words.people, key) + shapes.rows(drawn)


def _in_words(row: Answers, words: AnswerWords, lang: str) -> str:
    """Every number of the row with its name: a list of pairs, which needs no grammar."""
    pairs = ((words.agree, row.agree), (words.unsure, row.unsure), (words.disagree, row.disagree), (words.people, row.people))
    return ", ".join(f"{word} {number(count, lang=lang)}" for word, count in pairs)


def _drawing(row: Answers, key: str, lang: str) -> Drawing:
    """Draw the bar, the number of people at its right, and under it each share beside its sign."""
    people = shapes.words("dim", Place("100%", shapes.BESIDE), number(row.people, lang=lang), anchor="end")
    if not row.people:
        return Drawing(shapes.lane() + people, shapes.BAR)
    drawn, start = [], 0.0
    for answer, look in LOOKS.items():
        width = shapes.FULL * getattr(row, answer) / row.people
        drawn.append(shapes.bar(look, start, width, key))
        start += width
    shares = [percent(getattr(row, answer) / row.people, 0, lang=lang) for answer in LOOKS]
    captions = shapes.captions(list(LOOKS.values()), shares, shapes.FULL / 2)
    return Drawing(Markup("").join([*drawn, people, captions]), shapes.BAR + shapes.CAPTION)
