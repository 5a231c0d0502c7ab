"""Reads of the trail: walk every chain and name each place where it does not hold."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa

from consult.analysis.canonical import GENESIS
from consult.audit.models import AuditEntry, AuditHead
from consult.audit.rules import Content, stamp
from consult.core.db import db

ROWS_AT_ONCE = 1000


class Fault(enum.StrEnum):
    """In which way a chain is broken at an entry."""

    ALTERED = "altered"  # the row no longer fits its own hash
    UNLINKED = "unlinked"  # the row fits its hash, but does not continue the row before it
    MISSING = "missing"  # a number is left out, or the end was cut off
    BEYOND_HEAD = "beyond_head"  # a row after the newest one that the head knows
    HEAD_ALTERED = "head_altered"  # the head is gone, or names another hash than its row


@dataclass(frozen=True)
class BrokenLink:
    """One place where a chain does not hold."""

    chain: str
    seq: int
    fault: Fault


@dataclass(frozen=True)
class TrailSize:
    """How much there is to verify."""

    chains: int
    entries: int


@dataclass(frozen=True)
class _Row:
    """An entry as it is stored, whatever was done to it."""

    content: Content
    prev_hash: str
    carried: str

    @property
    def chain(self) -> str:
        return self.content.chain

    def computed(self) -> str | None:
        """The hash that the content gives. Content that no entry can have gives none."""
        try:
            return self.content.hash_after(self.prev_hash)
        except (TypeError, ValueError):
            return None


@dataclass(frozen=True)
class _Link:
    """What the next entry must continue: the hash the last one carries, and the hash its content gives."""

    seq: int
    hashes: frozenset[str | None]


def trail_size() -> TrailSize:
    """The number of chains and entries."""
    return TrailSize(
        chains=db.session.scalars(sa.select(sa.func.count()).select_from(AuditHead)).one(),
        entries=db.session.scalars(sa.select(sa.func.count()).select_from(AuditEntry)).one(),
    )


def broken_links() -> list[BrokenLink]:
    """Every place where a chain does not hold: each altered row by itself, each gap, each cut end. Empty: the trail is whole."""
    heads = {row.chain: (row.seq, row.hash) for row in db.session.execute(sa.select(AuditHead.chain, AuditHead.seq, AuditHead.hash))}
    found: list[BrokenLink] = []
    for chain, rows in groupby(_rows(), key=attrgetter("chain")):
        found.extend(_walk(chain, rows, heads.pop(chain, None)))
    # A head that is left has no entry at all: its whole chain was taken away.
    found.extend(BrokenLink(chain, 1, Fault.MISSING) for chain, (seq, _hash) in sorted(heads.items()) if seq != 0)
    return found


def _rows() -> Iterator[_Row]:
    """Every entry in order, read without interpretation: a moment that no longer parses is one more altered row."""
    columns = (AuditEntry.chain, AuditEntry.seq, AuditEntry.actor_ref, AuditEntry.action, AuditEntry.target, AuditEntry.detail)
    plain_at = sa.type_coerce(AuditEntry.at, sa.String()).label("at")
    asked = sa.select(*columns, plain_at, AuditEntry.prev_hash, AuditEntry.hash).order_by(AuditEntry.chain, AuditEntry.seq)
    for row in db.session.execute(asked.execution_options(yield_per=ROWS_AT_ONCE)):
        content = Content(row.chain, row.seq, _plain_stamp(row.at), row.actor_ref, row.action, row.target, row.detail)
        yield _Row(content, row.prev_hash, row.hash)


def _walk(chain: str, rows: Iterator[_Row], head: tuple[int, str] | None) -> Iterator[BrokenLink]:
    """Follow one chain from its first entry to its head."""
    last = _Link(0, frozenset({GENESIS}))
    for row in rows:
        expected, computed = last.seq + 1, row.computed()
        seq = row.content.seq if isinstance(row.content.seq, int) else expected
        if seq > expected:
            yield BrokenLink(chain, expected, Fault.MISSING)
        if row.carried != computed:
            yield BrokenLink(chain, seq, Fault.ALTERED)
        elif seq == expected and row.prev_hash not in last.hashes:
            yield BrokenLink(chain, seq, Fault.UNLINKED)
        last = _Link(seq, frozenset({row.carried, computed}))
    yield from _at_the_end(chain, last, head)


def _at_the_end(chain: str, last: _Link, head: tuple[int, str] | None) -> Iterator[BrokenLink]:
    """Compare the last entry of a chain with its head."""
    seq, carried = head or (last.seq, None)
    if seq > last.seq:
        yield BrokenLink(chain, last.seq + 1, Fault.MISSING)
    elif seq < last.seq:
        yield BrokenLink(chain, seq + 1, Fault.BEYOND_HEAD)
    elif carried is None or carried not in last.hashes:
        yield BrokenLink(chain, seq, Fault.HEAD_ALTERED)


def _plain_stamp(at: object) -> str:
    """The moment as it was hashed; as it stands where it is no moment any more. PostgreSQL gives a datetime, SQLite its text."""
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        except ValueError:
            return str(at)
    return stamp(at) if isinstance(at, datetime) else str(at)
