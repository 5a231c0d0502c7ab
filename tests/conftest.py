"""Fixtures for every test: one application and database a process, cleaned after each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask

from consult import create_app
from consult.core import clock as site_clock
from consult.core.db import db
from consult.core.slow_down import SlowDown
from consult.settings import Settings
from tests.support import network, postgres
from tests.support.clock import StoppedClock
from tests.support.database import clean, failed_jobs, make_schema
from tests.support.mail import Mailbox, Sink
from tests.support.ports import free_port
from tests.support.site import Site
from tests.support.statements import Statements

pytest_plugins = ["tests.support.in_browser"]

# Where the private PostgreSQL server is: made by the controlling process, read by its workers.
SERVER = "CONSULT_TEST_POSTGRESQL"
_cluster: list[postgres.Cluster] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database=postgresql` runs the same tests on PostgreSQL."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database engine to test on")
    parser.addoption("--accept", action="store_true", help="write changed snapshots instead of failing")


def pytest_configure(config: pytest.Config) -> None:
    """Set the rules of the run; start the PostgreSQL server once, before the workers."""
    network.keep_to_this_machine()
    # The same examples each time, and no stopwatch: a busy machine is no fault of the code.
    hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
    hypothesis.settings.load_profile("house")
    if config.getoption("--database") == "postgresql" and SERVER not in os.environ:
        try:
            _cluster.append(postgres.Cluster())
        except postgres.ServerFault as fault:
            raise pytest.UsageError(str(fault)) from fault
        os.environ[SERVER] = _cluster[0].url


def pytest_unconfigure() -> None:
    """Stop it where this process started it."""
    while _cluster:
        _cluster.pop().stop()
        del os.environ[SERVER]


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Makes an empty database of this process's own, and gives its URL: `new_database("migrated")`."""

    def make(name: str) -> str:
        if request.config.getoption("--database") == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('database') / name}.db"
        return postgres.make_database(os.environ[SERVER], f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")

    return make


@pytest.fixture(scope="session")
def application(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The one application of this process. Tests ask for `app`, which is clean."""
    settings = Settings(
        instance=tmp_path_factory.mktemp("instance"),
        secret_key="a key for tests only",
        database_url=new_database("consult"),
        public_url=f"http://127.0.0.1:{free_port()}",
        jobs_inline=True,
        limits=False,
    )
    app = create_app(settings)
    make_schema(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def database_url(application: Flask) -> str:
    """Where the database of `app` is, for the tests that start a process of its own on it."""
    settings: Settings = application.extensions["settings"]
    return settings.database_url


@pytest.fixture
def app(application: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application inside its context, with an empty database and an empty instance folder. A job that fails, fails the test."""
    application.extensions["slow_down"] = SlowDown()
    for kept in ("kept_pages", "kept_parts", "kept_words"):  # of a database that is no more
        application.extensions.pop(kept, None)
    with application.app_context():
        yield application
        db.session.rollback()
        faults = failed_jobs()
        db.session.remove()
    clean(application)
    for found in _instance(application).iterdir():
        if found.is_dir():
            shutil.rmtree(found)
        else:
            found.unlink()
    assert not faults or request.node.get_closest_marker("failing_jobs"), (
        f"A job failed (mark the test `failing_jobs` where it means to): {faults}"
    )


@pytest.fixture
def site(app: Flask) -> Site:
    """The site as a visitor uses it; `site.as_(user)` is somebody signed in."""
    return Site(app)


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    """The messages that the site has sent in this test."""
    return Mailbox(_instance(app) / "mail")


@pytest.fixture
def statements() -> Statements:
    """Records SQL: `with statements as seen: …`."""
    return Statements()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """The site's clock, stopped at the present moment: `clock.set(when)`, `clock.move(days=1)`."""
    stopped = StoppedClock(site_clock.now())
    monkeypatch.setattr(site_clock, "now", stopped.now)
    return stopped


@pytest.fixture
def smtp_sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A mail server to which the site sends while this test runs; `smtp_sink.messages` are what it took."""
    with Sink() as sink:
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], smtp_url=sink.url))
        yield sink


def _instance(app: Flask) -> Path:
    folder: Path = app.extensions["settings"].instance
    return folder
