"""What the processes of the site weigh after a thousand requests each, most of them for pages that nobody asked for before."""

from pathlib import Path

from bench.figures import Figure, Findings
from bench.load import Clients, Order, Target
from bench.reading import PAGE
from bench.servers import SITE, WORKERS, memory_mb, serving
from bench.site import settings_for
from bench.stage import Stage, get
from tests.support.ports import free_port

PART = "memory"
RSS_MB, PSS_MB = 130, 160
# Two workers share them, not quite in halves.
SHARE = 1.25


def measure(stage: Stage, findings: Findings, folder: Path, *, requests: int) -> None:
    """Start another gunicorn on the same rows, ask it, and read what the kernel says of its processes."""
    settings = settings_for(stage.app)
    with serving(SITE, free_port(), folder / "memory.log", **settings) as server:
        fresh = _megabytes([server.pid, *server.workers()])
        if fresh is None:
            findings.skipped[PART] = "the kernel does not say (no /proc/<pid>/smaps_rollup)."
            return
        name = "memory"
        messages = [get(server, path) for path in _paths(stage, int(requests * WORKERS * SHARE))]
        with Clients({name: Target(server.port, messages)}) as clients:
            clients.run(Order(name, requests=len(messages) // 4))
        after = _megabytes([server.pid, *server.workers()])
    if after is None:
        return
    findings.figures += [
        Figure(PART, f"RSS of a web process after {requests} requests", max(rss for rss, _pss in after[1:]), "MB", at_most=RSS_MB),
        Figure(PART, f"PSS of master and {WORKERS} workers, then", sum(pss for _rss, pss in after), "MB", at_most=PSS_MB),
        Figure(PART, f"PSS of master and {WORKERS} workers, fresh", sum(pss for _rss, pss in fresh), "MB", at_most=PSS_MB),
    ]


def _paths(stage: Stage, count: int) -> list[str]:
    """Every kind of page a visitor opens, in both languages, between pages of the discussion."""
    rows = stage.rows
    common = ("/en/", "/fr/", "/en/consultations", "/fr/consultations", rows.module, rows.written)
    found = []
    for number in range(count):
        place = rows.first + number % (rows.count - PAGE)
        turn = (f"{rows.read}?after={place}", f"{rows.read_in_french}?after={place}", f"/en/comments/{place}", common[number % len(common)])
        found.append(turn[number % len(turn)])
    return found


def _megabytes(pids: list[int]) -> list[tuple[float, float]] | None:
    """RSS and PSS of each."""
    found = [memory_mb(pid) for pid in pids]
    return [one for one in found if one is not None] if None not in found else None
