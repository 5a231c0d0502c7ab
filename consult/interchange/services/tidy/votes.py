"""Votes of a tidy import. They go through a table of the database's own, so that the last answer is found without holding them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement, select

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.db import EnumByValue, UtcDateTime, db
from consult.core.seals import SEAL_LENGTH, seal_of
from consult.feedback.models import CommentVote, FormerCommentVote, FormerStatementVote, Stance, StatementVote
from consult.interchange.services.records import accounts
from consult.interchange.services.rows import CHUNK, Values, chunks, insert_rows, update_rows
from consult.interchange.services.tidy.comments import known_comments
from consult.interchange.services.tidy.statements import section_source_ids, statement_ids
from consult.interchange.source.tidy import Tidy, Vote

# Of this transaction alone, and gone at its end.
_WAITING = sa.Table(
    "waiting_votes",
    sa.MetaData(),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("on_statement", sa.Boolean),
    sa.Column("target_id", sa.Integer),
    sa.Column("voter_id", sa.Integer),
    sa.Column("stance", EnumByValue(Stance)),
    sa.Column("cast_at", UtcDateTime),
    sa.Column("seal", sa.String(SEAL_LENGTH)),  # from table to table, no default is made
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class _Kind:
    """The tables for one kind of target."""

    on_statement: bool
    target: str
    live: type[StatementVote] | type[CommentVote]
    former: type[FormerStatementVote] | type[FormerCommentVote]

    @property
    def is_same(self) -> ColumnElement[bool]:
        """A waiting answer and a live one are of the same person to the same thing."""
        return sa.and_(
            getattr(self.live, self.target) == _WAITING.c.target_id,
            self.live.voter_id == _WAITING.c.voter_id,
            _WAITING.c.on_statement == self.on_statement,
        )


_KINDS = (
    _Kind(on_statement=True, target="statement_id", live=StatementVote, former=FormerStatementVote),
    _Kind(on_statement=False, target="comment_id", live=CommentVote, former=FormerCommentVote),
)


def write_votes(consultation: Consultation, found: Tidy, *, source: str, lang: str) -> tuple[int, int]:
    """Write the votes that are new or changed, and what they were before. How many the files have, and how many rows are written."""
    connection = db.session.connection()
    _WAITING.create(connection)
    written, names = 0, section_source_ids(found)
    for chunk in chunks(found.votes()):
        people, new = accounts(source, {vote.voter for vote in chunk}, lang)
        _wait(consultation, chunk, people, source, names)
        written += new
    last = select(sa.func.max(_WAITING.c.line)).group_by(_WAITING.c.on_statement, _WAITING.c.target_id, _WAITING.c.voter_id)
    db.session.execute(sa.delete(_WAITING).where(_WAITING.c.line.not_in(last)))
    votes = db.session.scalar(select(sa.func.count()).select_from(_WAITING)) or 0
    for kind in _KINDS:
        written += _change(consultation.id, kind) + _add(consultation.id, kind)
    _WAITING.drop(connection)
    return votes, written


def _wait(consultation: Consultation, chunk: Sequence[Vote], people: Mapping[str, int], source: str, names: Mapping[str, str]) -> None:
    """Put votes into the waiting table, with the rows they are about. A vote on a section is one on its statement."""
    comments = {
        name: row["id"]
        for name, row in known_comments(source, [vote.target for vote in chunk if not vote.on_section], ("id", "source_id")).items()
    }
    statements = statement_ids(consultation, [names[vote.target] if vote.on_section else vote.target for vote in chunk])
    rows: list[Values] = []
    for vote in chunk:
        on_statement = vote.on_section or vote.target not in comments
        target = statements[names[vote.target] if vote.on_section else vote.target] if on_statement else comments[vote.target]
        given = {"target_id": target, "voter_id": people[vote.voter], "stance": vote.stance, "cast_at": vote.at}
        rows.append({"line": vote.line, "on_statement": on_statement, **given, "seal": _seal(consultation.id, given, on_statement)})
    db.session.execute(sa.insert(_WAITING), rows)


def _seal(consultation_id: int, given: Values, on_statement: bool) -> str:  # noqa: FBT001 - as in its row
    """The seal of the live answer that this waiting one becomes."""
    kind = next(kind for kind in _KINDS if kind.on_statement is on_statement)
    values = {"consultation_id": consultation_id, **given, kind.target: given["target_id"]}
    return seal_of(kind.live.__tablename__, {name: value for name, value in values.items() if name != "target_id"})


def _add(consultation_id: int, kind: _Kind) -> int:
    """The answers that are new, from table to table."""
    there = select(sa.literal(1)).where(kind.is_same)
    waiting = _WAITING.c
    values = (waiting.target_id, waiting.voter_id, sa.literal(consultation_id), waiting.stance, waiting.cast_at, waiting.seal)
    asked = select(*values).where(waiting.on_statement == kind.on_statement, ~there.exists())
    columns = [kind.target, "voter_id", "consultation_id", "stance", "cast_at", "seal"]
    number = db.session.scalar(select(sa.func.count()).select_from(asked.subquery())) or 0
    db.session.execute(sa.insert(kind.live).from_select(columns, asked.order_by(_WAITING.c.line), include_defaults=False))
    return number


def _change(consultation_id: int, kind: _Kind) -> int:
    """The answers that are different now; a stance that was given up is history."""
    live, waiting = kind.live, _WAITING.c
    columns = (
        waiting.target_id,
        waiting.voter_id,
        waiting.stance,
        waiting.cast_at,
        waiting.seal,
        live.stance.label("before"),
        live.cast_at.label("before_at"),
    )
    is_different = sa.or_(live.stance != waiting.stance, live.cast_at.is_distinct_from(waiting.cast_at))
    asked = select(*columns).select_from(sa.join(_WAITING, live, kind.is_same)).where(is_different).order_by(waiting.line)
    changed = db.session.execute(asked).all()
    for some in chunks(changed, CHUNK):
        names = ("voter_id", "stance", "cast_at", "seal")
        update_rows(live, [{kind.target: row.target_id, **{name: getattr(row, name) for name in names}} for row in some])
        insert_rows(kind.former, [_former(consultation_id, kind, row) for row in some if row.before is not row.stance])
    return len(changed) + sum(row.before is not row.stance for row in changed)


def _former(consultation_id: int, kind: _Kind, row: sa.Row[tuple[object, ...]]) -> Values:
    return {
        kind.target: row.target_id,
        "voter_id": row.voter_id,
        "consultation_id": consultation_id,
        "stance": row.before,
        "cast_at": row.before_at,
        "replaced_at": row.cast_at or clock.now(),
    }
