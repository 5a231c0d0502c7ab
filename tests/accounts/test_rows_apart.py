"""The worker's part: letters opened, rows kept apart, and what happens where the key is not as it must be."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.models import (
    Answers,
    Disability,
    Gender,
    SelfIdentification,
    SelfIdentificationConsent,
    SelfIdentificationLink,
    SelfIdentificationRequest,
    User,
)
from consult.accounts.rows_apart import PURPOSE, ready_key, settle_requests
from consult.accounts.services import delete_answers, keep_answers
from consult.audit.models import AuditEntry
from consult.core import lockbox
from consult.core.db import db
from consult.core.lockbox import Key, KeyFault
from consult.jobs.models import Job
from consult.settings import current
from tests.accounts.test_commands import run
from tests.builders import make_answers, make_user
from tests.support.database import settle

NOBODY_READS = {"self_identifications", "self_identification_links", "self_identification_requests"}
MARK = "zqagenderqz"


@pytest.fixture
def instance(app: Flask) -> Path:
    """A site with a key."""
    lockbox.make_key(current().instance)
    return current().instance


def give(person: User, **given: object) -> None:
    """Answer, and let the worker do its part."""
    make_answers(person, **given)
    settle()


def rows() -> int:
    """How many people's answers are kept."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(SelfIdentification)) or 0


def dump() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    for name, table in db.metadata.tables.items():
        for row in db.session.execute(sa.select(table)):
            yield name, " ".join(cell.hex() if isinstance(cell, bytes) else str(cell) for cell in row)


def test_nobody_joins_answers_to_an_account_with_the_database_alone(instance: Path) -> None:
    people = [make_user(email=f"zqperson{number}qz@example.ca") for number in range(4)]
    for person in people:
        give(person, gender=(Gender.TWO_SPIRIT, Gender.ANOTHER), gender_written=MARK)
    assert rows() == len(people)
    for name, text in dump():
        assert MARK not in text
        assert "two_spirit" not in text
        if name in NOBODY_READS:
            assert "zqperson" not in text
    columns = {name: {column.name for column in db.metadata.tables[name].columns} for name in NOBODY_READS}
    assert columns["self_identifications"] == {"rep_id", "sealed"}
    assert columns["self_identification_links"] == {"account_key", "sealed"}
    for name in ("self_identifications", "self_identification_links"):
        assert not db.metadata.tables[name].foreign_keys


def test_a_row_says_nothing_of_its_account_its_moment_or_how_much_was_answered(instance: Path) -> None:
    few, many = make_user(), make_user()
    give(few, disability=Disability.NO)
    give(many, gender=tuple(Gender), gender_written=MARK, languages_written="x" * 100)
    kept = db.session.scalars(sa.select(SelfIdentification)).all()
    links = db.session.scalars(sa.select(SelfIdentificationLink)).all()
    assert len({len(row.sealed) for row in kept}) == 1
    assert len({len(link.sealed) for link in links}) == 1
    assert all(row.rep_id.encode() not in link.sealed and row.rep_id != link.account_key for row in kept for link in links)
    # A job that named its person, with the moment at which it was asked for, would give the link away.
    jobs = db.session.scalars(sa.select(Job).where(Job.name.contains("self_identification"))).all()
    assert jobs
    assert all(job.arguments == {} for job in jobs)
    assert not db.session.scalars(sa.select(AuditEntry)).all()


