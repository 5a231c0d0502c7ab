"""`make bench`: measure, print a table, and (where everything was measured) write results.json and growth.svg."""

import argparse
import logging
import os
import platform
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import curves, growth, imports, memory, reading, writing
from bench.figures import Findings, table, write
from bench.load import LoadFault
from bench.servers import ServerFault, explained
from bench.stage import staged
from consult.core.version import VERSION

HERE = Path(__file__).parent
HTTP = ("reading", "memory", "writing")
PARTS = (*HTTP, "growth", "import")
PACKAGES = ("flask", "sqlalchemy", "gunicorn", "psycopg", "jinja2", "werkzeug")
MEGABYTE = 1024 * 1024


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute, to see that all of it runs; its figures mean little")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--sizes", default="", help="comments, for growth: 100,1000,…")
    parser.add_argument("--databases", default=",".join(growth.DATABASES), help="for growth: sqlite,postgresql")
    parser.add_argument("--slices", type=int, default=0, help="how often each target has its turn")
    parser.add_argument("--seconds", type=float, default=0, help="how long a turn is")
    parser.add_argument("--output", type=Path, help="where results.json and growth.svg go; bench/ where everything is measured")
    given = parser.parse_args(words)
    given.parts, given.databases = given.parts.split(","), given.databases.split(",")
    unknown = {*given.parts} - {*PARTS} | {*given.databases} - {*growth.DATABASES}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    given.whole = not given.quick and not given.sizes and {*given.parts} == {*PARTS} and {*given.databases} == {*growth.DATABASES}
    given.sizes = [int(size) for size in given.sizes.split(",")] if given.sizes else list(growth.SIZES[:3] if given.quick else growth.SIZES)
    given.slices = given.slices or (3 if given.quick else 7)
    given.seconds = given.seconds or (0.6 if given.quick else 2.5)
    return given


def measure(given: argparse.Namespace, findings: Findings) -> None:
    """Every part that was asked for, each in a temporary folder of its own."""
    if {*given.parts} & {*HTTP}:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            _over_http(given, findings, Path(folder))
    if "growth" in given.parts:
        say(f"growth: {', '.join(given.databases)}, up to {given.sizes[-1]:,} comments")
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            growth.measure(findings, Path(folder), databases=given.databases, sizes=given.sizes, rounds=5 if given.quick else 41)
    if "import" in given.parts and not given.quick:
        say("import and report")
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            imports.measure(findings, Path(folder))


def _over_http(given: argparse.Namespace, findings: Findings, folder: Path) -> None:
    say("making the site and its floors")
    turns = {"slices": given.slices, "seconds": given.seconds}
    size = {"comments": 1_500, "accounts": 300} if given.quick else {"comments": 5_000, "accounts": 2_000}
    with staged(folder, **size) as stage, explained(folder / "site.log"):
        if "reading" in given.parts:
            say("reading")
            reading.measure(stage, findings, **turns)
        if "memory" in given.parts:
            say("memory")
            memory.measure(stage, findings, folder, requests=200 if given.quick else 1_000)
        if "writing" in given.parts:
            say("writing")
            writing.measure(stage, findings, **turns)


def about(load: float, started: float) -> dict[str, object]:
    """On what it was measured: nothing that names the machine or its folders."""
    return {
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d"),
        "minutes": round((time.monotonic() - started) / 60, 1),
        "code_version": VERSION,
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE,
            "load_before": round(load, 2),
        },
        "versions": {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version, **{name: version(name) for name in PACKAGES}},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def say(words: str) -> None:
    """Where it is now, on stderr."""
    print(f"… {words}", file=sys.stderr, flush=True)  # noqa: T201 - a command speaks


def main(words: Sequence[str]) -> int:
    """Measure and tell; 1 where something did not run. A target that is missed is a result, not a fault."""
    given, findings = arguments(words), Findings()
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(1))  # so that everything that was started is stopped
    logging.getLogger("alembic").setLevel(logging.WARNING)
    load, started = os.getloadavg()[0], time.monotonic()
    try:
        measure(given, findings)
    except (LoadFault, ServerFault, imports.CommandFault) as fault:
        print("\n".join([str(fault), *getattr(fault, "__notes__", [])]), file=sys.stderr)  # noqa: T201 - a command speaks
        return 1
    print(table(findings.figures, findings.skipped))  # noqa: T201 - a command speaks
    folder = given.output or (HERE if given.whole else None)
    if folder is not None:
        write(findings.results(**about(load, started), whole=given.whole), folder / "results.json")
        if findings.growth:
            (folder / "growth.svg").write_text(curves.drawn(findings.growth), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
