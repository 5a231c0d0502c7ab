"""Which functions are jobs, by the name that a job row carries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import signature
from typing import TypeVar, overload

from consult.jobs.models import Argument

RETRIES = 2

Work = Callable[..., object]
W = TypeVar("W", bound=Work)


@dataclass(frozen=True)
class Registered:
    """A function that can be run as a job."""

    name: str
    function: Work
    retries: int
    minutes: int | None = None  # runs by itself this often

    def slot(self, now: datetime) -> datetime:
        """The start of the period that `now` lies in, the same for every worker."""
        return slot(now, (self.minutes or 1) * 60)


_jobs: dict[str, Registered] = {}


@overload
def job(function: W) -> W: ...
@overload
def job(*, retries: int = RETRIES) -> Callable[[W], W]: ...
def job(function: W | None = None, *, retries: int = RETRIES) -> W | Callable[[W], W]:
    """Make a function a job: `@job` or `@job(retries=5)`. Its arguments are ids; running it twice is as good as once.

    It runs in one transaction, committed where it ends well. Before slow work in it (mail), end that with `core.transaction.release`.
    """

    def register(work: W) -> W:
        return _add(work, retries=retries, minutes=None)

    return register if function is None else register(function)


def periodic(*, minutes: int, retries: int = 0) -> Callable[[W], W]:
    """Make a function without arguments a job that runs by itself every so many minutes, once however many workers there are."""

    def register(work: W) -> W:
        return _add(work, retries=retries, minutes=minutes)

    return register


def registered(name: str) -> Registered | None:
    """The job of this name."""
    return _jobs.get(name)


def recurring() -> list[Registered]:
    """Every job that runs by itself."""
    return [found for found in _jobs.values() if found.minutes]


def name_of(function: Work, arguments: dict[str, Argument]) -> str:
    """The name of a job, once it is sure that the function is one and takes these arguments."""
    name = _name(function)
    if name not in _jobs:
        message = f"{name} is not a job: mark it with @job."
        raise LookupError(message)
    signature(function).bind(**arguments)
    return name


def slot(now: datetime, seconds: int) -> datetime:
    """The start of the stretch of this many seconds that `now` lies in."""
    whole = int(now.timestamp())
    return datetime.fromtimestamp(whole - whole % seconds, UTC)


def _add(work: W, *, retries: int, minutes: int | None) -> W:
    name = _name(work)
    if name in _jobs:
        message = f"There are two jobs named {name}."
        raise RuntimeError(message)
    _jobs[name] = Registered(name, work, retries, minutes)
    return work


def _name(work: Work) -> str:
    """Where the function is, shortened: `notices.jobs.send_notice`."""
    return f"{work.__module__.removeprefix('consult.')}.{work.__qualname__}"
