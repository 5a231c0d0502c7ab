"""The growth curves as one SVG: for each database the median time of each page, by the number of comments (log scale)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import Any
from xml.sax.saxutils import escape

from bench.figures import FULL

WIDTH, PANEL, GAP = 920, 300, 76
LEFT, EDGE, TOP = 56, 590, 34
STEPS = 4
INK, QUIET, GRID = "#1b1b1b", "#595959", "#d9d9d9"
# Told apart by dash and by name as well as by colour.
COLOURS = ("#1f5a96", "#a3341f", "#2f6b3a", "#6d4aa0", "#8a5a00", "#0f6e73", "#a02c6d", "#4d4d4d", "#5b7a00", "#b04a00")
DASHES = ("", "7 3", "2 3", "9 3 2 3")
LABEL_HEIGHT = 17


def drawn(growth: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole drawing; sizes with a word in their name (stale statistics) stand in the table alone."""
    height = TOP + len(growth) * (PANEL + GAP)
    panels = [_panel(name, found, TOP + place * (PANEL + GAP)) for place, (name, found) in enumerate(growth.items())]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"',
            ' role="img" aria-labelledby="t d">',
            '<title id="t">Time of a page by the number of comments</title>',
            f'<desc id="d">{escape(_in_words(growth))}</desc>',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *panels,
            "</svg>\n",
        ]
    )


@dataclass(frozen=True)
class Curve:
    """One page: its times at the sizes where it is full."""

    page: str
    points: list[tuple[int, float]]

    @property
    def ratio(self) -> float:
        """The last by the first."""
        return self.points[-1][1] / self.points[0][1]


def curves(found: Mapping[str, Any]) -> list[Curve]:
    """The curves of one database. A page that a filter leaves half empty among a few comments begins where it is full."""
    sizes = [int(size) if size.isdecimal() else 0 for size in found["sizes"]]
    made = []
    for page, seen in found["pages"].items():
        most = max(seen["comments"])
        rows = zip(sizes, seen["p50_ms"], seen["comments"], strict=True)
        made.append(Curve(page, [(size, value) for size, value, shown in rows if size and shown >= FULL * most]))
    return made


def _in_words(growth: Mapping[str, Mapping[str, Any]]) -> str:
    """Each curve's two ends."""
    ends = [(name, one.page, one.points[0], one.points[-1]) for name, found in growth.items() for one in curves(found)]
    return " ".join(f"{name}, {page}: {a[1]:.1f} ms at {a[0]:,}, {b[1]:.1f} ms at {b[0]:,}." for name, page, a, b in ends)


@dataclass(frozen=True)
class Frame:
    """Where one panel lies, and its scales."""

    top: float
    smallest: int
    largest: int
    most: float

    @property
    def bottom(self) -> float:
        """The line of zero."""
        return self.top + PANEL

    def across(self, size: int) -> float:
        """The place of a number of comments, on a log scale."""
        span = log10(self.largest / self.smallest) or 1
        return LEFT + (EDGE - LEFT) * log10(size / self.smallest) / span

    def down(self, value: float) -> float:
        """The place of a time."""
        return self.bottom - PANEL * value / self.most


def _panel(name: str, found: Mapping[str, Any], top: int) -> str:
    drawn_here = curves(found)
    points = [point for one in drawn_here for point in one.points]
    sizes = sorted({size for size, _value in points})
    frame = Frame(top, sizes[0], sizes[-1], _round_up(max(value for _size, value in points)))
    ends = _spread([frame.down(one.points[-1][1]) for one in drawn_here], frame.bottom)
    return "\n".join(
        [
            _text(LEFT, top - 12, f"{name}: median time of a page, ms", weight="bold"),
            *_scales(frame, sizes),
            *(_curve(one, frame, number, ends[number]) for number, one in enumerate(drawn_here)),
        ]
    )


def _scales(frame: Frame, sizes: Sequence[int]) -> list[str]:
    values = [frame.most * step / STEPS for step in range(STEPS + 1)]
    return [
        *(f'<path d="M{LEFT} {frame.down(value):.1f}H{EDGE}" stroke="{GRID}"/>' for value in values),
        *(_text(LEFT - 8, frame.down(value) + 4, f"{value:g}", anchor="end", fill=QUIET) for value in values),
        *(_text(frame.across(size), frame.bottom + 20, f"{size:,}", anchor="middle", fill=QUIET) for size in sizes),
        _text(EDGE, frame.bottom + 40, "comments on one paragraph", anchor="end", fill=QUIET),
    ]


def _curve(one: Curve, frame: Frame, number: int, label: float) -> str:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    places = [(f"{frame.across(size):.1f}", f"{frame.down(value):.1f}") for size, value in one.points]
    line = " ".join(f"{x},{y}" for x, y in places)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/>' for x, y in places)
    return (
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>{dots}'
        f'<path d="M{EDGE + 4} {places[-1][1]}L{EDGE + 18} {label:.1f}" stroke="{colour}" fill="none"/>'
        + _text(EDGE + 22, label + 4, f"{one.page} ×{one.ratio:.2f}", fill=colour)
    )


def _spread(wanted: Sequence[float], bottom: float) -> list[float]:
    """Where labels stand: near the ends of their curves, none over another."""
    order = sorted(range(len(wanted)), key=lambda place: -wanted[place])
    found, limit = [0.0] * len(wanted), bottom
    for place in order:
        found[place] = min(wanted[place], limit)
        limit = found[place] - LABEL_HEIGHT
    return found


def _round_up(value: float) -> float:
    """The end of a scale that is easily cut in four."""
    step = 0.4 * 10.0 ** (ceil(log10(value)) - 1)
    return ceil(value / step) * step


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" text-anchor="{anchor}" fill="{fill}" font-weight="{weight}">{escape(words)}</text>'
    )
