"""Votes of a tidy import. They go through a table of the database's own, so that the last answer is found without holding them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause, SQLColumnExpression, select

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.db import EnumByValue, Model, UtcDateTime, db
from consult.core.seals import SEAL_LENGTH, seal_of
from consult.feedback.models import CommentVote, FormerCommentVote, FormerStatementVote, Stance, StatementVote
from consult.interchange.services.records import accounts
from consult.interchange.services.rows import CHUNK, Values, chunks, update_rows
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
    sa.Column("is_last", sa.Boolean, default=False),  # of this person about this thing
    sa.Index("ix_waiting_votes_answer", "target_id", "voter_id"),
    prefixes=["TEMPORARY"],
)
_ANSWER = (_WAITING.c.on_statement, _WAITING.c.target_id, _WAITING.c.voter_id)


@dataclass(frozen=True)
class _Kind:
    """The tables for one kind of target."""

    on_statement: bool
    target: str
    live: type[StatementVote] | type[CommentVote]
    former: type[FormerStatementVote] | type[FormerCommentVote]

    @property
    def is_same(self) -> ColumnElement[bool]:
        """A waiting answer that is the last and a live one are of the same person to the same thing."""
        return sa.and_(
            getattr(self.live, self.target) == _WAITING.c.target_id,
            self.live.voter_id == _WAITING.c.voter_id,
            _WAITING.c.on_statement == self.on_statement,
            _WAITING.c.is_last,
        )

    @property
    def former_columns(self) -> list[str]:
        """What a former answer is made of."""
        return [self.target, "voter_id", "consultation_id", "stance", "cast_at", "replaced_at"]


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
    order = _in_order()
    last = select(order.c.line).where(order.c.next_line.is_(None))
    db.session.execute(sa.update(_WAITING).where(_WAITING.c.line.in_(last)).values(is_last=True))
    votes = db.session.scalar(select(sa.func.count()).select_from(_WAITING).where(_WAITING.c.is_last)) or 0
    for kind in _KINDS:
        written += _keep_given_up(consultation.id, kind) + _keep_replaced(consultation.id, kind)
        written += _change(kind) + _add(consultation.id, kind)
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


def _in_order() -> FromClause:
    """Each answer beside the next one of the same person to the same thing: by their dates, or by their lines where one has no date."""
    undated = sa.func.count().filter(_WAITING.c.cast_at.is_(None)).over(partition_by=_ANSWER)
    known = select(_WAITING, undated.label("undated")).subquery()
    by_date = sa.case((known.c.undated == 0, known.c.cast_at))
    answer, order = [known.c[column.name] for column in _ANSWER], [by_date, known.c.line]
    nexts = [
        sa.func.lead(known.c[name]).over(partition_by=answer, order_by=order).label(f"next_{name}")
        for name in ("line", "stance", "cast_at")
    ]
    return select(known, *nexts).subquery()


def _at_one_time(one: SQLColumnExpression[datetime | None], other: SQLColumnExpression[datetime | None]) -> ColumnElement[bool]:
    """The same answer, as far as anybody can tell: one that got its date, or lost it, is no other one."""
    return sa.or_(one == other, one.is_(None), other.is_(None))


def _keep_given_up(consultation_id: int, kind: _Kind) -> int:
    """The history that the files tell: each answer that another one followed. The same answer given again changes nothing."""
    order, former = _in_order().c, kind.former
    same = (order.target_id, order.voter_id, order.stance, order.cast_at)
    time = sa.func.row_number().over(partition_by=same, order_by=order.line).label("time")  # people may go back and forth, undated
    replaced_at = sa.func.coalesce(order.next_cast_at, sa.literal(clock.now(), UtcDateTime)).label("replaced_at")
    is_given_up = sa.and_(order.on_statement == kind.on_statement, order.next_line.is_not(None), order.next_stance != order.stance)
    given_up = select(*same, order.line, replaced_at, time).where(is_given_up).subquery().c
    recorded = select(sa.func.count()).where(
        getattr(former, kind.target) == given_up.target_id,
        former.voter_id == given_up.voter_id,
        former.stance == given_up.stance,
        _at_one_time(former.cast_at, given_up.cast_at),
    )
    values = (given_up.target_id, given_up.voter_id, sa.literal(consultation_id), given_up.stance, given_up.cast_at, given_up.replaced_at)
    new = select(*values).where(recorded.scalar_subquery() < given_up.time).order_by(given_up.line)
    return _copy(former, kind.former_columns, new)


def _keep_replaced(consultation_id: int, kind: _Kind) -> int:
    """What an earlier import knew and these files do not is history too."""
    live, former, last, same = kind.live, kind.former, _WAITING.c, _WAITING.alias().c
    in_files = select(sa.literal(1)).where(
        same.on_statement == kind.on_statement,
        same.target_id == last.target_id,
        same.voter_id == last.voter_id,
        same.stance == live.stance,
        _at_one_time(same.cast_at, live.cast_at),
    )
    recorded = select(sa.literal(1)).where(
        getattr(former, kind.target) == last.target_id,
        former.voter_id == last.voter_id,
        former.stance == live.stance,
        former.cast_at == live.cast_at,  # without a date it was another time: the answer stood until now
    )
    replaced_at = sa.func.coalesce(last.cast_at, sa.literal(clock.now(), UtcDateTime))
    values = (last.target_id, last.voter_id, sa.literal(consultation_id), live.stance, live.cast_at, replaced_at)
    both = select(*values).select_from(sa.join(_WAITING, live, kind.is_same)).where(live.stance != last.stance)
    return _copy(former, kind.former_columns, both.where(~in_files.exists(), ~recorded.exists()).order_by(last.line))


def _add(consultation_id: int, kind: _Kind) -> int:
    """The answers that are new, from table to table."""
    there = select(sa.literal(1)).select_from(kind.live).where(kind.is_same)
    waiting = _WAITING.c
    values = (waiting.target_id, waiting.voter_id, sa.literal(consultation_id), waiting.stance, waiting.cast_at, waiting.seal)
    asked = select(*values).where(waiting.on_statement == kind.on_statement, waiting.is_last, ~there.exists())
    columns = [kind.target, "voter_id", "consultation_id", "stance", "cast_at", "seal"]
    return _copy(kind.live, columns, asked.order_by(waiting.line))


def _copy(table: type[Model], columns: Sequence[str], asked: sa.Select[tuple[object, ...]]) -> int:
    """Insert what is asked for without taking it out of the database; how many rows."""
    number = db.session.scalar(select(sa.func.count()).select_from(asked.subquery())) or 0
    if number:
        db.session.execute(sa.insert(table).from_select(columns, asked, include_defaults=False))
    return number


def _change(kind: _Kind) -> int:
    """The answers that are different now."""
    live, waiting = kind.live, _WAITING.c
    columns = (waiting.target_id, waiting.voter_id, waiting.stance, waiting.cast_at, waiting.seal)
    is_different = sa.or_(live.stance != waiting.stance, live.cast_at.is_distinct_from(waiting.cast_at))
    asked = select(*columns).select_from(sa.join(_WAITING, live, kind.is_same)).where(is_different).order_by(waiting.line)
    changed = db.session.execute(asked).all()
    for some in chunks(changed, CHUNK):
        names = ("voter_id", "stance", "cast_at", "seal")
        update_rows(live, [{kind.target: row.target_id, **{name: getattr(row, name) for name in names}} for row in some])
    return len(changed)
