"""What a report is made of, counted from rows. `evidence` knows numbers, never names, and starts from what is publishable."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement, func, select

from consult.consultations.models import Consultation, ConsultationModule
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import AuthorChoice, Comment, CommentVote, Origin, SectionBallot, Stance, Statement, StatementVote, Visibility
from consult.feedback.queries import publishable
from consult.modules.models import Block, BlockKind, ModuleVersion
from consult.reports.queries.ballots import BallotCounts, section_ballots
from consult.reports.queries.totals import ItemType, StatedTotal, source_totals

Voting = type[CommentVote] | type[StatementVote]
# A person who gave an answer of any of these kinds is a voter.
ANSWERS = (CommentVote, StatementVote, SectionBallot)


@dataclass(frozen=True)
class ItemCounts:
    """One statement or comment with its answers, counted from vote rows."""

    type: ItemType
    number: int
    source_id: str | None
    agree: int
    disagree: int
    unsure: int

    @property
    def seen(self) -> int:
        """Everybody who answered, in whatever way."""
        return self.agree + self.disagree + self.unsure


@dataclass(frozen=True)
class SectionCount:
    """How many published comments one section has."""

    module_id: int
    key: str
    comments: int


@dataclass(frozen=True)
class Evidence:
    """All that findings are made of: counts from rows."""

    commenters: int
    voters: int
    participants: int
    by_language: dict[str, int]
    without_account: int
    published: int
    by_kind: dict[str, int]
    by_section: list[SectionCount]
    not_public: dict[str, int]
    votes_live: int
    items: list[ItemCounts]
    ballots: list[BallotCounts]
    source_totals: list[StatedTotal]


def evidence(consultation: Consultation) -> Evidence:
    """Count everything about one consultation."""
    number = consultation.id
    authors = select(Comment.author_id.label("person")).where(_public(Comment, number))
    voters = [select(answer.voter_id.label("person")).where(answer.consultation_id == number) for answer in ANSWERS]
    return Evidence(
        commenters=_people(authors),
        voters=_people(sa.union(*voters)),
        participants=_people(sa.union(authors, *voters)),
        by_language=_authors_by_language(number),
        without_account=_without_account(number),
        published=db.session.scalar(select(func.count()).where(_public(Comment, number))) or 0,
        by_kind=_comments_by_kind(number),
        by_section=_comments_by_section(number),
        not_public=_not_public(number),
        votes_live=sum(_votes(vote, number) for vote in (CommentVote, StatementVote)),
        items=[*_statement_counts(number), *_comment_counts(number)],
        ballots=section_ballots(number),
        source_totals=source_totals(number),
    )


def statement_texts(consultation_id: int) -> dict[int, Bilingual]:
    """The words of the live statements, by number, for the labels of a snapshot."""
    query = select(Statement).where(_public(Statement, consultation_id))
    return {statement.number: statement.text for statement in db.session.scalars(query)}


def versions_of(consultation_id: int) -> list[ModuleVersion]:
    """The versions that a consultation asks about, and those that its comments were made on; older ones of a module first."""
    asked = select(ConsultationModule.version_id).where(ConsultationModule.consultation_id == consultation_id)
    commented = select(Comment.version_id).where(_public(Comment, consultation_id))
    query = (
        select(ModuleVersion).where(ModuleVersion.id.in_(asked.union(commented))).order_by(ModuleVersion.module_id, ModuleVersion.number)
    )
    return list(db.session.scalars(query))


def section_titles(version_ids: list[int]) -> dict[tuple[int, str], Bilingual]:
    """Headings by module and key, for the labels of a snapshot; of two versions of a module the newer one's."""
    query = (
        select(Block)
        .join(ModuleVersion, ModuleVersion.id == Block.version_id)
        .where(Block.version_id.in_(version_ids), Block.kind == BlockKind.SECTION)
        .order_by(ModuleVersion.number, Block.position)
    )
    return {(block.module_id, block.key): block.markdown for block in db.session.scalars(query)}


def _public(kind: type[Comment] | type[Statement], consultation_id: int) -> ColumnElement[bool]:
    return sa.and_(kind.consultation_id == consultation_id, publishable(kind))


def _people(persons: sa.SelectBase) -> int:
    """Different people; an erased account is none."""
    people = persons.subquery()
    return db.session.scalar(select(func.count(sa.distinct(people.c.person)))) or 0


def _votes(vote: Voting, consultation_id: int) -> int:
    """Live votes, also those on what is not public."""
    return db.session.scalar(select(func.count()).select_from(vote).where(vote.consultation_id == consultation_id)) or 0


