"""Whatever is changed straight in the database, `check` names it: twenty tries of twenty at counters, votes and audit entries."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.audit.models import AuditEntry
from consult.consultations.models import Mode
from consult.core import transaction
from consult.core.db import db
from consult.feedback import services
from consult.feedback.models import CommentVote, Kind, Stance, StatementVote
from consult.home.presenters import ROWS, check_lines
from consult.home.queries import counters
from consult.home.services import check
from tests.builders import make_block, make_comment, make_consultation, make_statement, make_user, make_version

TRIES = 20
# Nobody votes on the last item of each kind, and the last voter on none: there is room to move a vote to.
VOTERS, ITEMS = 6, 8
ITEM = {"comment_votes": "comment_id", "statement_votes": "statement_id"}
Row = sa.RowMapping
VoteTamper = Callable[[Random, sa.Table, Row], str]


@pytest.fixture
def world(app: Flask) -> None:
    """Comments, replies, votes, answers, and an audit trail in two chains."""
    version = make_version()
    make_block(version, key="b01")
    consultation, author = make_consultation(versions=[version], mode=Mode.POST), make_user()
    comments = [make_comment(consultation, author=author, block_key="b01" if number % 2 else "") for number in range(ITEMS)]
    make_comment(parent=comments[1])
    statements = [make_statement(consultation) for _ in range(ITEMS)]
    target = services.Target(consultation, version.module_id, version.id)
    for number in range(VOTERS - 1):
        voter = make_user()
        services.post_comment(voter, target, kind=Kind.SUPPORT, body="Clear.", lang="en")
        for place in range(ITEMS - 1):
            services.vote_on_comment(voter, comments[place], list(Stance)[(number + place) % 3])
            services.answer_statement(voter, statements[place], Stance.UNSURE)
            services.answer_statement(voter, statements[place], list(Stance)[(number + place) % 3])
    make_user()
    make_consultation()
    transaction.commit()


def run(tamper: Callable[[Random], str]) -> None:
    """Tamper, each time with the whole database as it was; what `check` prints must begin a line with the name of it."""
    for seed in range(TRIES):
        named = tamper(Random(f"{tamper.__name__} {seed}"))
        said = list(check_lines(check()))
        assert any(line.startswith(named) for line in said), f"Try {seed}: {named!r} is not in {said}"
        transaction.roll_back()
    assert list(check_lines(check())) == []


def one_row(chance: Random, table: sa.Table) -> Row:
    return chance.choice(db.session.execute(sa.select(table).order_by(*table.primary_key)).mappings().all())


def change(table: sa.Table, row: Row, **values: object) -> None:
    key = [column == row[column.name] for column in table.primary_key]
    db.session.execute(sa.update(table).where(*key).values(**values))


def newest(table: str) -> int:
    return db.session.scalars(sa.select(sa.func.max(db.metadata.tables[table].c.id))).one()


def change_counter(chance: Random) -> str:
    """Any counter of any row."""
    counter = chance.choice(counters())
    table, column = db.metadata.tables[counter.table.__tablename__], counter.column.key
    row = one_row(chance, table)
    stored = row[column] + chance.choice([-1, 1, 7])
    change(table, row, **{column: stored})
    key = " and ".join(str(row[part.name]) for part in table.primary_key)
    return f"{ROWS[table.name]} {key}: {column} is {stored}, its rows say {row[column]}."


def test_every_changed_counter_is_named(world: None) -> None:
    run(change_counter)


def broken(table: sa.Table, vote: Row, **values: object) -> str:
    """How a vote is named where its seal does not fit."""
    now = {**vote, **values}
    return f"{table.name} ({now[ITEM[table.name]]}, {now['voter_id']}): its seal does not fit"


def changed(table: sa.Table, vote: Row, **values: object) -> str:
    change(table, vote, **values)
    return broken(table, vote, **values)


def other_answer(chance: Random, table: sa.Table, vote: Row) -> str:
    return changed(table, vote, stance=chance.choice([stance for stance in Stance if stance is not vote["stance"]]))


def other_answer_with_its_counters(chance: Random, table: sa.Table, vote: Row) -> str:
    """By somebody who knows of the counters: every sum is right."""
    stance = next(stance for stance in Stance if stance is not vote["stance"])
    items = db.metadata.tables[table.name.replace("_votes", "s")]
    counts = {f"{vote['stance']}_count": items.c[f"{vote['stance']}_count"] - 1, f"{stance}_count": items.c[f"{stance}_count"] + 1}
    db.session.execute(sa.update(items).where(items.c.id == vote[ITEM[table.name]]).values(counts))
    return changed(table, vote, stance=stance)


def other_voter(chance: Random, table: sa.Table, vote: Row) -> str:
    return changed(table, vote, voter_id=newest("users"))


def other_item(chance: Random, table: sa.Table, vote: Row) -> str:
    return changed(table, vote, **{ITEM[table.name]: newest(table.name.replace("_votes", "s"))})


def other_circumstances(chance: Random, table: sa.Table, vote: Row) -> str:
    values: list[dict[str, object]] = [
        {"cast_at": vote["cast_at"] + timedelta(seconds=1)},
        {"cast_at": None},
        {"perspective": "police"},
        {"consultation_id": newest("consultations")},
        {"seal": "0" * 32},
    ]
    return changed(table, vote, **chance.choice(values))


def made_up(chance: Random, table: sa.Table, vote: Row) -> str:
    """The vote of somebody else once more."""
    invented = {"voter_id": newest("users"), "seal": vote["seal"]}
    db.session.execute(sa.insert(table).values({**vote, **invented}))
    return broken(table, vote, **invented)


def removed(chance: Random, table: sa.Table, vote: Row) -> str:
    """What is not there has no seal: its item is named."""
    db.session.execute(sa.delete(table).where(*(column == vote[column.name] for column in table.primary_key)))
    return f"{ROWS[table.name.replace('_votes', 's')]} {vote[ITEM[table.name]]}: {vote['stance']}_count is "


VOTE_TAMPERS: list[VoteTamper] = [
    other_answer,
    other_answer_with_its_counters,
    other_voter,
    other_item,
    other_circumstances,
    made_up,
    removed,
]


@pytest.mark.parametrize("tamper", VOTE_TAMPERS)
@pytest.mark.parametrize("votes", [CommentVote, StatementVote])
def test_every_changed_vote_is_named(world: None, votes: type[CommentVote] | type[StatementVote], tamper: VoteTamper) -> None:
    table = db.metadata.tables[votes.__tablename__]

    def try_it(chance: Random) -> str:
        return tamper(chance, table, one_row(chance, table))

    run(try_it)


def change_entry(chance: Random) -> str:
    """Any column of any entry, or all of it."""
    table = db.metadata.tables[AuditEntry.__tablename__]
    row = one_row(chance, table)
    values: list[dict[str, object]] = [
        {"chain": "site" if row["chain"] != "site" else "consultation:9", "seq": 1000},
        {"seq": row["seq"] + 1000},
        {"at": row["at"] + timedelta(seconds=1)},
        {"actor_ref": None if row["actor_ref"] else "0" * 32},
        {"action": "comment_hidden"},
        {"target": "comment:999"},
        {"detail": '{"n":1}'},
        {"prev_hash": "0" * 63 + "1"},
        {"hash": "f" * 64},
    ]
    chosen = chance.choice([*values, None])
    if chosen is None:
        db.session.execute(sa.delete(table).where(table.c.id == row["id"]))
    else:
        change(table, row, **chosen)
    return f"Audit chain {row['chain']}, entry {row['seq']}: "


def test_every_changed_audit_entry_is_named(world: None) -> None:
    run(change_entry)


def test_the_commands_end_with_1(world: None, app: Flask) -> None:
    votes, chance = db.metadata.tables[CommentVote.__tablename__], Random(0)
    named = other_voter(chance, votes, one_row(chance, votes)), change_entry(chance)
    transaction.commit()
    checked, verified = (app.test_cli_runner().invoke(args=["consult", verb]) for verb in ("check", "verify-audit"))
    assert (checked.exit_code, verified.exit_code) == (1, 1)
    assert all(name in checked.stdout for name in named)
    chain, seq = named[1].removeprefix("Audit chain ").removesuffix(": ").split(", entry ")
    assert f"{chain}:{seq}: " in verified.stdout
