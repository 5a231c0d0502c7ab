"""The embedded way to run: one server with one worker as its child, gone together however the server ends."""

import signal
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
from flask import Flask

from consult import create_app
from consult.core.db import db
from consult.jobs.serve import _listening
from consult.settings import Settings
from tests.jobs.processes import children, is_alive, kill_hard, running, wait_until
from tests.support.ports import free_port


class Served:
    """A site that `python app.py` serves."""

    def __init__(self, process: "Popen[bytes]", output: Path) -> None:
        self.process = process
        self.output = output

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return self.output.read_text()

    def worker(self) -> int:
        """Its one child, once it is there."""
        wait_until(lambda: len(children(self.process.pid)) == 1, "the server has one child")
        return children(self.process.pid)[0]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The site with a database and a port of this test's own, its worker at work."""
    database, port, output = f"sqlite:///{tmp_path / 'consult.db'}", free_port(), tmp_path / "output"
    app = create_app(Settings(instance=tmp_path, secret_key="a key for tests only", database_url=database))
    with app.app_context():
        db.create_all()
    environ = {"CONSULT_INSTANCE": str(tmp_path), "DATABASE_URL": database, "PORT": str(port)}
    with running("app.py", environ=environ, output=output) as process:
        site = Served(process, output)
        wait_until(lambda: f"http://127.0.0.1:{port}/" in site.said, "the server says its address")
        wait_until(lambda: site.said.count("worker_ready") == 1, "the worker is ready")
        yield site


def test_the_worker_stops_with_the_server(served: Served) -> None:
    worker = served.worker()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(20) == 0
    assert not is_alive(worker)
    assert "worker_stopped" in served.said


def test_the_start_of_a_new_site_prints_the_link_of_its_first_administrator_and_logs_it_nowhere(served: Served) -> None:
    wait_until(lambda: "/fr/premiere-administration/" in served.said, "the link is printed in both languages")
    assert "/en/first-administrator/" in served.said
    logged = [line for line in served.said.splitlines() if line.startswith("{")]
    assert logged
    assert not any("administrat" in line for line in logged)


def test_the_worker_does_not_outlive_a_server_that_is_killed(served: Served) -> None:
    worker = served.worker()
    kill_hard(served.process.pid)
    served.process.wait()
    wait_until(lambda: not is_alive(worker), "the worker ends by itself")


def test_a_worker_that_dies_is_started_again(served: Served) -> None:
    first = served.worker()
    kill_hard(first)
    wait_until(lambda: served.said.count("worker_ready") == 2, "a new worker is ready")
    assert served.worker() != first
    assert "worker_died" in served.said


def test_a_taken_port_is_named(served: Served, tmp_path: Path) -> None:
    port = served.said.partition("http://127.0.0.1:")[2].partition("/")[0]
    output = tmp_path / "second"
    with running("app.py", environ={"CONSULT_INSTANCE": str(tmp_path), "PORT": port}, output=output) as second:
        assert second.wait(20) == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in output.read_text()


@pytest.mark.parametrize(("public_url", "dropped"), [("https://consult.example.ca", False), ("http://127.0.0.1:8000", True)])
def test_the_server_leaves_the_words_of_a_proxy_to_the_site_that_has_one(tmp_path: Path, public_url: str, dropped: bool) -> None:
    settings = Settings(
        instance=tmp_path, secret_key="a key for tests only", database_url="sqlite://", public_url=public_url, port=free_port()
    )
    server = _listening(Flask("small"), settings)
    assert server.adj.clear_untrusted_proxy_headers is dropped
    server.close()
