"""Accessible bar charts as inline SVG: ours on purpose, no library does it well without scripts or inline style.

Widths are per cent of the space there is, heights are pixels, so type never shrinks. Each row's label is ordinary text above its
own drawing: it wraps at any width, keeps its language, and can be read and selected. A segment is told by its place, its pattern,
a sign and a number, never by colour alone. The page adds the headline and the table with every number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from consult.core.formats import number, percent

# The bars end here, in per cent of the width; the rest is for the number of people.
_FULL = 82
# The height of a bar, of the line of shares under it, and the baseline of a number beside it, in pixels.
_BAR = 24
_CAPTION = 24
_BESIDE = 17
# Signs are drawn, not typed: the web fonts have none of them. All in a square of 12 pixels.
_SIGNS = {
    "agree": Markup('<path class="axis" fill="none" d="M1 7l3.5 3.5L11 2"/>'),
    "unsure": Markup('<path class="axis" fill="none" d="M3 4a3 3 0 1 1 4.6 2.5C6.4 7.2 6 7.6 6 8.5M6 11v.5"/>'),
    "disagree": Markup('<path class="axis" fill="none" d="M2 2l8 8M10 2l-8 8"/>'),
}
_FILLS = {"agree": "c-agree", "unsure": "c-mid", "disagree": "c-no"}


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


@dataclass(frozen=True)
class Count:
    """One row of a chart of counts. `lang` is the label's language tag where it is not the page's."""

    label: str
    count: int
    lang: str = ""


class _Place(NamedTuple):
    """A point: per cent across, pixels down, and a last step aside in pixels."""

    x: str
    y: int
    dx: int = 0


class _Drawing(NamedTuple):
    """The shapes of one row and the height they need."""

    shapes: Markup
    height: int


def answers_chart(rows: Sequence[Answers], words: AnswerWords, *, key: str, lang: str) -> Markup:
    """Draw bars of 100 per cent, split into agree, unsure and disagree, under their legend; `key` starts every id of the chart."""
    drawn = [
        _row(
            row.label,
            row.lang,
            _image(f"{key}-{position}", words.title, _answers_in_words(row, words, lang), _answers_drawing(row, key, lang)),
        )
        for position, row in enumerate(rows, start=1)
    ]
    return Markup("{}{}").format(_legend(words, key), _rows(drawn))


def counts_chart(rows: Sequence[Count], title: str, *, key: str, lang: str) -> Markup:
    """Draw one bar a row, all on the scale of the longest; `title` names what is counted."""
    longest = max((row.count for row in rows), default=0)
    drawn = [
        _row(
            row.label, row.lang, _image(f"{key}-{position}", title, number(row.count, lang=lang), _count_drawing(row.count, longest, lang))
        )
        for position, row in enumerate(rows, start=1)
    ]
    return _rows(drawn)


def _rows(drawn: Sequence[Markup]) -> Markup:
    return Markup('<div class="chart-rows">{}</div>').format(Markup("").join(drawn)) if drawn else Markup("")


def _row(label: str, lang: str, image: Markup) -> Markup:
    """Put the label above its image, in its own language."""
    tag = Markup(' lang="{}"').format(lang) if lang else Markup("")
    return Markup('<p class="chart-label"{}>{}</p>{}').format(tag, label, image)


def _image(key: str, title: str, description: str, drawing: _Drawing) -> Markup:
    """Wrap a drawing so that it says in words what it shows."""
    return Markup(
        '<svg class="chart" height="{height}" role="img" aria-labelledby="{key}-t {key}-d" focusable="false">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{description}</desc>{shapes}</svg>'
    ).format(height=drawing.height, key=key, title=title, description=description, shapes=drawing.shapes)


def _answers_in_words(row: Answers, words: AnswerWords, lang: str) -> str:
    """Every number of the row with its name: a list of pairs, which needs no grammar."""
    pairs = ((words.agree, row.agree), (words.unsure, row.unsure), (words.disagree, row.disagree), (words.people, row.people))
    return ", ".join(f"{word} {number(count, lang=lang)}" for word, count in pairs)


def _answers_drawing(row: Answers, key: str, lang: str) -> _Drawing:
    """Draw the bar, the number of people at its right, and under it each share beside its sign."""
    people = _text("dim", _Place("100%", _BESIDE), number(row.people, lang=lang), anchor="end")
    if not row.people:
        lane = Markup('<rect class="lane" x="0" y="0" width="{}%" height="{}"/>').format(_FULL, _BAR)
        return _Drawing(lane + people, _BAR)
    drawn, start = [], 0.0
    for kind in _FILLS:
        width = _FULL * getattr(row, kind) / row.people
        drawn.append(_segment(kind, start, width, key))
        start += width
    return _Drawing(Markup("").join([*drawn, people, *_shares(row, lang)]), _BAR + _CAPTION)


def _segment(kind: str, start: float, width: float, key: str) -> Markup:
    if not width:
        return Markup("")
    place = Markup('x="{}%" y="0" width="{}%" height="{}"').format(f"{start:.2f}", f"{width:.2f}", _BAR)
    bar = Markup('<rect class="{}" {}/>').format(_FILLS[kind], place)
    return bar if kind != "disagree" else bar + Markup('<rect fill="url(#{}-p)" {}/>').format(key, place)


def _shares(row: Answers, lang: str) -> list[Markup]:
    """Write three shares in three fixed columns: no segment is too small for its number, and columns can be compared."""
    agree, unsure, disagree = (percent(count / row.people, 0, lang=lang) for count in (row.agree, row.unsure, row.disagree))
    middle, end, top, base = f"{_FULL / 2:.2f}%", f"{_FULL}%", _BAR + 7, _BAR + 19
    return [
        _sign("agree", _Place("0", top)),
        _text("dim", _Place("0", base, 18), agree),
        _sign("unsure", _Place(middle, top, -22)),
        _text("dim", _Place(middle, base, -4), unsure),
        _sign("disagree", _Place(end, top, -12)),
        _text("dim", _Place(end, base, -18), disagree, anchor="end"),
    ]


def _count_drawing(count: int, longest: int, lang: str) -> _Drawing:
    width = f"{_FULL * count / longest:.2f}%" if longest else "0%"
    bar = Markup('<rect class="c-agree" x="0" y="0" width="{}" height="{}"/>').format(width, _BAR) if count else Markup("")
    return _Drawing(bar + _text("dim", _Place(width, _BESIDE, 8 if count else 0), number(count, lang=lang)), _BAR)


def _text(style: str, place: _Place, words: str, *, anchor: str = "start") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" dx="{}" text-anchor="{}">{}</text>').format(style, *place, anchor, words)


def _sign(kind: str, place: _Place) -> Markup:
    """Draw a sign: an inner SVG moves to the place in per cent, a group inside it the last pixels."""
    x, y, dx = place
    return Markup('<svg x="{}" y="{}" overflow="visible"><g transform="translate({} 0)">{}</g></svg>').format(x, y, dx, _SIGNS[kind])


def _legend(words: AnswerWords, key: str) -> Markup:
    """Show the pattern, the sign and the word of each answer; define the hatching, once for the chart."""
    named = (("agree", words.agree), ("unsure", words.unsure), ("disagree", words.disagree))
    items = [_legend_item(kind, word, key) for kind, word in named]
    return Markup('<ul class="legend">{}<li class="push muted">{}</li></ul>').format(Markup("").join(items), words.people)


def _legend_item(kind: str, word: str, key: str) -> Markup:
    pattern = Markup(
        '<defs><pattern id="{key}-p" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="3" y1="0" x2="3" y2="7"/></pattern></defs><rect class="c-no" width="18" height="18"/>'
        '<rect fill="url(#{key}-p)" width="18" height="18"/>'
    ).format(key=key)
    swatch = pattern if kind == "disagree" else Markup('<rect class="{}" width="18" height="18"/>').format(_FILLS[kind])
    return Markup(
        '<li><svg viewBox="0 0 18 18" class="chart" aria-hidden="true" focusable="false">{}</svg>'
        '<svg viewBox="-3 -3 18 18" class="chart" aria-hidden="true" focusable="false">{}</svg>{}</li>'
    ).format(swatch, _SIGNS[kind], word)
