"""Seals: one spelling of a row whatever it is read from, made by every INSERT, and the same that the migration gave to old rows."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import insert

from consult.core.db import db
from consult.core.paths import ROOT
from consult.core.seals import SEAL_LENGTH, seal_of
from consult.feedback.models import CommentVote, Readiness, SectionBallot, Stance
from consult.home.queries import BrokenSeal, broken_seals
from consult.modules.models import BlockKind
from tests.builders import make_ballot, make_block, make_comment, make_consultation, make_user, make_version

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
VOTE = {"comment_id": 5, "voter_id": 17, "consultation_id": 2, "stance": Stance.AGREE, "perspective": None, "cast_at": NOON}


@pytest.mark.parametrize(
    "spelled",
    [
        {"cast_at": NOON.replace(tzinfo=None)},  # as SQLite keeps it
        {"cast_at": NOON.astimezone(timezone(timedelta(hours=-8)))},  # as PostgreSQL may give it
        {"stance": "agree"},
        {"seal": "another"},
    ],
)
def test_the_same_row_has_the_same_seal(spelled) -> None:
    assert seal_of("comment_votes", {**VOTE, **spelled}) == seal_of("comment_votes", VOTE)


@pytest.mark.parametrize(
    "other",
    [{"comment_id": 6}, {"voter_id": 1}, {"consultation_id": 3}, {"stance": "unsure"}, {"perspective": "police"}, {"cast_at": None}],
)
def test_another_row_has_another_seal(other) -> None:
    assert seal_of("comment_votes", {**VOTE, **other}) != seal_of("comment_votes", VOTE)
    assert seal_of("statement_votes", VOTE) != seal_of("comment_votes", VOTE)


def test_the_migration_sealed_old_votes_as_new_ones_are() -> None:
    migration = ScriptDirectory(str(ROOT / "migrations")).get_revision("0002").module
    old = {**VOTE, "stance": "agree", "cast_at": NOON.replace(tzinfo=None)}
    assert migration._seal_of("comment_votes", old) == seal_of("comment_votes", VOTE)


def test_a_thousand_votes_written_at_once_are_sealed(app: Flask) -> None:
    comment, voter_ids = make_comment(), [make_user().id for _ in range(10)]
    shared = {"comment_id": comment.id, "consultation_id": comment.consultation_id, "stance": Stance.AGREE, "cast_at": NOON}
    db.session.execute(insert(CommentVote), [{**shared, "voter_id": voter_id} for voter_id in voter_ids])
    seals = set(db.session.scalars(sa.select(CommentVote.seal)))
    assert {len(seal) for seal in seals} == {SEAL_LENGTH}
    assert len(seals) == len(voter_ids)
    assert broken_seals() == []


@pytest.mark.parametrize(
    "values", [{"readiness": "ready"}, {"importance": 1}, {"reasons": []}, {"reason": "Other words."}, {"wording_hash": "other"}]
)
def test_a_changed_ballot_is_named(app: Flask, values) -> None:
    version = make_version()
    make_block(version, key="s1", kind=BlockKind.SECTION)
    ballot = make_ballot(make_consultation(versions=[version]), readiness=Readiness.NOT_READY, importance=4)
    assert broken_seals() == []
    db.session.execute(sa.update(SectionBallot).values(values))
    key = (ballot.consultation_id, ballot.module_id, "s1", ballot.voter_id)
    assert broken_seals() == [BrokenSeal("section_ballots", key)]


@pytest.mark.parametrize("nonsense", ["never", "", "2026-13-01"])
def test_a_moment_that_is_none_is_named_and_stops_nothing(app: Flask, nonsense: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps only moments")
    comment, voter = make_comment(), make_user()
    db.session.add(CommentVote(comment_id=comment.id, voter_id=voter.id, consultation_id=comment.consultation_id, stance=Stance.AGREE))
    db.session.flush()
    db.session.execute(sa.text("UPDATE comment_votes SET cast_at = :nonsense"), {"nonsense": nonsense})
    assert broken_seals() == [BrokenSeal("comment_votes", (comment.id, voter.id))]
