"""Suggested wordings: the words they are made from, and for those who decide, what was suggested to which paragraph."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.consultations.models import ConsultationModule
from consult.core.bilingual import LANGUAGES
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page, cut
from consult.core.richtext import plain_text
from consult.feedback.models import AuthorChoice, Comment, Suggestion, SuggestionStatus, Visibility
from consult.feedback.queries.rows import Query
from consult.modules.models import Block, ModuleVersion

SUGGESTIONS_A_PAGE = 20
_MARK = 16  # characters of a fingerprint: enough to tell two wordings of one paragraph apart


class Original(NamedTuple):
    """The words of a passage as somebody reads them, in one language."""

    text: str
    lang: str
    hash: str

    @property
    def mark(self) -> str:
        """What a form sends back, so that other words for an older text are noticed."""
        return f"{self.lang}-{self.hash[:_MARK]}"


class Suggested(NamedTuple):
    """A suggestion in a list, with where it stands."""

    id: int  # of the comment: its public number
    suggestion: Suggestion
    comment: Comment
    block: Block
    version: ModuleVersion


def block_of(version_id: int, key: str) -> Block:
    """A block by its version and key."""
    found = db.session.scalar(select(Block).where(Block.version_id == version_id, Block.key == key))
    if found is None:
        raise NotFound(key)
    return found


def original(block: Block, lang: str) -> Original:
    """Its words for a reader of this language, without markup."""
    passage = block.markdown.read(lang)
    return Original(plain_text(passage.text), passage.lang, block.text_hash[passage.lang])


def language_of(mark: str, otherwise: str) -> str:
    """In which language the words were that somebody changed, as the mark of their form says."""
    lang = mark.partition("-")[0]
    return lang if lang in LANGUAGES else otherwise


def suggestion(consultation_id: int, comment_id: int, *, team: bool) -> Suggestion:
    """A suggestion that can be decided, or was: its comment is public, or was sent to the team alone and is read by somebody of it."""
    there = joinedload(Suggestion.comment)
    query = (
        select(Suggestion)
        .join(Suggestion.comment)
        .where(Suggestion.comment_id == comment_id, *_of(consultation_id, team=team))
        .options(there.joinedload(Comment.consultation), there.joinedload(Comment.author), joinedload(Suggestion.decision))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(comment_id)
    return found


def suggestion_counts(consultation_id: int, *, team: bool) -> tuple[int, int]:
    """How many are open, and how many decided."""
    is_open = Suggestion.status == SuggestionStatus.OPEN
    query = select(is_open, func.count()).join(Suggestion.comment).where(*_of(consultation_id, team=team)).group_by(is_open)
    found = {bool(state): count for state, count in db.session.execute(query)}
    return found.get(True, 0), found.get(False, 0)


def suggestions(consultation_id: int, *, decided: bool, team: bool, after: int = 0) -> Page[Suggested]:
    """One page of the open or of the decided ones, module by module and paragraph by paragraph; `after` is the last one read."""
    is_open = Suggestion.status == SuggestionStatus.OPEN
    query = _placed(select(Comment.id, Suggestion, Comment, Block, ModuleVersion), consultation_id, team=team).where(
        ~is_open if decided else is_open
    )
    if after:
        last = db.session.execute(_placed(select(*_PLACE), consultation_id, team=team).where(Comment.id == after)).first()
        query = query.where(sa.tuple_(*_PLACE) > sa.tuple_(*last)) if last else query
    rows = db.session.execute(query.order_by(*_PLACE).limit(SUGGESTIONS_A_PAGE + 1).options(joinedload(Suggestion.decision)))
    return cut([Suggested(*row) for row in rows], SUGGESTIONS_A_PAGE)


_PLACE: tuple[Any, ...] = (ConsultationModule.position, Block.position, Comment.id)


def _placed(query: Query, consultation_id: int, *, team: bool) -> Query:
    """Each with its paragraph in the version that it was written on, and with the place of its module."""
    entry = sa.and_(ConsultationModule.consultation_id == Comment.consultation_id, ConsultationModule.module_id == Comment.module_id)
    return (
        query.select_from(Suggestion)
        .join(Comment, Comment.id == Suggestion.comment_id)
        .join(ConsultationModule, entry)
        .join(ModuleVersion, ModuleVersion.id == Comment.version_id)
        .join(Block, sa.and_(Block.version_id == Comment.version_id, Block.key == Comment.block_key))
        .where(*_of(consultation_id, team=team))
    )


def _of(consultation_id: int, *, team: bool) -> tuple[sa.ColumnElement[bool], ...]:
    """What was sent to the team alone is there for `team` alone (`rules.is_of_the_team`)."""
    here = (Comment.consultation_id == consultation_id, Comment.visibility == Visibility.PUBLISHED)
    return here if team else (*here, Comment.author_choice != AuthorChoice.TEAM_ONLY)
