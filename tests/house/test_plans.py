"""What every list asks of the database: a walk along its own index, in its order, from any key on. No sort, no scan, no count.

With three consultations in the table and statistics that do not know the last of them: old statistics are what makes a database walk
through other people's threads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.db import db
from consult.feedback.models import Comment, Kind, Visibility
from consult.feedback.queries import lists, threads
from consult.feedback.queries.rows import Query
from consult.feedback.queries.similar import similar_query
from tests.builders import make_comment, make_consultation
from tests.support.database import settle

ROWS = 3_000
DEEP = 500  # rows before the page
ASKED: dict[str, object] = {"lang": "fr", "kind": Kind.CONCERN}
# Each combination of the filters, as `Filters.names` gives them.
THREADS = [(), ("lang",), ("kind",), ("lang", "kind")]
LISTS = [(*section, *names) for section in ((), ("section",)) for names in THREADS]
WALKS = {"sqlite": "USING INDEX ix_comments_", "postgresql": "using ix_comments_"}
# What a plan must not have, on either database.
WORK = (
    "TEMP B-TREE",
    "SCAN comments",
    "SCAN consultations",
    "Sort",
    "Seq Scan on comments",
    "Bitmap Heap Scan on comments",  # of the one consultation, by its key, any scan will do
    "using pk_comments",
    "using comments_pkey",
)


@dataclass(frozen=True)
class Crowd:
    """A consultation full of comments."""

    place: dict[str, object]
    parent: int

    def given(self, deep: int = 0) -> dict[str, object]:
        """Values for every parameter of every list, from the first row on or from so far behind it."""
        key = self.parent + deep
        return {**ASKED, **self.place, "parent": self.parent, "after": key if deep else 0, "before": key}


@pytest.fixture
def crowds(app: Flask) -> Iterator[list[Crowd]]:
    """Three; the statistics are those of the day when the last one was empty."""
    parents = [make_comment(make_consultation()) for _ in range(3)]
    found = [
        Crowd({"consultation": one.consultation_id, "module": one.module_id, "block": "b1", "section": "s1"}, one.id) for one in parents
    ]
    settle()
    db.session.remove()
    for crowd in found[:2]:
        fill(crowd.parent)
    analyse()
    fill(found[2].parent)
    settle()
    yield [found[0], found[2]]
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text("DELETE FROM sqlite_stat1"))
    settle()
    db.session.remove()
    db.engine.dispose()


def fill(parent: int) -> None:
    """Comments on three paragraphs of three sections, and as many replies to one comment; some wait for a moderator."""
    table = db.metadata.tables[Comment.__tablename__]
    row = dict(db.session.execute(sa.select(table).where(table.c.id == parent)).mappings().one())
    first = (db.session.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
    rows = [
        {
            **row,
            "id": first + place,
            "block_key": f"b{place % 3}",
            "section_key": f"s{place % 3}",
            "parent_id": parent if place % 2 else None,
            "kind": list(Kind)[place % 7],
            "lang": ("en", "fr", "moe", "iu", "cr")[place % 5],
            "visibility": Visibility.PENDING if place % 11 == 9 else Visibility.PUBLISHED,
        }
        for place in range(ROWS)
    ]
    db.session.execute(sa.insert(table), rows)


def analyse() -> None:
    """Let the database count what is there now. SQLite reads its counts when a connection opens."""
    settle()
    db.session.execute(sa.text("ANALYZE"))
    settle()
    db.session.remove()
    db.engine.dispose()


def plan(query: Query, given: Mapping[str, object]) -> str:
    """How the database means to answer."""
    wanted = {name: given[name] for name in query.compile().params if name in given}
    compiled = query.params(**wanted).compile(db.engine, compile_kwargs={"literal_binds": True})
    sqlite = db.engine.dialect.name == "sqlite"
    rows = db.session.execute(sa.text(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{str(compiled).replace(':', chr(92) + ':')}"))
    return "\n".join(str(row[3] if sqlite else row[0]) for row in rows)


def check(found: str, index: str) -> None:
    """It walks this index, and does nothing else that grows."""
    assert f"{WALKS[db.engine.dialect.name]}{index} " in f"{found} ".replace("\n", " \n"), f"Not along ix_comments_{index}:\n{found}"
    extra = [work for work in WORK if work in found]
    assert not extra, f"The plan has {extra}:\n{found}"


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("deep", [0, DEEP])
def test_every_list_walks_its_own_index(crowds: list[Crowd], which: int, deep: int) -> None:
    given = crowds[which].given(deep)
    for names in THREADS:
        check(plan(threads.thread_query(names), given), "_".join(("thread", *names)))
    for names in LISTS:
        check(plan(lists.all_comments_query(names), given), "_".join(names if "section" in names else ("all", *names)))
    check(plan(threads.REPLIES, given), "replies")


@pytest.mark.parametrize("which", [0, 1])
def test_the_way_to_a_comment_is_as_short(crowds: list[Crowd], which: int) -> None:
    given = crowds[which].given(DEEP)
    check(plan(threads.EARLIER_COMMENTS, given), "thread")
    check(plan(threads.EARLIER_REPLIES, given), "replies")


@pytest.mark.parametrize("parents", [1, 20])
def test_the_first_replies_of_a_page_are_so_many_short_walks(crowds: list[Crowd], parents: int) -> None:
    given = {f"parent_{place}": crowds[1].parent + place for place in range(parents)}
    found = plan(threads.first_replies_query(parents), given)
    assert found.count(f"{WALKS[db.engine.dialect.name]}replies") == parents, found
    extra = [work for work in ("B-TREE FOR ORDER BY", "SCAN comments", "Seq Scan on comments", "Sort") if work in found]
    assert not extra, f"The plan has {extra}:\n{found}"


@pytest.mark.parametrize("of_whole", [False, True])
def test_what_is_much_the_same_is_looked_for_along_two_short_walks(crowds: list[Crowd], of_whole: bool) -> None:
    given = {**crowds[0].given(), "version": 1, "author": 0, "answered": 0}  # where the statistics know nothing, any index is as good
    found = f"{plan(similar_query(of_whole), given)} ".replace("\n", " \n")
    for index in ("thread_lang", "section_lang"):
        assert f"{WALKS[db.engine.dialect.name]}{index} " in found, found
    extra = [work for work in ("SCAN comments", "Seq Scan on comments") if work in found]
    assert not extra, f"The plan has {extra}:\n{found}"
