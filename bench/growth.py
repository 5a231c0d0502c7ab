"""What a page costs as a consultation grows: the same pages at 100 and at 1,000,000 comments, in turn, on both databases.

In one process, with the test client and without the page cache: what is timed is the page that was not kept. Each size has a
database of its own, with two smaller consultations beside the large one. One more is as large as the last but one and believes, from
its statistics, that the large consultation is still empty: keyset paging must not depend on a fresh ANALYZE.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.comments import RARE, Place, add_comments
from bench.figures import Findings
from bench.load import LoadFault
from bench.servers import explained
from bench.site import consultation_path, make_app, make_rows, thread_path
from bench.timed import SIGNED_IN, Timed, figures, tabulated
from consult.accounts.models import Origin, User
from consult.core import clock
from consult.core.db import db
from tests.support import postgres
from tests.support.signing_in import sign_in
from tests.support.statements import Statements

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
DATABASES = ("sqlite", "postgresql")
OTHERS = 2_000
WARM_UP = 3
# A full page of comments stands behind this one.
BEFORE_THE_END = 30
OK, NOT_FOUND = 200, 404
COMMENT = b"<article"


@dataclass(kw_only=True)
class Grown(Timed):
    """The site at one size, and who opens its pages."""

    app: Flask
    visitor: FlaskClient
    reader: FlaskClient
    paths: dict[str, str]

    def open(self, page: str) -> TestResponse:
        """Open a page as whoever it is for."""
        client = self.reader if page == SIGNED_IN else self.visitor
        return client.get(self.paths[page], base_url=self.app.extensions["settings"].public_url)


def measure(findings: Findings, folder: Path, *, databases: Sequence[str], sizes: Sequence[int], rounds: int) -> None:
    """Grow and time, one database after the other."""
    for database in databases:
        (folder / database).mkdir()
        try:
            log = folder / database / "log"
            with addresses(database, folder / database) as new_address, explained(log), log.open("w") as lines, redirect_stderr(lines):
                grown = [_grow(folder / database, new_address, size, name=f"{size}") for size in sizes]
                stale = _grow(folder / database, new_address, sizes[-2], name=f"{sizes[-2]}, stale statistics", analyze_early=True)
                _time(_there([*grown, stale], findings), rounds)
                findings.growth[database] = tabulated([*grown, stale])
                findings.figures += figures(database, grown, stale)
                for one in [*grown, stale]:
                    _close(one.app)
        except postgres.ServerFault as fault:
            findings.skipped[f"growth on {database}"] = str(fault)


@contextmanager
def addresses(database: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """A function that gives the URL of a new, empty database: a file, or one on a PostgreSQL server of this run's own."""
    if database == "sqlite":
        yield lambda name: f"sqlite:///{folder / name}.db"
        return
    cluster = postgres.Cluster()
    try:
        yield lambda name: postgres.make_database(cluster.url, name)
    finally:
        cluster.stop()


def _grow(folder: Path, new_address: Callable[[str], str], size: int, *, name: str, analyze_early: bool = False) -> Grown:
    """A site of this size; its statistics are up to date unless they were taken before the large consultation was there."""
    slug = f"grown_{size}{'_stale' if analyze_early else ''}"
    (folder / slug).mkdir()
    app = make_app(folder / slug, new_address(slug), page_cache=False)
    with app.app_context():
        place = make_rows(app, others=OTHERS)
        db.session.commit()
        if analyze_early:
            _analyze()
        first = add_comments(place, size, mixed=True)
        if not analyze_early:
            _analyze()
        reader = User(email="r@example.ca", email_key="r@example.ca", confirmed_at=clock.now(), origin=Origin.WEB)
        db.session.add(reader)
        db.session.commit()
        paths, reader_id = _paths(app, place, first, size), reader.id
        db.session.remove()
    clients = app.test_client(), app.test_client()
    sign_in(clients[1], reader_id)
    return Grown(name=name, size=size, app=app, visitor=clients[0], reader=clients[1], paths=paths)


def _paths(app: Flask, place: Place, first: int, size: int) -> dict[str, str]:
    """The pages that are timed: the first, one in the middle and the last full one of each list."""
    thread, everything = thread_path(app, place), f"{consultation_path(app, place)}/comments"
    middle, end = first + size // 2, first + size - BEFORE_THE_END
    return {
        "thread, first page": thread,
        "thread, in the middle": f"{thread}?after={middle}",
        "thread, at the end": f"{thread}?after={end}",
        SIGNED_IN: f"{thread}?after={middle}",
        "thread in French": f"{thread}?language=fr&after={middle}",
        "thread, a rare language and a kind": f"{thread}?language={RARE}&kind=question",
        "all comments, first page": everything,
        "all comments, in the middle": f"{everything}?after={middle}",
        "all comments, a section in French": f"{everything}?section={place.block.module_id}:{place.block.section_key}&language=fr",
        "one comment with its replies": f"/en/comments/{middle // 10 * 10 + first % 10}",
    }


def _there(sites: list[Grown], findings: Findings) -> list[Grown]:
    """The sites with the pages that exist; any other answer than a page or a 404 is a fault."""
    for page, path in list(sites[0].paths.items()):
        statuses = {one.open(page).status_code for one in sites}
        if statuses == {NOT_FOUND}:
            findings.skipped[page] = "there is no such page."
            for one in sites:
                del one.paths[page]
        elif statuses != {OK}:
            raise LoadFault(f"{path} was answered {sorted(statuses)}.")
    return sites


def _time(sites: Sequence[Grown], rounds: int) -> None:
    """Open each page at every size in turn, forwards and backwards, so that whatever drifts meets all sizes alike."""
    for page in list(sites[0].paths):
        for one in sites:
            with Statements() as seen:
                one.shown[page] = one.open(page).data.count(COMMENT)
            one.selects[page], one.seconds[page] = len(seen.selects), []
        for turn in range(WARM_UP + rounds):
            for one in sites if turn % 2 else reversed(sites):
                started = time.perf_counter()
                one.open(page)
                if turn >= WARM_UP:
                    one.seconds[page].append(time.perf_counter() - started)


def _analyze() -> None:
    """Let the database look at its rows, as PostgreSQL does by itself and SQLite when told to."""
    with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")
        connection.commit()


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