def _authors_by_language(consultation_id: int) -> dict[str, int]:
    """People who wrote, by the language of their comments; a person who wrote in two counts in both."""
    people = func.count(sa.distinct(Comment.author_id))
    query = select(Comment.lang, people).where(_public(Comment, consultation_id), Comment.origin != Origin.UNSIGNED).group_by(Comment.lang)
    return {lang: count for lang, count in db.session.execute(query)}


def _without_account(consultation_id: int) -> int:
    """Published comments of people whom nobody knows: contributions, never people."""
    query = select(func.count()).where(_public(Comment, consultation_id), Comment.origin == Origin.UNSIGNED)
    return db.session.scalar(query) or 0


def _comments_by_kind(consultation_id: int) -> dict[str, int]:
    """By the kind that the author chose; `reply` are the replies without one."""
    query = select(Comment.kind, func.count()).where(_public(Comment, consultation_id)).group_by(Comment.kind)
    return {kind.value if kind else "reply": number for kind, number in db.session.execute(query)}


def _comments_by_section(consultation_id: int) -> list[SectionCount]:
    """Published comments by module and section, in the order of the text; a comment on a section heading is in that section."""
    # One row a comment, then the groups: PostgreSQL would not know the same expression again with other parameters.
    rows = (
        select(
            Comment.module_id,
            Comment.section_key.label("section"),
            func.coalesce(ConsultationModule.position, 0).label("place"),
            func.coalesce(Block.position, -1).label("position"),
        )
        .join(Block, sa.and_(Block.version_id == Comment.version_id, Block.key == Comment.block_key), isouter=True)
        .join(ConsultationModule, _entry_of_comment(), isouter=True)
        .where(_public(Comment, consultation_id))
        .subquery()
    )
    query = (
        select(rows.c.module_id, rows.c.section, func.count())
        .group_by(rows.c.place, rows.c.module_id, rows.c.section)
        .order_by(rows.c.place, rows.c.module_id, func.min(rows.c.position))
    )
    return [SectionCount(*row) for row in db.session.execute(query)]


def _entry_of_comment() -> ColumnElement[bool]:
    """The module of a comment among those of its consultation."""
    return sa.and_(ConsultationModule.consultation_id == Comment.consultation_id, ConsultationModule.module_id == Comment.module_id)


def _not_public(consultation_id: int) -> dict[str, int]:
    """By state; and what was read, but written for the team alone, where there is any."""
    query = select(Comment.visibility, func.count()).where(Comment.consultation_id == consultation_id).group_by(Comment.visibility)
    found = {visibility: number for visibility, number in db.session.execute(query)}
    states = {state.value: found.get(state, 0) for state in Visibility if state is not Visibility.PUBLISHED}
    for_the_team = db.session.scalar(
        select(func.count()).where(
            Comment.consultation_id == consultation_id,
            Comment.visibility == Visibility.PUBLISHED,
            Comment.author_choice == AuthorChoice.TEAM_ONLY,
        )
    )
    return states | ({AuthorChoice.TEAM_ONLY.value: for_the_team} if for_the_team else {})


def _statement_counts(consultation_id: int) -> list[ItemCounts]:
    query = (
        select(Statement.number, Statement.source_id, *_stances(StatementVote))
        .join(StatementVote, StatementVote.statement_id == Statement.id, isouter=True)
        .where(_public(Statement, consultation_id))
        .group_by(Statement.number, Statement.source_id)
        .order_by(Statement.number)
    )
    return [ItemCounts("statement", row.number, row.source_id, row.agree, row.disagree, row.unsure) for row in db.session.execute(query)]


def _comment_counts(consultation_id: int) -> list[ItemCounts]:
    query = (
        select(Comment.id, Comment.source_id, *_stances(CommentVote))
        .join(CommentVote, CommentVote.comment_id == Comment.id, isouter=True)
        .where(_public(Comment, consultation_id))
        .group_by(Comment.id, Comment.source_id)
        .order_by(Comment.id)
    )
    return [ItemCounts("comment", row.id, row.source_id, row.agree, row.disagree, row.unsure) for row in db.session.execute(query)]


def _stances(vote: Voting) -> list[ColumnElement[int]]:
    """How many people gave each answer, in a column named by it."""
    return [func.coalesce(func.sum(sa.case((vote.stance == stance, 1), else_=0)), 0).label(stance.value) for stance in Stance]
