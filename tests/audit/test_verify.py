"""Walking the trail: a whole one passes, and every tampering is named."""

import json
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.analysis.canonical import GENESIS
from consult.audit.models import Action, AuditEntry, AuditHead
from consult.audit.queries import BrokenLink, Fault, broken_links
from consult.audit.rules import Content, stamp
from consult.audit.services import record
from consult.core import clock, transaction
from consult.core.db import db

SITE, TALK = "site", "consultation:1"
EDITABLE = ("actor_ref", "action", "target", "detail", "prev_hash", "hash", "at")


@pytest.fixture
def trail(app: Flask) -> None:
    """Thirty entries in two chains."""
    for number in range(30):
        record(Action.COMMENT_POSTED, None, f"comment:{number}", consultation_id=1 if number % 3 else None, detail={"n": number})
    transaction.commit()


def row(chain: str, seq: int) -> sa.ColumnElement[bool]:
    """The condition that finds one entry."""
    return sa.and_(AuditEntry.chain == chain, AuditEntry.seq == seq)


def change(chain: str, seq: int, **values: object) -> None:
    """What somebody with access to the database might do."""
    db.session.execute(sa.update(AuditEntry).where(row(chain, seq)).values(**values))


def change_head(chain: str, **values: object) -> None:
    """The same on what the trail says is its end."""
    db.session.execute(sa.update(AuditHead).where(AuditHead.chain == chain).values(**values))


def delete(chain: str, *numbers: int) -> None:
    """Take entries away."""
    db.session.execute(sa.delete(AuditEntry).where(AuditEntry.chain == chain, AuditEntry.seq.in_(numbers)))


def rewrite(chain: str, seq: int) -> None:
    """Change an entry and make its own hash fit again."""
    entry = db.session.scalars(sa.select(AuditEntry).where(row(chain, seq))).one()
    content = Content(chain, seq, stamp(entry.at), entry.actor_ref, entry.action, "comment:999", entry.detail)
    change(chain, seq, target="comment:999", hash=content.hash_after(entry.prev_hash))


@pytest.mark.usefixtures("trail")
def test_a_whole_trail_passes() -> None:
    assert broken_links() == []


@pytest.mark.usefixtures("app")
def test_an_empty_trail_passes() -> None:
    assert broken_links() == []


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("seed", range(5))
def test_twenty_edits_are_twenty_named_entries(seed: int) -> None:
    dice = random.Random(seed)
    chosen = dice.sample([(SITE, n) for n in range(1, 11)] + [(TALK, n) for n in range(1, 21)], 20)
    for chain, seq in chosen:
        column = dice.choice(EDITABLE)
        change(chain, seq, **{column: clock.now() + timedelta(days=seq) if column == "at" else f"x{seq}"})
    assert broken_links() == [BrokenLink(chain, seq, Fault.ALTERED) for chain, seq in sorted(chosen)]


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (lambda: change(TALK, 4, detail='{"n": 5}'), BrokenLink(TALK, 4, Fault.ALTERED)),
        (lambda: rewrite(TALK, 4), BrokenLink(TALK, 5, Fault.UNLINKED)),
        (lambda: rewrite(TALK, 20), BrokenLink(TALK, 20, Fault.HEAD_ALTERED)),
        (lambda: delete(TALK, 7), BrokenLink(TALK, 7, Fault.MISSING)),
        (lambda: delete(TALK, 7, 8, 9), BrokenLink(TALK, 7, Fault.MISSING)),
        (lambda: delete(TALK, 1), BrokenLink(TALK, 1, Fault.MISSING)),
        (lambda: delete(TALK, 19, 20), BrokenLink(TALK, 19, Fault.MISSING)),
        (lambda: delete(TALK, *range(1, 21)), BrokenLink(TALK, 1, Fault.MISSING)),
        (lambda: db.session.execute(sa.delete(AuditHead).where(AuditHead.chain == TALK)), BrokenLink(TALK, 20, Fault.HEAD_ALTERED)),
        (lambda: change_head(TALK, hash=GENESIS), BrokenLink(TALK, 20, Fault.HEAD_ALTERED)),
        (lambda: change_head(TALK, seq=18), BrokenLink(TALK, 19, Fault.BEYOND_HEAD)),
    ],
)
def test_each_tampering_is_named(tamper: Callable[[], object], named: BrokenLink) -> None:
    tamper()
    assert broken_links() == [named]


@pytest.mark.usefixtures("trail")
def test_a_moment_that_is_none_is_an_altered_entry() -> None:
    if db.session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps nothing but moments in this column.")
    db.session.execute(sa.text("UPDATE audit_entries SET at = 'never', seq = 'x' WHERE chain = 'site' AND seq = 10"))
    assert BrokenLink(SITE, 10, Fault.ALTERED) in broken_links()


@pytest.mark.usefixtures("trail")
def test_the_command_says_that_the_trail_is_whole(app: Flask) -> None:
    outcome = app.test_cli_runner().invoke(args=["consult", "verify-audit", "--json"])
    assert outcome.exit_code == 0
    assert json.loads(outcome.stdout) == {"chains": 2, "entries": 30, "broken": []}


@pytest.mark.usefixtures("trail")
def test_the_command_names_each_broken_entry_and_fails(app: Flask) -> None:
    change(SITE, 3, action="comment_hidden")
    transaction.commit()
    outcome = app.test_cli_runner().invoke(args=["consult", "verify-audit"])
    assert outcome.exit_code == 1
    assert outcome.stdout == "site:3: altered\n"
    assert "does not hold in 1 place" in outcome.stderr
