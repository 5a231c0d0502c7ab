"""Accessible bar charts as inline SVG: ours on purpose, no library does it well without scripts or inline style.

Widths are per cent of the space there is, heights are pixels, so type never shrinks. Each row's label is ordinary text above its
own drawing: it wraps at any width, keeps its language, and can be read and selected. A segment is told by its place, its pattern,
a sign and a number, never by colour alone. The page adds the headline and the table with every number.
"""

from consult.core.charts.answers import Answers, AnswerWords, answers_chart
from consult.core.charts.counts import Count, counts_chart
from consult.core.charts.readiness import Judgements, JudgementWords, readiness_chart

__all__ = [
    "AnswerWords",
    "Answers",
    "Count",
    "JudgementWords",
    "Judgements",
    "answers_chart",
    "counts_chart",
    "readiness_chart",
]
