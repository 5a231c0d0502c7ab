"""Diverging bars: how ready people call something, centred on "ready with changes" (METHOD 3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from consult.core.charts import shapes
from consult.core.charts.shapes import Drawing, Look, Place
from consult.core.formats import number, percent

LOOKS = {"not_ready": Look("c-no", "cross", hatched=True), "changes": Look("c-mid", "pencil"), "ready": Look("c-agree", "tick")}
# How much of the scale either side has at least, so that three columns of shares stand apart on the narrowest page.
LEAST_SIDE = 0.36
# The line through the middle stands out of the bar by so many pixels.
OUT = 4


@dataclass(frozen=True)
class Judgements:
    """One row of the chart. `lang` is the label's language tag where it is not the page's."""

    label: str
    not_ready: int
    changes: int
    ready: int
    lang: str = ""

    @property
    def people(self) -> int:
        """Everybody who judged."""
        return self.not_ready + self.changes + self.ready

    @property
    def left(self) -> float:
        """How far the bar goes to the left of the line: "not ready", and half of "with changes"."""
        return (self.not_ready + self.changes / 2) / self.people if self.people else 0.0


@dataclass(frozen=True)
class JudgementWords:
    """What the chart says, in the page's language: its title, the three answers, "People who judged (n)"."""

    title: str
    not_ready: str
    changes: str
    ready: str
    people: str


class _Scale(NamedTuple):
    """Where the middle line stands, and how wide a share of 1 is; both in per cent of the width."""

    middle: float
    whole: float


def readiness_chart(rows: Sequence[Judgements], words: JudgementWords, *, key: str, lang: str) -> Markup:
    """Draw the bars on one scale, under their legend; `key` starts every id of the chart."""
    scale = _scale(rows)
    drawn = []
    for position, row in enumerate(rows, start=1):
        drawing = _drawing(row, scale, key, lang)
        drawn.append(shapes.row(row.label, row.lang, shapes.image(f"{key}-{position}", words.title, _in_words(row, words, lang), drawing)))
    named = [(look, getattr(words, answer)) for answer, look in LOOKS.items()]
    return shapes.legend(named, words.people, key) + shapes.rows(drawn)


def _scale(rows: Sequence[Judgements]) -> _Scale:
    """The widest room for the bars in which the longest on each side has its place, and neither side is very small."""
    judged = [row for row in rows if row.people]
    left = max((row.left for row in judged), default=0.5)
    right = max((1 - row.left for row in judged), default=0.5)
    other = LEAST_SIDE / (1 - LEAST_SIDE)
    left, right = max(left, right * other), max(right, left * other)
    return _Scale(shapes.FULL * left / (left + right), shapes.FULL / (left + right))


def _in_words(row: Judgements, words: JudgementWords, lang: str) -> str:
    """Every number of the row with its name, from left to right."""
    pairs = [*((getattr(words, answer), getattr(row, answer)) for answer in LOOKS), (words.people, row.people)]
    return ", ".join(f"{word} {number(count, lang=lang)}" for word, count in pairs)


def _drawing(row: Judgements, scale: _Scale, key: str, lang: str) -> Drawing:
    """Draw the bar across the line, the number of people at its right, and under it each share beside its sign."""
    people = shapes.words("dim", Place("100%", shapes.BESIDE), number(row.people, lang=lang), anchor="end")
    if not row.people:
        return Drawing(shapes.lane() + people, shapes.BAR)
    drawn, start = [_line(scale)], scale.middle - row.left * scale.whole
    for answer, look in LOOKS.items():
        width = scale.whole * getattr(row, answer) / row.people
        drawn.append(shapes.bar(look, start, width, key))
        start += width
    shares = [percent(getattr(row, answer) / row.people, 0, lang=lang) for answer in LOOKS]
    captions = shapes.captions(list(LOOKS.values()), shares, scale.middle)
    return Drawing(Markup("").join([*drawn, people, captions]), shapes.BAR + shapes.CAPTION)


def _line(scale: _Scale) -> Markup:
    """The middle, behind the bar: its two ends show."""
    middle = f"{scale.middle:.2f}%"
    return Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(middle, middle, -OUT, shapes.BAR + OUT)
