"""`check` recounts every stored counter, walks every audit chain and hashes every edition; `--fix` mends counters, nothing else."""

import json
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation, ConsultationModule
from consult.core import transaction
from consult.core.db import db
from consult.feedback.models import AuthorChoice, Comment, CommentVote, Stance, Statement, StatementStatus, Visibility
from consult.feedback.services import answer_statement, vote_on_comment, withdraw_comment
from consult.home import services
from consult.home.queries import counters
from consult.modules.models import Block
from consult.reports.models import Edition, Report, ReportStatus
from tests.builders import make_block, make_comment, make_consultation, make_statement, make_user, make_version


@dataclass
class World:
    """A consultation with something in every counter."""

    consultation: Consultation
    block: Block
    comment: Comment
    statement: Statement


@pytest.fixture
def world(app):
    version = make_version()
    block = make_block(version, key="b01")
    consultation = make_consultation(versions=[version])
    comment = make_comment(consultation, block_key="b01")
    make_comment(parent=comment)
    make_comment(consultation)
    make_comment(consultation, visibility=Visibility.PENDING)
    make_comment(consultation, visibility=Visibility.HIDDEN, block_key="b01")
    make_comment(consultation, author_choice=AuthorChoice.TEAM_ONLY, block_key="b01")
    author = make_user()
    withdraw_comment(author, make_comment(consultation, author=author))
    statement = make_statement(consultation)
    make_statement(consultation, status=StatementStatus.REJECTED, number=7)
    for stance in Stance:
        vote_on_comment(make_user(), comment, stance)
        answer_statement(make_user(), statement, stance)
    transaction.commit()
    return World(consultation, block, comment, statement)


@pytest.fixture
def run(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=["consult", "check", *arguments])


@pytest.fixture
def edition(world):
    report = Report(consultation=world.consultation, status=ReportStatus.DRAFT, snapshot="{}", compiled_at=world.comment.posted_at)
    kept = Edition(report=report, consultation_id=world.consultation.id, number=1, content="{}", published_at=world.comment.posted_at)
    kept.sha256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    db.session.add_all([report, kept])
    transaction.commit()
    return kept


# What is tampered with, on which row, and what the rows say.
TAMPERED = [
    (Block.comment_count, lambda world: Block.id == world.block.id, "Block {world.block.id}: comment_count is 9, its rows say 2."),
    (
        ConsultationModule.comment_count,
        lambda world: ConsultationModule.consultation_id == world.consultation.id,
        "Consultation and module {world.consultation.id} and {world.block.module_id}: comment_count is 9, its rows say 3.",
    ),
    (
        ConsultationModule.general_count,
        lambda world: ConsultationModule.consultation_id == world.consultation.id,
        "Consultation and module {world.consultation.id} and {world.block.module_id}: general_count is 9, its rows say 1.",
    ),
    (Comment.reply_count, lambda world: Comment.id == world.comment.id, "Comment {world.comment.id}: reply_count is 9, its rows say 1."),
    (Comment.agree_count, lambda world: Comment.id == world.comment.id, "Comment {world.comment.id}: agree_count is 9, its rows say 1."),
    (
        Comment.disagree_count,
        lambda world: Comment.id == world.comment.id,
        "Comment {world.comment.id}: disagree_count is 9, its rows say 1.",
    ),
    (Comment.unsure_count, lambda world: Comment.id == world.comment.id, "Comment {world.comment.id}: unsure_count is 9, its rows say 1."),
    (
        Statement.agree_count,
        lambda world: Statement.id == world.statement.id,
        "Statement with the id {world.statement.id}: agree_count is 9, its rows say 1.",
    ),
    (
        Statement.disagree_count,
        lambda world: Statement.id == world.statement.id,
        "Statement with the id {world.statement.id}: disagree_count is 9, its rows say 1.",
    ),
    (
        Statement.unsure_count,
        lambda world: Statement.id == world.statement.id,
        "Statement with the id {world.statement.id}: unsure_count is 9, its rows say 1.",
    ),
    (
        Consultation.statement_count,
        lambda world: Consultation.id == world.consultation.id,
        "Consultation {world.consultation.id}: statement_count is 9, its rows say 1.",
    ),
]


def tamper(column, where):
    """Write a number that no row stands for."""
    db.session.execute(sa.update(column.class_).where(where).values({column: 9}))
    transaction.commit()


@pytest.mark.usefixtures("world", "edition")
def test_what_the_services_count_is_what_the_rows_say(run):
    outcome = run()
    assert (outcome.exit_code, outcome.stdout) == (0, "")


