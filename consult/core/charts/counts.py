"""One bar a row, all on the scale of the longest."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from consult.core.charts import shapes
from consult.core.charts.shapes import Drawing, Place
from consult.core.formats import number


@dataclass(frozen=True)
class Count:
    """One row of a chart of counts. `lang` is the label's language tag where it is not the page's."""

    label: str
    count: int
    lang: str = ""


def counts_chart(rows: Sequence[Count], title: str, *, key: str, lang: str) -> Markup:
    """Draw the bars; `title` names what is counted, `key` starts every id of the chart."""
    longest = max((row.count for row in rows), default=0)
    drawn = [
        shapes.row(
            row.label,
            row.lang,
            shapes.image(f"{key}-{position}", title, number(row.count, lang=lang), _drawing(row.count, longest, lang)),
        )
        for position, row in enumerate(rows, start=1)
    ]
    return shapes.rows(drawn)


def _drawing(count: int, longest: int, lang: str) -> Drawing:
    width = f"{shapes.FULL * count / longest:.2f}%" if longest else "0%"
    bar = Markup('<rect class="c-agree" x="0" y="0" width="{}" height="{}"/>').format(width, shapes.BAR) if count else Markup("")
    beside = Place(width, shapes.BESIDE, 8 if count else 0)
    return Drawing(bar + shapes.words("dim", beside, number(count, lang=lang)), shapes.BAR)
