"""Single comments, and what is personal about them: one's own, and one's own answers."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from consult.accounts.models import User
from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.objects import Reader
from consult.feedback.models import AuthorChoice, Comment, CommentEdit, CommentVote, EditState, Stance, Visibility
from consult.feedback.queries.rows import CommentRow, is_shown, row_of

OWN_MOST = 20  # of one person’s own comments that are not public, on one page


class Spoken(NamedTuple):
    """Where something is said: of a comment with its number, of a text to come without."""

    comment_id: int | None
    module_id: int
    version_id: int
    block_key: str


# Written once, and read without the ORM's own reader: every vote asks this.
_COMMENTS, _CONSULTATIONS = Reader(Comment), Reader(Consultation)
_COMMENT = select(*_COMMENTS.columns, *_CONSULTATIONS.columns).join(Comment.consultation).where(Comment.id == bindparam("number"))


def comment(comment_id: int) -> Comment:
    """The comment itself, for its services."""
    row = db.session.connection().execute(_COMMENT, {"number": comment_id}).first()
    if row is None:
        raise NotFound(comment_id)
    own, of_the_consultation = _COMMENTS.cut(row)
    return _COMMENTS.one(own, consultation=_CONSULTATIONS.one(of_the_consultation))


def comment_page(comment_id: int) -> tuple[Comment, CommentRow | None]:
    """The comment with what the public may see of it: its words, its tombstone, or nothing."""
    query = select(Comment, is_shown().label("is_shown")).where(Comment.id == comment_id)
    query = query.options(joinedload(Comment.consultation), joinedload(Comment.anchor))
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound(comment_id)
    return found.Comment, row_of(found.Comment) if found.is_shown else None


def own_comments(author: User, consultation_id: int, module_id: int, block_key: str) -> list[Comment]:
    """What this person wrote here that the public does not see as it is: waiting, hidden, withdrawn, for the team. The newest, in order."""
    here = (Comment.consultation_id == consultation_id, Comment.module_id == module_id, Comment.block_key == block_key)
    return _own(author, *here)


def own_replies(author: User, parent_id: int) -> list[Comment]:
    """The same for this person's replies to one comment."""
    return _own(author, Comment.parent_id == parent_id)


def _own(author: User, *where: ColumnElement[bool]) -> list[Comment]:
    is_own_alone = or_(Comment.visibility != Visibility.PUBLISHED, Comment.author_choice == AuthorChoice.TEAM_ONLY)
    query = select(Comment).where(Comment.author_id == author.id, *where, is_own_alone)
    newest = query.order_by(Comment.id.desc()).limit(OWN_MOST)
    newest = newest.options(joinedload(Comment.consultation), joinedload(Comment.suggestion), joinedload(Comment.anchor))
    return list(db.session.scalars(newest))[::-1]


class Own(NamedTuple):
    """What is personal about some public comments: which of them the reader wrote, whose change waits, and the reader's answers."""

    written: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    stances: Mapping[int, Stance] = MappingProxyType({})


def own_among(reader: User, comment_ids: Sequence[int]) -> Own:
    """What is this person's own among these comments, in one question."""
    rows = db.session.execute(_OWN, {"reader": reader.id, "numbers": comment_ids}).all() if comment_ids else []
    return Own(
        written=frozenset(row.id for row in rows if row.is_author),
        waiting=frozenset(row.id for row in rows if row.is_author and row.change is not None),
        stances={row.id: row.stance for row in rows if row.stance is not None},
    )


_READER = bindparam("reader", type_=Integer)
_OWN = (
    select(Comment.id, (Comment.author_id == _READER).label("is_author"), CommentEdit.id.label("change"), CommentVote.stance)
    .outerjoin(CommentEdit, and_(CommentEdit.comment_id == Comment.id, CommentEdit.state == EditState.WAITING))
    .outerjoin(CommentVote, and_(CommentVote.comment_id == Comment.id, CommentVote.voter_id == _READER))
    .where(Comment.id.in_(bindparam("numbers", expanding=True)), or_(Comment.author_id == _READER, CommentVote.voter_id.is_not(None)))
)


def spoken_of(comment_ids: Collection[int], reader: User) -> dict[int, Spoken]:
    """Where these comments stand, for texts of this person that answer them; only those whose page the person can open."""
    query = select(Comment.id, Comment.module_id, Comment.version_id, Comment.block_key)
    query = query.where(Comment.id.in_(comment_ids), or_(is_shown(), Comment.author_id == reader.id))
    return {row.id: Spoken._make(row) for row in db.session.execute(query)} if comment_ids else {}
