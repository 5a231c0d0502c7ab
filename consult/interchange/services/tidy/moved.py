"""What earlier folders brought and this one lacks goes with its section where another block stands for that now."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select, update

from consult.core.db import Model, db
from consult.feedback.models import Comment, Statement
from consult.interchange.services.tidy.modules import Spots

Move = tuple[type[Model], ColumnElement[bool], dict[str, str]]


def follow(spots: Spots) -> int:
    """Move what is still at keys that are gone to where their sections are; how many rows. What the files have was moved before."""
    written = 0
    for table, those, values in _moves(spots):
        number = db.session.scalar(select(func.count()).select_from(table).where(those)) or 0
        if number:
            db.session.execute(update(table).where(those).values(values), execution_options={"synchronize_session": False})
        written += number
    return written


def _moves(spots: Spots) -> Iterator[Move]:
    for key, spot in spots.replaced:
        in_section = {"section_key": spot.section_key}
        yield Comment, (Comment.version_id == spot.version_id) & (Comment.block_key == key), {"block_key": spot.block_key, **in_section}
        yield Comment, (Comment.version_id == spot.version_id) & (Comment.section_key == key), in_section
        yield Statement, (Statement.module_id == spot.module_id) & (Statement.section_key == key), in_section
