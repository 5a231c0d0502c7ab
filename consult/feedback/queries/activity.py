"""What one person did here: what they wrote and what they answered, the newest first, each list along its own index."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.paging import Page, cut
from consult.feedback.models import Comment, CommentVote, SectionBallot, Stance, Statement, StatementVote, Suggestion, Visibility
from consult.modules.models import Block, ModuleVersion

ACTIVITY_A_PAGE = 20
_PASSES = Consultation.late_passes  # read at once for a whole page: whether one may still change one's words depends on them
MODULES_A_PAGE = 5  # a module is judged section by section, and its sections stay together


class OwnVote(NamedTuple):
    """An answer to a comment."""

    id: int
    stance: Stance
    comment: Comment


class OwnStance(NamedTuple):
    """An answer to a statement."""

    id: int
    stance: Stance
    statement: Statement


class OwnBallot(NamedTuple):
    """A view on a section: the section as it was worded then, in its version and consultation."""

    ballot: SectionBallot
    heading: Block
    version: ModuleVersion
    consultation: Consultation


def contributions(author: User, *, before: int = 0, state: Visibility | None = None) -> Page[Comment]:
    """What this person wrote, in whatever state, or in this one alone."""
    wanted = [Comment.author_id == author.id, *_older(Comment.id, before)]
    if state is not None:
        wanted.append(Comment.visibility == state)
    query = (
        select(Comment)
        .where(*wanted)
        .order_by(Comment.id.desc())
        .limit(ACTIVITY_A_PAGE + 1)
        .options(
            joinedload(Comment.consultation).selectinload(_PASSES),
            joinedload(Comment.suggestion).joinedload(Suggestion.decision),
            joinedload(Comment.anchor),
        )
    )
    return cut(list(db.session.scalars(query)), ACTIVITY_A_PAGE)


def comment_votes(voter: User, *, before: int = 0) -> Page[OwnVote]:
    """This person's live answers to comments."""
    item = CommentVote.comment_id
    query = (
        select(item, CommentVote.stance, Comment)
        .join(Comment, Comment.id == item)
        .join(Comment.consultation)
        .where(CommentVote.voter_id == voter.id, *_older(item, before))
        .order_by(item.desc())
        .limit(ACTIVITY_A_PAGE + 1)
        .options(contains_eager(Comment.consultation).selectinload(_PASSES))
    )
    return cut([OwnVote(*row) for row in db.session.execute(query)], ACTIVITY_A_PAGE)


def statement_votes(voter: User, *, before: int = 0) -> Page[OwnStance]:
    """This person's live answers to statements."""
    item = StatementVote.statement_id
    query = (
        select(item, StatementVote.stance, Statement)
        .join(Statement, Statement.id == item)
        .join(Statement.consultation)
        .where(StatementVote.voter_id == voter.id, *_older(item, before))
        .order_by(item.desc())
        .limit(ACTIVITY_A_PAGE + 1)
        .options(contains_eager(Statement.consultation).selectinload(_PASSES))
    )
    return cut([OwnStance(*row) for row in db.session.execute(query)], ACTIVITY_A_PAGE)


def judged_sections(voter: User, *, before: int = 0) -> Page[OwnBallot]:
    """This person's live views on sections, module by module; a page holds whole modules. Keyed by module, the newest first."""
    own = SectionBallot.voter_id == voter.id
    modules = select(SectionBallot.module_id.label("id")).where(own, *_older(SectionBallot.module_id, before)).distinct()
    page = cut(db.session.execute(modules.order_by(SectionBallot.module_id.desc()).limit(MODULES_A_PAGE + 1)).all(), MODULES_A_PAGE)
    query = (
        select(SectionBallot, Block, ModuleVersion, Consultation)
        .join(Block, sa.and_(Block.version_id == SectionBallot.version_id, Block.key == SectionBallot.section_key))
        .join(ModuleVersion, ModuleVersion.id == SectionBallot.version_id)
        .join(Consultation, Consultation.id == SectionBallot.consultation_id)
        .where(own, SectionBallot.module_id.in_([row.id for row in page.rows]))
        .order_by(SectionBallot.module_id.desc(), SectionBallot.consultation_id.desc(), Block.position)
        .options(joinedload(ModuleVersion.module), selectinload(_PASSES))
    )
    return Page([OwnBallot(*row) for row in db.session.execute(query)], page.after)


def titles(consultation_ids: set[int]) -> dict[int, Consultation]:
    """These consultations."""
    if not consultation_ids:
        return {}
    return {found.id: found for found in db.session.scalars(select(Consultation).where(Consultation.id.in_(consultation_ids)))}


def _older(key: InstrumentedAttribute[int], before: int) -> list[ColumnElement[bool]]:
    return [key < before] if before else []
