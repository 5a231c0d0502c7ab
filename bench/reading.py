"""Reading one page of a discussion, twenty comments: the site beside *mem*, *frag* and *fast*."""

import random

from bench.figures import Figure, Findings, rounded
from bench.load import Clients, Slice, Target, interleaved, middle, ratios
from bench.stage import Stage, get

PART = "reading"
MEM, FRAG, FAST, KEPT, MADE = "mem", "frag", "fast", "site: page kept", "site: page made anew"
PAGE = 20
FROM_MEMORY = "; its comments are read and printed anew, parts that are the same on many pages come from memory"


def measure(stage: Stage, findings: Findings, *, slices: int, seconds: float) -> None:
    """Load all five in turn.

    A page that is made anew is one that nobody asked for lately: each request asks for another page of the discussion, and there
    are more of those than the site keeps. The floor is asked for the same ones.
    """
    rows = stage.rows
    starts = random.Random(1).sample(range(rows.first, rows.first + rows.count - PAGE), rows.count - PAGE)  # noqa: S311 - an order, no secret
    targets = {
        MEM: Target(stage.reading.port, [get(stage.reading, "/mem")]),
        FRAG: Target(stage.reading.port, [get(stage.reading, "/frag")]),
        FAST: Target(stage.reading.port, [get(stage.reading, f"/fast?after={start}") for start in starts]),
        KEPT: Target(stage.site.port, [get(stage.site, rows.read)]),
        MADE: Target(stage.site.port, [get(stage.site, f"{rows.read}?after={start}") for start in starts]),
    }
    cpu = {name: (stage.site if name in {KEPT, MADE} else stage.reading).cpu_seconds for name in targets}
    with Clients(targets) as clients:
        seen = interleaved(clients, list(targets), cpu, slices=slices, seconds=seconds)
    findings.load |= {f"{PART}: {name}": summary(found) for name, found in seen.items()}
    findings.figures += [
        *compared(PART, "a page made anew", (MADE, seen[MADE]), (FAST, seen[FAST]), at_least=0.5, also=FROM_MEMORY),
        *compared(PART, "a kept page", (KEPT, seen[KEPT]), (FRAG, seen[FRAG]), at_least=0.7),
    ]


def compared(
    part: str, name: str, ours: tuple[str, list[Slice]], floor: tuple[str, list[Slice]], *, at_least: float, also: str = ""
) -> list[Figure]:
    """The ratio of the two rates, round by round, which has the target; beside it that of the processor time, undisturbed by others.

    `also` is what a reader has to know of both.
    """
    rates = ratios(ours[1], floor[1])
    cpu = ratios(floor[1], ours[1], lambda one: one.cpu_ms) if all(one.cpu_ms for one in ours[1]) else []
    of = f"requests a second, {ours[0]} / {floor[0]}{also}"
    found = [Figure(part, name, middle(rates), of=of, at_least=at_least, low=min(rates), high=max(rates))]
    if cpu:
        of = f"processor time a request, {floor[0]} / {ours[0]}{also}"
        found.append(Figure(part, f"{name}, by processor time", middle(cpu), of=of, low=min(cpu), high=max(cpu)))
    return found


def summary(slices: list[Slice]) -> dict[str, object]:
    """What the results file keeps of one target: medians over its slices, and the rate of each."""
    return {
        "requests_a_second": round(middle([one.rate for one in slices]), 1),
        "p50_ms": round(middle([one.p50_ms for one in slices]), 2),
        "p99_ms": round(middle([one.p99_ms for one in slices]), 2),
        "cpu_ms": round(middle([one.cpu_ms for one in slices]), 2),
        "bytes": slices[0].bytes_a_request,
        "by_slice": rounded(one.rate for one in slices),
    }
