"""Processes that a test starts, watches and never leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from consult.core.paths import ROOT

PATIENCE = 60


@contextmanager
def running(*command: str, environ: Mapping[str, str] | None = None, output: Path | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Python command in the project's folder while the block lasts."""
    target = output.open("wb") if output else None
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env={**os.environ, **(environ or {})}, stdout=target, stderr=target)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if target:
            target.close()


def wait_until(happens: Callable[[], object], what: str) -> None:
    """Wait for something, not for ever."""
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until, f"This did not happen: {what}."
        time.sleep(0.05)


def children(parent: int) -> list[int]:
    """The processes that this one has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, number = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(number) == parent and state != "Z":
            found.append(int(stat.parent.name))
    return found


def is_alive(number: int) -> bool:
    """The process still runs. One that has ended and whom nobody has asked about counts as ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill_hard(number: int) -> None:
    """End a process as the kernel does when memory runs out."""
    os.kill(number, signal.SIGKILL)
