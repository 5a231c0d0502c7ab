"""All comments of a consultation, replies among them: one list, by number, filtered by section, language and kind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, bindparam, or_, select

from consult.core.bilingual import Bilingual, Passage
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.feedback.models import (
    Anchor,
    AnchorState,
    Comment,
    Kind,
    SourceTotal,
    Suggestion,
    SuggestionDecision,
    SuggestionStatus,
)
from consult.feedback.queries.comments import Spoken
from consult.feedback.queries.rows import CommentRow, Query, along, listed, read_rows
from consult.modules.models import Block, BlockKind, ModuleVersion

LISTED_A_PAGE = 20


@dataclass(frozen=True)
class Filters:
    """What a reader asked to see alone; a section is one of a module."""

    section: tuple[int, str] | None = None
    lang: str = ""
    kind: Kind | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are asked for, as the indexes are named after them."""
        asked = {"section": self.section is not None, "lang": bool(self.lang), "kind": self.kind is not None}
        return tuple(name for name, is_asked in asked.items() if is_asked)

    @property
    def values(self) -> dict[str, object]:
        """The values of these columns, for the statement."""
        module, section = self.section or (0, "")
        everything: dict[str, dict[str, object]] = {
            "section": {"module": module, "section": section},
            "lang": {"lang": self.lang},
            "kind": {"kind": self.kind},
        }
        return {column: value for name in self.names for column, value in everything[name].items()}


@dataclass(frozen=True)
class BroughtAlong:
    """What hangs on a comment: the words it quotes, those it proposes and what became of them; the totals stated by an import's source."""

    suggested: str = ""  # safe HTML of the whole wording
    changes: str = ""  # the same as words removed and added (core.word_marks)
    lang: str = ""  # of these words
    status: SuggestionStatus | None = None
    reason: Bilingual | None = None  # of the decision
    stated: tuple[int, int, int] | None = None  # agree, disagree, unsure
    quote: Passage | None = None
    fate: AnchorState | None = None  # of the quoted words, in the newest version


_TOTALS = (SourceTotal.agree, SourceTotal.disagree, SourceTotal.unsure)
_QUOTED = (Anchor.exact, Anchor.lang.label("quoted_lang"), Anchor.state)
_REASON: tuple[Any, ...] = (SuggestionDecision.reason_en, SuggestionDecision.reason_fr)  # type: ignore[attr-defined]  # made by `bilingual`
_BROUGHT = (Suggestion.safe_html, Suggestion.changes_html, Suggestion.lang, Suggestion.status, *_REASON, *_TOTALS, *_QUOTED)
UNFILTERED: Final = Filters()


def all_comments(consultation_id: int, *, after: int = 0, filters: Filters = UNFILTERED) -> Page[CommentRow]:
    """One page of all that was published in a consultation, oldest first, by key."""
    rows = read_rows(all_comments_query(filters.names), **filters.values, consultation=consultation_id, after=after)
    return cut(rows, LISTED_A_PAGE)


@cache
def all_comments_query(names: tuple[str, ...]) -> Query:
    """A page of that list, filtered by these columns."""
    index = "_".join(names if names[:1] == ("section",) else ("all", *names))
    query = along(listed(), index).where(Comment.consultation_id == bindparam("consultation"))
    for name in names:
        if name == "section":
            query = query.where(Comment.module_id == bindparam("module"), Comment.section_key == bindparam("section"))
        else:
            query = query.where(getattr(Comment, name) == bindparam(name))
    return query.where(Comment.id > bindparam("after")).order_by(Comment.id).limit(LISTED_A_PAGE + 1)


def sections(version_ids: Collection[int]) -> list[Block]:
    """What a list can be filtered by: the headings of these versions in order, and what stands before the first of them."""
    query = select(Block).where(Block.version_id.in_(version_ids), or_(Block.kind == BlockKind.SECTION, Block.section_key.is_(None)))
    return list(db.session.scalars(query.order_by(Block.version_id, Block.position)))


def places(rows: Sequence[CommentRow] | Sequence[Comment] | Sequence[Spoken]) -> dict[tuple[int, str], Block]:
    """The blocks that these comments are about, by version and key."""
    if not rows:
        return {}
    query = select(Block).where(Block.version_id.in_({row.version_id for row in rows}), Block.key.in_({row.block_key for row in rows}))
    return {(block.version_id, block.key): block for block in db.session.scalars(query)}


def versions(version_ids: Collection[int]) -> dict[int, ModuleVersion]:
    """These versions: comments were made on earlier ones too."""
    if not version_ids:
        return {}
    return {found.id: found for found in db.session.scalars(select(ModuleVersion).where(ModuleVersion.id.in_(version_ids)))}


def brought_along(rows: Sequence[CommentRow]) -> dict[int, BroughtAlong]:
    """What hangs on these comments, in one question for the whole page."""
    numbers = [row.id for row in rows if row.public]
    if not numbers:
        return {}
    query = (
        select(Comment.id, *_BROUGHT)
        .outerjoin(Anchor, Anchor.comment_id == Comment.id)
        .outerjoin(Suggestion, Suggestion.comment_id == Comment.id)
        .outerjoin(SuggestionDecision, SuggestionDecision.comment_id == Comment.id)
        .outerjoin(SourceTotal, SourceTotal.comment_id == Comment.id)
        .where(Comment.id.in_(numbers))
    )
    return {row.id: _brought(row) for row in db.session.execute(query)}


def _brought(row: Row[*tuple[Any, ...]]) -> BroughtAlong:
    return BroughtAlong(
        suggested=row.safe_html or "",
        changes=row.changes_html or "",
        lang=row.lang or "",
        status=row.status,
        reason=Bilingual(row.reason_en, row.reason_fr) if row.reason_en else None,
        stated=None if row.agree is None else (row.agree, row.disagree, row.unsure),
        quote=Passage(row.exact, row.quoted_lang) if row.exact else None,
        fate=row.state,
    )
