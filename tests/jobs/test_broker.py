"""The queue carries bare numbers, whichever engine keeps it."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from fakeredis import TcpFakeServer
from flask import Flask

from consult.jobs import broker
from consult.settings import Settings
from tests.support.ports import free_port


@pytest.fixture
def settings(app: Flask) -> Settings:
    """The settings of the site, whose queue is a file."""
    found: Settings = app.extensions["settings"]
    return found


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis of this test's own."""
    port = free_port()
    server = TcpFakeServer(("127.0.0.1", port))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"redis://127.0.0.1:{port}/0"
    server.shutdown()
    server.server_close()
    thread.join()


def carried(settings: Settings) -> list[int]:
    """What a worker is given of three numbers handed over, in the order it gets them."""
    given: list[int] = []
    queue = broker.receiving(settings, given.append)
    queue.flush()
    for number in (7, 8, 9):
        broker.hand_over(settings, number)
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
    queue.storage.close()
    sender, _task = broker._sending(broker._queue_url(settings))
    sender.storage.close()
    broker._sending.cache_clear()
    return given


def test_the_embedded_queue_is_a_file(settings: Settings) -> None:
    assert carried(settings) == [7, 8, 9]
    assert settings.queue_file.exists()


def test_redis_carries_the_same(settings: Settings, redis_url: str) -> None:
    assert carried(replace(settings, queue_url=redis_url)) == [7, 8, 9]


def test_postgresql_carries_the_same(settings: Settings) -> None:
    if not settings.database_url.startswith("postgresql"):
        pytest.skip("This run has no PostgreSQL.")
    assert carried(replace(settings, queue_url=settings.database_url.replace("+psycopg", ""))) == [7, 8, 9]


def test_a_message_is_the_number_and_no_program(settings: Settings) -> None:
    queue = broker.receiving(settings, lambda _number: None)
    broker.hand_over(settings, 7)
    assert queue.storage.dequeue() == b"7"
    queue.storage.close()
    broker._sending.cache_clear()
