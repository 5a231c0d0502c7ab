"""Totals that the source states: kept as it says them, beside our own counts and never in them."""

from collections.abc import Mapping

from sqlalchemy import select

from consult.core.db import db
from consult.feedback.models import SourceTotal
from consult.interchange.services.rows import insert_rows, update_rows
from consult.interchange.source.tidy.values import Totals


def write_totals(consultation_id: int, target: str, totals: Mapping[int, Totals | None]) -> int:
    """Write the totals of these comments (`comment_id`) or statements (`statement_id`) that are new or different; how many."""
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
    insert_rows(SourceTotal, new)
    update_rows(SourceTotal, changed)
    return len(new) + len(changed)
