"""What was said before of the same place, and is much the same as what somebody is about to send."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, literal, or_, select, union_all

from consult.analysis.likeness import alike
from consult.core.db import all_rows
from consult.feedback.models import BEFORE_SECTIONS, WHOLE_MODULE, Comment
from consult.feedback.queries.rows import COLUMNS, CommentRow, Query, along, listed
from consult.modules.models import Block

MOST = 3
OF_THE_PLACE = 150  # the newest ones of the very paragraph
OF_THE_SECTION = 150  # and of its section, answers among them
FIRST_WORDS = 600  # of each are compared; whoever repeats a thought says it at the beginning


# As a row has them, but without the safe HTML, and the first words after them.
_COLUMNS = [
    *(literal("").label(column.key) if column.key == "safe_html" else column for column in COLUMNS),
    func.substr(Comment.body, 1, FIRST_WORDS).label("words"),
]


class Similar(NamedTuple):
    """A public comment, without its safe HTML, and its first words as they were typed."""

    row: CommentRow
    words: str


class Spot(NamedTuple):
    """Where a text is about to be sent to."""

    consultation_id: int
    module_id: int
    version_id: int
    block_key: str = WHOLE_MODULE


def similar(spot: Spot, *, body: str, lang: str, author_id: int | None = None, answered: int | None = None) -> list[Similar]:
    """Up to three public comments by others, in the language of this one, that say much the same: one SELECT, the most alike first.

    It costs as much at twenty comments as at a million: what is compared are the newest ones of the paragraph and of its section.
    """
    given = {"consultation": spot.consultation_id, "module": spot.module_id, "version": spot.version_id, "block": spot.block_key}
    rows = all_rows(similar_query(spot.block_key == WHOLE_MODULE), **given, lang=lang, author=author_id or 0, answered=answered or 0)
    found = {row[0]: Similar(CommentRow._make(row[:-1]), row[-1]) for row in rows}
    return [found[number] for number in alike(body, {number: one.words for number, one in found.items()}, lang=lang, most=MOST)]


@cache
def similar_query(of_whole: bool) -> Query:  # noqa: FBT001 - one of two statements, each written once
    """The comments to compare with, by two short walks along the indexes of lists."""
    section: ColumnElement[str] = literal(WHOLE_MODULE) if of_whole else _section()
    place = (Comment.block_key == bindparam("block"), Comment.parent_id.is_(None))
    walks = (
        _walk("thread_lang", OF_THE_PLACE, *place),
        _walk("section_lang", OF_THE_SECTION, Comment.section_key == section),
    )
    newest = union_all(*(select(*walk.subquery().c) for walk in walks)).subquery()
    return select(*newest.c).order_by(newest.c.id)


def _walk(index: str, most: int, *where: ColumnElement[bool]) -> Query:
    """The newest rows along one index, with what is compared of each; a row that both walks meet is read twice, and no key looked up."""
    others = or_(Comment.author_id.is_(None), Comment.author_id != bindparam("author"))
    here = (Comment.consultation_id == bindparam("consultation"), Comment.module_id == bindparam("module"), *where)
    found = along(listed(), index).with_only_columns(*_COLUMNS).where(*here, Comment.lang == bindparam("lang"))
    return found.where(others, Comment.id != bindparam("answered")).order_by(Comment.id.desc()).limit(most)


def _section() -> ColumnElement[str]:
    """The section of the block, as `services.section_of` finds it."""
    own = select(Block.section_key).where(Block.version_id == bindparam("version"), Block.key == bindparam("block"))
    return func.coalesce(own.scalar_subquery(), BEFORE_SECTIONS)
