"""A closed-loop load: four connections, each sends its next request when it has its answer. The standard library alone.

Each connection is a process of its own. A request opens a new TCP connection, because gunicorn's sync workers close theirs after each
answer. Targets take turns in short slices, so that what the rest of the machine does meets all of them alike.
"""

import itertools
import multiprocessing
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from multiprocessing.connection import Connection
from statistics import median
from types import TracebackType
from typing import Self

CONNECTIONS = 4
ANSWER_SECONDS = 60
HOST = "127.0.0.1"
HEAD_ENDS = b"\r\n\r\n"
LENGTH = b"content-length:"


class LoadFault(Exception):
    """A request was answered otherwise than it should be; nothing measured beside it can be believed."""


@dataclass(frozen=True)
class Target:
    """What is asked of one server. Each connection walks through a part of the messages of its own, again and again."""

    port: int
    messages: Sequence[bytes]
    status: int = 200

    def share(self, place: int) -> Iterator[bytes]:
        """The messages of one connection."""
        size = len(self.messages)
        own = self.messages[size * place // CONNECTIONS : size * (place + 1) // CONNECTIONS]
        return itertools.cycle(own or self.messages)


@dataclass(frozen=True)
class Order:
    """What a connection is to do: ask this target for so long, or so often."""

    target: str
    seconds: float = 3600.0
    requests: int = 10**9


@dataclass
class Sample:
    """What one connection saw."""

    started: float
    ended: float = 0.0
    waits: list[float] = field(default_factory=list)  # seconds, one for each answer
    received: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Slice:
    """What all connections saw of one target in one slice; `cpu_ms` is what its server used for a request."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    bytes_a_request: int
    cpu_ms: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def summed_up(samples: Sequence[Sample], cpu_seconds: float) -> Slice:
    """Put together what the connections saw; from the first start to the last answer."""
    faults = [sample.fault for sample in samples if sample.fault]
    if faults:
        raise LoadFault(faults[0])
    waits = [wait for sample in samples for wait in sample.waits]
    seconds = max(sample.ended for sample in samples) - min(sample.started for sample in samples)
    return Slice(
        requests=len(waits),
        seconds=seconds,
        p50_ms=1000 * percentile(waits, 0.5),
        p99_ms=1000 * percentile(waits, 0.99),
        bytes_a_request=sum(sample.received for sample in samples) // len(waits),
        cpu_ms=1000 * cpu_seconds / len(waits),
    )


def ask(port: int, message: bytes) -> tuple[int, bytes]:
    """One request on a connection of its own: status and the whole answer."""
    with socket.create_connection((HOST, port), timeout=ANSWER_SECONDS) as line:
        line.sendall(message)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return int(answer[9:12] or 0), answer


def is_whole(answer: bytes) -> bool:
    """As many bytes came as the answer says it has."""
    head, _ends, body = answer.partition(HEAD_ENDS)
    _before, named, after = head.lower().partition(LENGTH)
    return not named or int(after.split(b"\r\n", 1)[0]) == len(body)


def drive(target: Target, messages: Iterator[bytes], order: Order) -> Sample:
    """One connection's work. It stops at the first answer that is not as it should be."""
    sample = Sample(started=time.perf_counter())
    until = sample.started + order.seconds
    sent = sample.started
    while sent < until and len(sample.waits) < order.requests:
        message = next(messages)
        try:
            status, answer = ask(target.port, message)
        except OSError as fault:
            status, answer = 0, str(fault).encode()
        ended = time.perf_counter()
        if status != target.status or not is_whole(answer):
            sample.fault = f"{order.target}: {message.splitlines()[0]!r} was answered {status}, not {target.status}: {answer[:300]!r}"
            break
        sample.waits.append(ended - sent)
        sample.received += len(answer)
        sent = ended
    sample.ended = time.perf_counter()
    return sample


def _serve_orders(pipe: Connection, place: int) -> None:
    """The life of a connection's process: take the targets, then one order after the other, until there is none or nobody to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the harness, which then ends this process
    targets: Mapping[str, Target] = pipe.recv()
    shares = {name: target.share(place) for name, target in targets.items()}
    with suppress(EOFError, OSError):  # the harness is gone
        while (order := pipe.recv()) is not None:
            pipe.send(drive(targets[order.target], shares[order.target], order))


class Clients:
    """The connections, as processes that wait for orders while the block runs."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self.targets = targets
        self.answered: Counter[str] = Counter()  # by target, warm-up included
        self._pipes: list[Connection] = []
        self._processes: list[multiprocessing.process.BaseProcess] = []

    def __enter__(self) -> Self:
        """Start them. Spawned, not forked: they carry nothing of the site."""
        spawning = multiprocessing.get_context("spawn")
        for place in range(CONNECTIONS):
            ours, theirs = spawning.Pipe()
            process = spawning.Process(target=_serve_orders, args=(theirs, place), daemon=True)
            process.start()
            theirs.close()
            ours.send(self.targets)
            self._pipes.append(ours)
            self._processes.append(process)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Let them end."""
        for pipe, process in zip(self._pipes, self._processes, strict=True):
            if kind is None:
                pipe.send(None)
            else:
                process.terminate()
            process.join()
            pipe.close()

    def run(self, order: Order, cpu: Callable[[], float] = lambda: 0.0) -> Slice:
        """Carry out one order on all connections; `cpu` reads the seconds that the server has used so far."""
        before = cpu()
        for pipe in self._pipes:
            pipe.send(order)
        samples: list[Sample] = [pipe.recv() for pipe in self._pipes]
        seen = summed_up(samples, cpu() - before)
        self.answered[order.target] += seen.requests
        return seen


def interleaved(
    clients: Clients, names: Sequence[str], cpu: Mapping[str, Callable[[], float]], *, slices: int, seconds: float
) -> dict[str, list[Slice]]:
    """Let the targets take turns, every other round in reverse: what drifts meets all alike. The first round warms up and is forgotten."""
    found: dict[str, list[Slice]] = {name: [] for name in names}
    for turn in range(slices + 1):
        for name in names if turn % 2 else reversed(names):
            seen = clients.run(Order(name, seconds=seconds), cpu[name])
            if turn:
                found[name].append(seen)
    return found


def ratios(ours: Sequence[Slice], floor: Sequence[Slice], of: Callable[[Slice], float] = lambda one: one.rate) -> list[float]:
    """Ours by the floor's, round by round."""
    return [of(one) / of(other) for one, other in zip(ours, floor, strict=True)]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return float(median(values))
