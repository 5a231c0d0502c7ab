"""What every chart is drawn with: rows, images that say in words what they show, segments, signs and legends."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

# The bars end here, in per cent of the width; the rest is for the number of people.
FULL = 82
# The height of a bar, of the line of shares under it, and the baseline of a number beside it, in pixels.
BAR = 24
CAPTION = 24
BESIDE = 17
# Signs are drawn, not typed: the web fonts have none of them. All in a square of 12 pixels.
SIGNS = {
    "tick": Markup('<path class="axis" fill="none" d="M1 7l3.5 3.5L11 2"/>'),
    "question": Markup('<path class="axis" fill="none" d="M3 4a3 3 0 1 1 4.6 2.5C6.4 7.2 6 7.6 6 8.5M6 11v.5"/>'),
    "pencil": Markup('<path class="axis" fill="none" d="M1.5 10.5l.8-3 6-6 2.2 2.2-6 6z"/>'),
    "cross": Markup('<path class="axis" fill="none" d="M2 2l8 8M10 2l-8 8"/>'),
}


class Look(NamedTuple):
    """How one answer is drawn: its fill, its sign, and whether it is hatched."""

    fill: str
    sign: str
    hatched: bool = False


class Place(NamedTuple):
    """A point: per cent across, pixels down, and a last step aside in pixels."""

    x: str
    y: int
    dx: int = 0


class Drawing(NamedTuple):
    """The shapes of one row and the height they need."""

    shapes: Markup
    height: int


def rows(drawn: Sequence[Markup]) -> Markup:
    """Put the rows of a chart together."""
    return Markup('<div class="chart-rows">{}</div>').format(Markup("").join(drawn)) if drawn else Markup("")


def row(label: str, lang: str, image: Markup) -> Markup:
    """Put the label above its image, in its own language."""
    tag = Markup(' lang="{}"').format(lang) if lang else Markup("")
    return Markup('<p class="chart-label"{}>{}</p>{}').format(tag, label, image)


def image(key: str, title: str, description: str, drawing: Drawing) -> Markup:
    """Wrap a drawing so that it says in words what it shows."""
    return Markup(
        '<svg class="chart" height="{height}" role="img" aria-labelledby="{key}-t {key}-d" focusable="false">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{description}</desc>{shapes}</svg>'
    ).format(height=drawing.height, key=key, title=title, description=description, shapes=drawing.shapes)


def bar(look: Look, start: float, width: float, key: str) -> Markup:
    """Draw one segment, from and over so many per cent of the width; nothing where it is nothing."""
    if not width:
        return Markup("")
    place = Markup('x="{}%" y="0" width="{}%" height="{}"').format(f"{start:.2f}", f"{width:.2f}", BAR)
    drawn = Markup('<rect class="{}" {}/>').format(look.fill, place)
    return drawn + Markup('<rect fill="url(#{}-p)" {}/>').format(key, place) if look.hatched else drawn


def lane() -> Markup:
    """Draw the empty place of a bar."""
    return Markup('<rect class="lane" x="0" y="0" width="{}%" height="{}"/>').format(FULL, BAR)


def words(style: str, place: Place, said: str, *, anchor: str = "start") -> Markup:
    """Write a number at its place."""
    return Markup('<text class="{}" x="{}" y="{}" dx="{}" text-anchor="{}">{}</text>').format(style, *place, anchor, said)


def sign(name: str, place: Place) -> Markup:
    """Draw a sign: an inner SVG moves to the place in per cent, a group inside it the last pixels."""
    x, y, dx = place
    return Markup('<svg x="{}" y="{}" overflow="visible"><g transform="translate({} 0)">{}</g></svg>').format(x, y, dx, SIGNS[name])


def captions(looks: Sequence[Look], shares: Sequence[str], middle: float) -> Markup:
    """Write three shares in three fixed columns: no segment is too small for its number, and columns can be compared."""
    centre, end, top, base = f"{middle:.2f}%", f"{FULL}%", BAR + 7, BAR + 19
    return Markup("").join(
        [
            sign(looks[0].sign, Place("0", top)),
            words("dim", Place("0", base, 18), shares[0]),
            sign(looks[1].sign, Place(centre, top, -22)),
            words("dim", Place(centre, base, -4), shares[1]),
            sign(looks[2].sign, Place(end, top, -12)),
            words("dim", Place(end, base, -18), shares[2], anchor="end"),
        ]
    )


def legend(named: Iterable[tuple[Look, str]], people: str, key: str) -> Markup:
    """Show the pattern, the sign and the word of each answer; define the hatching, once for the chart."""
    items = [_legend_item(look, word, key) for look, word in named]
    return Markup('<ul class="legend">{}<li class="push muted">{}</li></ul>').format(Markup("").join(items), people)


def _legend_item(look: Look, word: str, key: str) -> Markup:
    plain = Markup('<rect class="{}" width="18" height="18"/>').format(look.fill)
    pattern = Markup(
        '<defs><pattern id="{key}-p" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="3" y1="0" x2="3" y2="7"/></pattern></defs>{plain}<rect fill="url(#{key}-p)" width="18" height="18"/>'
    ).format(key=key, plain=plain)
    return Markup(
        '<li><svg viewBox="0 0 18 18" class="chart" aria-hidden="true" focusable="false">{}</svg>'
        '<svg viewBox="-3 -3 18 18" class="chart" aria-hidden="true" focusable="false">{}</svg>{}</li>'
    ).format(pattern if look.hatched else plain, SIGNS[look.sign], word)
