"""The worker: takes job numbers off the queue, runs the jobs one after the other, keeps them alive and sweeps up the lost."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from flask import Flask

from consult.core import clock, transaction
from consult.jobs import broker, queries, services
from consult.jobs.registry import slot

STDIN = 0
HEALTH_SECONDS = 10
# The numbers of the maths: more threads than one fight each other for the same processor.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")

log = structlog.get_logger()


@dataclass(frozen=True)
class Pace:
    """How often a worker does what recurs, and how long it waits for a job when it is told to stop."""

    beat: float = 10
    sweep: int = 30
    stale_after: timedelta = services.STALE_AFTER
    longest_pause: float = 1  # between two looks at an empty queue
    patience: float = 8


def work(app: Flask, *, pace: Pace | None = None, until_stdin_closes: bool = False) -> None:
    """Work until told to stop: by a signal or, for the child of a server, by the end of that server."""
    pace = pace or Pace()
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    stopping = threading.Event()
    consumer = broker.receiving(app.extensions["settings"], _runner(app)).create_consumer(
        workers=1, periodic=False, scheduler_interval=60, max_delay=pace.longest_pause, shutdown_timeout=pace.patience
    )
    consumer.start()
    # After Huey's own handlers: on SIGHUP those would start the program anew, without the terminal that has just gone.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_arguments: stopping.set())
    if until_stdin_closes:
        threading.Thread(target=_watch_parent, args=(stopping,), daemon=True).start()
    for seconds, task in ((pace.beat, services.beat), (pace.sweep, lambda: sweep_once(pace))):
        threading.Thread(target=_repeat, args=(app, task, seconds, stopping), daemon=True).start()
    log.info("worker_ready")
    while not stopping.wait(HEALTH_SECONDS):
        consumer.check_worker_health()
    consumer.stop(graceful=True)
    log.info("worker_stopped")


def sweep_once(pace: Pace) -> None:
    """Sweep and start what recurs, if no other worker has in this stretch of time."""
    if services.take_tick(queries.SWEEP, slot(clock.now(), pace.sweep)):
        services.sweep(stale_after=pace.stale_after)
    services.start_recurring()


def _runner(app: Flask) -> Callable[[int], None]:
    def run(job_id: int) -> None:
        with app.app_context():
            services.run(job_id)

    return run


def _repeat(app: Flask, task: Callable[[], None], seconds: float, stopping: threading.Event) -> None:
    """Do a short task now and then. One failure (a database that is busy) must not be the end of it."""
    while not stopping.is_set():
        try:
            with app.app_context():
                task()
                transaction.commit()
        except Exception as fault:
            log.warning("worker_task_failed", exc_info=fault)
        stopping.wait(seconds)


def _watch_parent(stopping: threading.Event) -> None:
    """Wait for the end of the pipe from the server: it closes however the server ends, kill -9 included.

    `os.read`, not `sys.stdin`: its lock, held by this thread at exit, would abort the interpreter.
    """
    while os.read(STDIN, 1):
        pass
    stopping.set()
