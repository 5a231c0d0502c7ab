"""What quotes ask of the database: their own index, and as little work among thousands of quotes as among a few."""

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations.models import Consultation, Mode
from consult.core.db import db
from consult.feedback import queries
from consult.feedback.models import MARKED_MOST, Anchor, Comment
from consult.feedback.queries import carrying
from consult.modules.models import VersionStatus
from tests.builders import give_quote, make_block, make_comment, make_consultation, make_version
from tests.support.database import settle
from tests.support.plans import plan_of

QUOTES = 3_000
WORK = ("SCAN anchors", "SCAN comments", "Seq Scan on anchors", "Seq Scan on comments")


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """Thousands of comments quote one paragraph, all of them public; so many are highlighted as may be."""
    version = make_version()
    make_block(version, key="b01")
    make_block(version, key="b02")
    round_ = make_consultation("open", versions=[version], mode=Mode.POST)
    first = make_comment(round_, block_key="b01")
    give_quote(first, "Many calls")
    give_quote(make_comment(round_, block_key="b02"), "that end badly")
    for model, key in ((Comment, "id"), (Anchor, "comment_id")):
        table = db.metadata.tables[model.__tablename__]
        row = dict(db.session.execute(sa.select(table).where(table.c[key] == first.id)).mappings().one())
        rows = [{**row, key: first.id + 1 + number} for number in range(1, QUOTES + 1)]
        if model is Anchor:
            rows = [{**one, "is_marked": number < MARKED_MOST} for number, one in enumerate(rows, start=1)]
        db.session.execute(sa.insert(table), rows)
    if db.engine.dialect.name == "postgresql":  # SQLite takes the index without having counted
        for name in ("comments", "anchors"):
            db.session.execute(sa.text(f"ANALYZE {name}"))
    settle()
    return round_


def test_the_marks_of_a_module_are_found_by_their_index(round_: Consultation) -> None:
    version = round_.modules[0].version_id
    plan = plan_of("anchors", lambda: queries.marked_ranges(round_.id, version))
    assert "ix_anchors_marked" in plan, plan
    assert not [work for work in WORK if work in plan], plan
    assert len(queries.marked_ranges(round_.id, version)) == MARKED_MOST + 1


def test_quotes_that_were_found_again_are_not_read_to_know_it(round_: Consultation) -> None:
    before = round_.modules[0].version
    assert carrying.quotes_behind() == []
    db.session.execute(sa.update(Anchor).values(carried_to_id=make_version(before.module, status=VersionStatus.DRAFT).id))
    before.status = VersionStatus.SUPERSEDED
    db.session.flush()
    make_version(before.module)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE anchors"))
    plan = plan_of("anchors", carrying.quotes_behind)
    assert "ix_anchors_carried_to_id" in plan, plan
    assert not [work for work in WORK if work in plan], plan
    assert carrying.quotes_behind() == []
