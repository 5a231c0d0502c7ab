"""The tables of a report as CSV: neutral numbers and dates, headers in the language of the page, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from flask_babel import pgettext

from consult.reports.presenters import Item, ReportView

# What a spreadsheet takes for the start of a formula; the last four are the wide forms of the first four.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BOM = "\ufeff"  # spreadsheets read UTF-8 only with it
Cell = str | int


def items_csv(view: ReportView) -> str:
    """Every statement and comment that counts, with its answers: enough to recount each number of the page."""
    header = [
        pgettext("column", "type"),
        pgettext("column", "number"),
        pgettext("column", "number at the source"),
        pgettext("column", "text"),
        pgettext("column", "language of the text"),
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


def _cells(item: Item) -> list[Cell]:
    counts = item.counts
    lang = item.text.lang if item.text.text else ""
    answers = [counts["agree"], counts["disagree"], counts["unsure"], counts["seen"]]
    shares = [counts["share"], counts["low"], counts["high"]]
    return [counts["type"], counts["number"], counts["source_id"] or "", item.text.text, lang, *answers, *shares]


def _csv(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[_inert(cell) for cell in row] for row in (header, *rows)])
    return BOM + out.getvalue()


def _inert(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