def test_every_stored_counter_is_checked():
    """A column named …_count is a counter: who adds one, adds it to `queries.counters`."""
    stored = {
        f"{table.name}.{column.name}" for table in db.metadata.tables.values() for column in table.columns if column.name.endswith("_count")
    }
    assert stored == {counter.name for counter in counters()}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("counter", counters(), ids=lambda counter: counter.name)
def test_rows_are_counted_by_an_index(counter):
    """A million comments are then read once, not once for each block or comment."""
    asked = sa.select(counter.column).where(counter.is_wrong)
    if db.engine.dialect.name == "sqlite":
        query = asked.compile(db.engine)
        values = tuple(str(query.params[name]) for name in query.positiontup or ())
        lines = [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
        counting = lines[next(place for place, line in enumerate(lines) if "SUBQUERY" in line) + 1 :]
        assert all(line.startswith("SEARCH") for line in counting), lines
        assert counter.column is not Block.comment_count or "ix_comments_version_id_block_key" in counting[0], lines
        return
    db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))  # a small table would be read whole
    literal = asked.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = "\n".join(db.session.scalars(sa.text(f"EXPLAIN {literal}")))
    assert "SubPlan" in plan
    assert "Seq Scan" not in plan.partition("SubPlan")[2], plan


@pytest.mark.parametrize(("column", "where", "sentence"), TAMPERED, ids=lambda value: getattr(value, "key", ""))
def test_a_wrong_counter_is_named_and_mended(world, run, column, where, sentence):
    tamper(column, where(world))
    sentence = sentence.format(world=world)
    found = run()
    assert (found.exit_code, found.stdout) == (1, f"{sentence}\n")
    mended = run("--fix")
    assert (mended.exit_code, mended.stdout) == (0, f"{sentence} Found and mended.\n")
    assert (run().exit_code, run().stdout) == (0, "")


def test_many_wrong_counters_are_mended_some_at_a_time(world, run, monkeypatch):
    monkeypatch.setattr(services, "ROWS_AT_ONCE", 2)
    db.session.execute(sa.update(Comment).values(agree_count=9, reply_count=9))
    db.session.execute(sa.update(ConsultationModule).values(comment_count=9, general_count=9))
    transaction.commit()
    assert run("--fix").exit_code == 0
    assert (run().exit_code, run().stdout) == (0, "")


def test_a_tampered_vote_is_named_and_never_mended(world, run):
    vote = db.session.scalars(sa.select(CommentVote).order_by(CommentVote.voter_id).limit(1)).one()
    db.session.execute(sa.update(CommentVote).where(CommentVote.voter_id == vote.voter_id).values(perspective="police"))
    transaction.commit()
    for arguments in (("--fix",), ()):
        outcome = run(*arguments)
        sentence = "its seal does not fit: the row was changed, moved or made up in the database."
        assert (outcome.exit_code, outcome.stdout) == (1, f"comment_votes ({vote.comment_id}, {vote.voter_id}): {sentence}\n")


def test_the_tampered_cases_are_all_counters():
    assert {column.key for column, _where, _sentence in TAMPERED} == {counter.column.key for counter in counters()}


def test_a_tampered_audit_entry_is_named_and_never_mended(world, run):
    first = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id).limit(1)).one()
    db.session.execute(sa.update(AuditEntry).where(AuditEntry.id == first.id).values(action="comment_hidden"))
    tamper(Comment.agree_count, Comment.id == world.comment.id)
    for arguments in (("--fix",), ("--fix",), ()):
        outcome = run(*arguments)
        assert outcome.exit_code == 1
        assert f"Audit chain {first.chain}, entry {first.seq}: altered." in outcome.stdout
    assert "agree_count" not in outcome.stdout


def test_an_altered_edition_is_named_and_never_mended(edition, run):
    db.session.execute(sa.update(Edition).values(content='{"votes":1}'))
    transaction.commit()
    for arguments in ((), ("--fix",)):
        outcome = run(*arguments)
        assert outcome.exit_code == 1
        assert f"Report {edition.report_id}, edition 1: its content was altered" in outcome.stdout


def test_one_json_object_says_the_same(world, run):
    tamper(Comment.agree_count, Comment.id == world.comment.id)
    outcome = run("--json")
    assert outcome.exit_code == 1
    assert json.loads(outcome.stdout) == {
        "counters": [{"counter": "comments.agree_count", "key": [world.comment.id], "stored": 9, "counted": 1}],
        "seals": [],
        "links": [],
        "editions": [],
        "mended": False,
        "remaining": 1,
    }
