"""The tables of a report as CSV: neutral numbers and dates, headers in the language of the page, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from flask_babel import pgettext

from consult.feedback.models import Readiness
from consult.feedback.presenters import IMPORTANCE, READINESS
from consult.reports.presenters import ORDER, Item, JudgedSection, Named, ReportView

# What a spreadsheet takes for the start of a formula; the last four are the wide forms of the first four.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BOM = "\ufeff"  # spreadsheets read UTF-8 only with it
Cell = str | int | Decimal
BOUNDS: tuple[Literal["share", "low", "high"], ...] = ("share", "low", "high")


def items_csv(view: ReportView) -> str:
    """Every statement and comment that counts, with its answers: enough to recount each number of the page."""
    header = [
        *_named_header(),
        pgettext("column", "agree"),
        pgettext("column", "disagree"),
        pgettext("column", "unsure"),
        pgettext("column", "people who answered"),
        pgettext("column", "share who agree"),
        pgettext("column", "range, low"),
        pgettext("column", "range, high"),
    ]
    return _csv(header, [_cells(item) for item in view.all_items])


def comments_csv(view: ReportView) -> str:
    """Published comments by module and section."""
    header = [pgettext("column", "module"), pgettext("column", "section"), pgettext("column", "published comments")]
    sections = view.where.sections if view.where else []
    return _csv(header, [[section.module.text, section.title.text, section.comments] for section in sections])


def ballots_csv(view: ReportView) -> str:
    """How ready people call each section, and how important; where too few people judged, no number of theirs."""
    answers, bounds = [str(READINESS[readiness]) for readiness in ORDER], _bounds()
    header = [
        pgettext("column", "module"),
        pgettext("column", "section"),
        pgettext("column", "on an earlier wording"),
        *answers,
        pgettext("column", "people who judged"),
        str(READINESS[Readiness.NOT_FOR_ME]),
        *(f"{answer}, {bound}" for answer in answers for bound in bounds),
        pgettext("column", "ready less not ready"),
        *(str(word) for word in IMPORTANCE.values()),
        pgettext("column", "importance, median step"),
        pgettext("column", "share very important or essential"),
        pgettext("column", "attention"),
    ]
    rows = []
    for section in view.readiness.sections if view.readiness else []:
        cells = _judged(section) if section.enough else [""] * (len(header) - 3)
        rows.append([section.module.text, section.title.text, _shown(section.counts["earlier_wording"]), *cells])
    return _csv(header, rows)


def totals_csv(view: ReportView) -> str:
    """Every total that the source of an import states."""
    header = [*_named_header(), pgettext("column", "agree"), pgettext("column", "disagree"), pgettext("column", "unsure")]
    return _csv(header, [[*_named(total), *_answers(total)] for total in view.all_totals])


def _cells(item: Item) -> list[Cell]:
    counts = item.counts
    return [*_named(item), *_answers(item), counts["seen"], counts["share"], counts["low"], counts["high"]]


def _named_header() -> list[str]:
    return [
        pgettext("column", "type"),
        pgettext("column", "number"),
        pgettext("column", "number at the source"),
        pgettext("column", "text"),
        pgettext("column", "language of the text"),
    ]


def _named(row: Named) -> list[Cell]:
    lang = row.text.lang if row.text.text else ""
    return [row.counts["type"], row.number, row.counts["source_id"] or "", row.text.text, lang]


def _answers(row: Named) -> list[Cell]:
    return [row.counts["agree"], row.counts["disagree"], row.counts["unsure"]]


def _bounds() -> list[str]:
    return [pgettext("column", "share"), pgettext("column", "range, low"), pgettext("column", "range, high")]


def _judged(section: JudgedSection) -> list[Cell]:
    """What is left out stands empty: importance and attention where too few said how important the section is."""
    counts = section.counts
    shares = counts["shares"] or {}
    people: list[Cell] = [*(section.gave(answer) for answer in ORDER), section.people, _shown(counts["not_for_me"])]
    ranges = [shares[answer.value][bound] for answer in ORDER for bound in BOUNDS]
    rated = [_shown((counts["importance"] or {}).get(str(step))) for step in IMPORTANCE]
    derived = (counts["importance_median"], counts["importance_top2"], counts["attention"])
    return [*people, *ranges, Decimal(counts["net"] or 0), *rated, *(value or "" for value in derived)]


def _shown(count: int | None) -> Cell:
    """A number that is hidden is an empty cell."""
    return "" if count is None else count


def _csv(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[_inert(cell) for cell in row] for row in (header, *rows)])
    return BOM + out.getvalue()


def _inert(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
