"""Totals that the source states: kept as it says them, beside our own counts and never in them."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from consult.core.db import db
from consult.feedback.models import SourceTotal
from consult.interchange.services.rows import insert_rows, update_rows
from consult.interchange.source.tidy.values import Totals


def write_totals(consultation_id: int, target: str, totals: Mapping[int, Totals | None]) -> int:
    """Write the totals of these comments (`comment_id`) or statements (`statement_id`) that are new or different; how many.

    Where the source no longer states any, there are none.
    """
    column = getattr(SourceTotal, target)
    there = select(SourceTotal.id, column.label("target"), SourceTotal.agree, SourceTotal.disagree, SourceTotal.unsure)
    known = {row.target: row for row in db.session.execute(there.where(column.in_(totals)))}
    stated = {number: given._asdict() for number, given in totals.items() if given}
    new = [{"consultation_id": consultation_id, target: number, **given} for number, given in stated.items() if number not in known]
    changed = [
        {"id": known[number].id, **given}
        for number, given in stated.items()
        if number in known and tuple(given.values()) != tuple(known[number])[2:]
    ]
    gone = [row.id for number, row in known.items() if number not in stated]
    insert_rows(SourceTotal, new)
    update_rows(SourceTotal, changed)
    if gone:
        db.session.execute(delete(SourceTotal).where(SourceTotal.id.in_(gone)))
    return len(new) + len(changed) + len(gone)