def test_no_order_of_rows_follows_the_order_of_arrival(instance: Path) -> None:
    """On SQLite a table has a hidden number that grows with each row, unless it is told to have none."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite alone numbers rows so.")
    for number in range(6):
        give(make_user(email=f"person{number}@example.ca"), disability=Disability.NO)
    for table, key in (("self_identifications", "rep_id"), ("self_identification_links", "account_key")):
        stored = list(db.session.scalars(sa.text(f"SELECT {key} FROM {table} NOT INDEXED")))  # noqa: S608 - names of ours
        assert (len(stored), stored) == (6, sorted(stored)), "Rows lie by their random keys."
        for hidden in ("rowid", "oid", "_rowid_"):
            with pytest.raises(sa.exc.OperationalError, match="no such column"):
                db.session.execute(sa.text(f"SELECT {hidden} FROM {table}"))  # noqa: S608


def test_requests_that_wait_together_are_settled_in_no_order(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [make_user() for _ in range(12)]
    for person in people:
        db.session.add(SelfIdentificationRequest(user_id=person.id, sealed=None))
    db.session.flush()
    settled: list[int] = []
    monkeypatch.setattr("consult.accounts.rows_apart._settle", lambda _key, request: settled.append(request.user_id))
    assert settle_requests(instance) == len(people)
    assert sorted(settled) == [person.id for person in people]
    assert settled != sorted(settled), "One time in half a thousand million this is chance."


def test_the_files_of_the_site_hold_no_answer_in_plain_words(instance: Path, app: Flask) -> None:
    give(make_user(), gender=(Gender.ANOTHER,), gender_written=MARK)
    settle()
    files = [file for file in instance.rglob("*") if file.is_file()]
    if db.engine.dialect.name == "sqlite":
        database = Path(str(db.engine.url.database))
        files += [file for file in database.parent.iterdir() if file.name.startswith(database.name)]
    assert files
    assert not [file for file in files if MARK.encode() in file.read_bytes() or b"two_spirit" in file.read_bytes()]


def test_a_letter_is_gone_once_it_is_opened_and_opening_nothing_is_no_fault(instance: Path) -> None:
    give(make_user(), disability=Disability.YES)
    assert not db.session.scalars(sa.select(SelfIdentificationRequest)).all()
    assert settle_requests(instance) == 0
    assert rows() == 1


def test_answers_that_wait_are_dropped_by_the_web_process_itself(instance: Path) -> None:
    person = make_user()
    keep_answers(person, Answers(disability=Disability.YES), lang="en")
    delete_answers(person)
    assert db.session.scalars(sa.select(SelfIdentificationRequest.sealed)).all() == [None]
    assert not db.session.scalars(sa.select(SelfIdentificationConsent)).all()
    settle()
    assert (rows(), len(db.session.scalars(sa.select(SelfIdentificationRequest)).all())) == (0, 0)


def test_a_letter_under_another_account_is_not_opened_for_it(instance: Path) -> None:
    writer, other = make_user(), make_user()
    letter = json.dumps({"account": writer.id, "consent": "1", "answers": {"disability": "yes"}})
    sealed = lockbox.seal(lockbox.public_key(instance) or b"", letter, PURPOSE)
    db.session.add(SelfIdentificationRequest(user_id=other.id, sealed=sealed))
    db.session.flush()
    assert settle_requests(instance) == 0
    assert rows() == 0


def test_a_letter_for_another_key_waits_and_holds_nobody_up(instance: Path, tmp_path: Path) -> None:
    lockbox.make_key(tmp_path)
    stray = make_user()
    db.session.add(SelfIdentificationRequest(user_id=stray.id, sealed=lockbox.seal(lockbox.public_key(tmp_path) or b"", "{}", PURPOSE)))
    give(make_user(), disability=Disability.NO)
    assert rows() == 1
    assert db.session.scalars(sa.select(SelfIdentificationRequest.user_id)).all() == [stray.id]


def test_a_row_that_was_put_under_another_number_does_not_open(instance: Path) -> None:
    for _ in range(2):
        give(make_user(), disability=Disability.NO)
    first, second = db.session.scalars(sa.select(SelfIdentification)).all()
    key = Key.of_file(instance)
    with pytest.raises(lockbox.WrongKey):
        key.unwrap(first.sealed, second.rep_id)


def test_a_deletion_waits_for_a_key_that_is_away_and_is_done_when_it_is_back(instance: Path) -> None:
    person = make_user()
    give(person, disability=Disability.YES)
    file = lockbox.private_file(instance)
    away = file.rename(file.with_name("away"))
    delete_answers(person)
    db.session.flush()
    with pytest.raises(KeyFault, match="Put the key back"):
        settle_requests(instance)
    away.rename(file)
    assert settle_requests(instance) == 1
    assert rows() == 0


def test_no_second_key_is_made_beside_answers_that_only_the_first_opens(instance: Path) -> None:
    give(make_user(), disability=Disability.YES)
    lockbox.private_file(instance).unlink()
    with pytest.raises(KeyFault, match="discard-answers"):
        ready_key(instance)
    assert not lockbox.has_key(instance)


def test_another_key_is_refused_before_it_keeps_anything(instance: Path, tmp_path: Path) -> None:
    give(make_user(), disability=Disability.YES)
    lockbox.make_key(tmp_path)
    lockbox.private_file(tmp_path).replace(lockbox.private_file(instance))
    with pytest.raises(lockbox.WrongKey, match="does not open with this key"):
        settle_requests(instance)


def test_where_the_key_is_lost_the_operator_discards_what_nobody_can_open(app: Flask, instance: Path) -> None:
    give(make_user(), disability=Disability.YES)
    lockbox.private_file(instance).unlink()
    assert run(app, "init", "--no-link").exit_code == 1
    assert run(app, "discard-answers").exit_code == 2
    outcome = run(app, "discard-answers", "--yes")
    assert (outcome.exit_code, outcome.stdout) == (0, "answers deleted 1\n")
    assert rows() == 0
    assert not db.session.scalars(sa.select(SelfIdentificationConsent)).all()
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.target, entry.detail) == ("self_identification_discarded", "site", "{}")
    give(make_user(), disability=Disability.NO)
    assert rows() == 1


def test_init_makes_the_key_and_says_where_it_lies(app: Flask) -> None:
    for _ in range(2):
        outcome = run(app, "init", "--no-link")
        assert outcome.exit_code == 0
        assert str(lockbox.private_file(current().instance)) in outcome.stdout
        assert lockbox.private_file(current().instance).stat().st_mode & 0o777 == 0o600
