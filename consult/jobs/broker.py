"""The queue that wakes the workers: Huey on SQLite, Redis or PostgreSQL, chosen by URL. A message is the number of a job, no more.

Huey is imported where it is first needed: a web process that only reads never loads it.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from consult.settings import Settings

if TYPE_CHECKING:
    from huey.api import Huey, TaskWrapper
    from huey.registry import Message
    from huey.serializer import Serializer

QUEUE = "consult"
TASK = "run_job"
LOCK_SECONDS = 10


def hand_over(settings: Settings, job_id: int) -> None:
    """Put the number of a job on the queue."""
    queue, task = _sending(_queue_url(settings))
    queue.enqueue(task.s(job_id))


def receiving(settings: Settings, run: Callable[[int], None]) -> "Huey":
    """The queue as a worker takes from it: each number is given to `run`."""
    queue, _task = _make(_queue_url(settings), run)
    return queue


@cache
def _sending(url: str) -> "tuple[Huey, TaskWrapper]":
    """The queue of this process and its task, made at the first use."""
    return _make(url, lambda _job_id: None)


def _make(url: str, run: Callable[[int], None]) -> "tuple[Huey, TaskWrapper]":
    from huey import PostgresHuey, RedisHuey, SqliteHuey  # noqa: PLC0415 - see the head of this module

    # No results are kept: what became of a job, its row says.
    shared = {"results": False, "serializer": _numbers()}
    scheme = urlsplit(url).scheme
    if scheme == "redis":
        queue = RedisHuey(QUEUE, url=url, **shared)
    elif scheme == "postgresql":
        queue = PostgresHuey(QUEUE, dsn=url, **shared)
    else:
        queue = SqliteHuey(QUEUE, filename=url.removeprefix("sqlite:///"), timeout=LOCK_SECONDS, **shared)

    def run_job(job_id: int) -> None:
        run(job_id)

    # Huey names a task by the module of its function: this one, for sender and worker alike.
    return queue, queue.task(name=TASK)(run_job)


def _numbers() -> "Serializer":
    """Write a message as the bare number of its job. Huey's own way, pickle, runs whatever somebody puts on a shared queue."""
    from huey.registry import Message  # noqa: PLC0415 - see the head of this module
    from huey.serializer import Serializer  # noqa: PLC0415 - see the head of this module

    class Numbers(Serializer):
        def _serialize(self, data: "Message") -> bytes:
            (job_id,) = data.args
            return str(job_id).encode()

        def _deserialize(self, data: bytes) -> "Message":
            return Message(id=None, name=f"{__name__}.{TASK}", args=(int(data),), kwargs={})

    return Numbers()


def _queue_url(settings: Settings) -> str:
    return settings.queue_url or f"sqlite:///{settings.queue_file}"
