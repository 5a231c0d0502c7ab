"""The largest real set at hand: bringing it in, bringing it in again, and its report, each in a process of its own."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, Findings
from bench.servers import environment
from consult.core.paths import ROOT

PART = "import and report"
NAME = "republique-numerique-2015"
FOLDERS = "CONSULT_DATASETS"
IMPORT_SECONDS, IMPORT_MB, REPORT_SECONDS = 60, 400, 20
WRONG_USAGE = 2


class CommandFault(Exception):
    """A command ended otherwise than well; the message is what it wrote."""


class NoSuchVerb(Exception):
    """The command line does not know this verb."""


@dataclass(frozen=True)
class Run:
    """What a command printed, how long it took, and the most memory that it held."""

    stdout: str
    seconds: float
    peak_mb: float


def measure(findings: Findings, folder: Path) -> None:
    """Import, import again, compile; left out where the set is not there."""
    source = data_folder()
    if source is None:
        findings.skipped[PART] = f"{NAME} is not there: name the folder of the data sets in {FOLDERS}."
        return
    try:
        _command(folder, "init")
        first = _command(folder, "import-tidy", str(source))
        again = _command(folder, "import-tidy", str(source))
        report = _command(folder, "compile-report", consultation_in(first.stdout))
    except NoSuchVerb as fault:
        findings.skipped[PART] = f"there is no command {fault}."
        return
    findings.figures += [
        Figure(PART, "import", first.seconds, "s", of=NAME, at_most=IMPORT_SECONDS),
        Figure(PART, "import, most memory", first.peak_mb, "MB", of=NAME, at_most=IMPORT_MB),
        Figure(PART, "import again", again.seconds, "s", of=NAME, at_most=IMPORT_SECONDS),
        Figure(PART, "report", report.seconds, "s", of=NAME, at_most=REPORT_SECONDS),
        Figure(PART, "report, most memory", report.peak_mb, "MB", of=NAME),
    ]


def data_folder() -> Path | None:
    """Where the set is: in the folder that the environment names, or beside the project."""
    sets = Path(os.environ.get(FOLDERS) or ROOT.parent / "shared" / "datasets")
    found = [
        folder
        for folder in (sets / NAME, sets / NAME / "tidy")
        if (folder / "documents.csv").exists() or (folder / "documents.csv.gz").exists()
    ]
    return found[0] if found else None


def consultation_in(printed: str) -> str:
    """The number that every import prints: `consultation 3`."""
    found = re.search(r"^consultation (\d+)", printed, re.MULTILINE)
    if found is None:
        raise CommandFault(f"The import named no consultation:\n{printed}")
    return found[1]


def _command(folder: Path, *words: str) -> Run:
    """Type `flask --app app consult WORDS` and wait; the kernel counts the memory."""
    command = [sys.executable, "-m", "flask", "--app", "app", "consult", *words]
    out, err = folder / "out", folder / "err"
    started = time.perf_counter()
    with out.open("wb") as printed, err.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(CONSULT_INSTANCE=str(folder / "instance")),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=said,
        )
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # so that it is not waited for again
    if process.returncode == WRONG_USAGE:
        raise NoSuchVerb(words[0])
    if process.returncode:
        raise CommandFault(f"{' '.join(words[:1])} ended with {process.returncode}:\n{err.read_text(errors='replace')[-2000:]}")
    return Run(out.read_text(encoding="utf-8"), time.perf_counter() - started, used.ru_maxrss / 1024)
