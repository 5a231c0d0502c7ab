"""Reading CSV files that others made: faults of a file stop the import, faults of a row are named and the row left out."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import TypeVar

from consult.core.errors import FileFault

Read = TypeVar("Read")
PACKED = ".gz"
SHOWN = 40  # characters of a cell in a message
# Python's own limit is near the longest text we take: one that is longer is the fault of its row, not of its file.
csv.field_size_limit(1_000_000)
AGAIN = "Export the file again"
QUOTING = f"Quote each cell from end to end and double the quotes inside it; a cell has at most {csv.field_size_limit()} characters."


@dataclass(frozen=True)
class RowFault:
    """One row that was left out: where, why, and how to mend it."""

    file: str
    line: int
    reason: str
    mend: str

    def __str__(self) -> str:
        """Write `FILE:LINE: reason. How to mend it.` as one line."""
        return f"{self.file}:{self.line}: {self.reason} {self.mend}"


class Unusable(Exception):
    """A row that cannot be used: why, and how to mend it."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason, mend)
        self.reason = reason
        self.mend = mend


@dataclass(frozen=True)
class Row:
    """One row of a file: its cells by column name, and the line it begins on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """A cell without the white space around it; empty where the row is too short."""
        return self.cells.get(column, "").replace("\r\n", "\n").strip()


@dataclass
class Faults:
    """The row faults of one import, in the order they were met."""

    found: list[RowFault] = field(default_factory=list)

    def note(self, row: Row, reason: str, mend: str) -> None:
        """Leave a row out, and say so."""
        self.found.append(RowFault(row.file, row.line, reason, mend))

    def usable(self, rows: Iterable[Row], read: Callable[[Row], Read]) -> Iterator[Read]:
        """What `read` makes of each row; a row that it calls `Unusable` is left out."""
        for row in rows:
            try:
                yield read(row)
            except Unusable as fault:
                self.note(row, fault.reason, fault.mend)


def read_table(path: Path, columns: Sequence[str], faults: Faults, *, may_be_empty: bool = False) -> Iterator[Row]:
    """Read a UTF-8 CSV file with at least these columns, row by row.

    Raises FileFault: no such file, not text, not CSV, no header, a column missing, nothing but a header unless it
    may be empty. A row with more cells than the header is a row fault: a comma in a text that nobody quoted has cut it in two.
    """
    records = read_records(path)
    header = [name.strip() for name in next(records, (1, []))[1]]
    missing = [column for column in columns if column not in header]
    if missing:
        mend = f"{AGAIN}, with commas between the columns {', '.join(columns)}."
        raise FileFault(str(path), 1, f"The header has no column {', '.join(missing)}.", mend)
    rows = 0
    for line, cells in records:
        rows += 1
        row = Row(str(path), line, dict(zip(header, cells, strict=False)))
        if len(cells) > len(header):
            faults.note(row, f"The row has {len(cells)} cells, the header {len(header)}.", "Put quotes around a text that has a comma.")
        else:
            yield row
    if not rows and not may_be_empty:
        raise FileFault(str(path), 1, "The file has a header and nothing else.", f"{AGAIN}, with its rows.")


def read_records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file as they are, each with the line it begins on; blank lines are skipped.

    Quoting is taken strictly: otherwise one stray quotation mark would swallow all the rows after it.
    """
    require_text(path)
    with opened(path) as packed, TextIOWrapper(packed, encoding="utf-8-sig", newline="") as reading:
        reader, line = csv.reader(reading, strict=True), 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                raise FileFault(str(path), line, f"The row that begins here is not CSV ({fault}).", QUOTING) from fault
            if cells:
                yield line, cells
            line = reader.line_num + 1


def quoted(cell: str) -> str:
    """A cell inside a message: on one line, and never a whole page of it."""
    return repr(cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}…")


def require_folder(folder: Path, needed: Sequence[str]) -> None:
    """Raise FileFault unless the folder is there and holds the files an import needs."""
    if not folder.is_dir():
        raise FileFault(str(folder), None, "There is no such folder.", "Give the folder that holds the export.")
    if not any(folder.iterdir()):
        raise FileFault(str(folder), None, "The folder is empty.", f"Put the exported files into it: {', '.join(needed)}.")
    for name in needed:
        if find_file(folder, name) is None:
            raise FileFault(str(folder / name), None, "The file is missing.", f"Put {name} into the folder, as it was exported.")


def find_file(folder: Path, name: str) -> Path | None:
    """The file of this name in a folder, packed (`votes.csv.gz`) or not; None where there is neither."""
    found = [path for path in (folder / name, folder / f"{name}{PACKED}") if path.is_file()]
    if len(found) > 1:
        raise FileFault(str(found[1]), None, f"{name} is here too: nobody can tell which of the two counts.", "Keep one of them.")
    return found[0] if found else None


def opened(path: Path) -> BufferedReader:
    """A file as its bytes, unpacked on the way."""
    return BufferedReader(gzip.GzipFile(path)) if path.suffix == PACKED else path.open("rb")


def require_text(path: Path) -> None:
    """Raise FileFault, naming the first line that is not UTF-8 or holds a NUL byte, which no database keeps in a text."""
    try:
        with opened(path) as reading:
            for number, line in enumerate(reading, start=1):
                _require_text_line(str(path), number, line)
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise FileFault(str(path), None, "The file is not gzip, or its end is missing.", "Pack it again.") from fault
    except OSError as fault:
        raise FileFault(str(path), None, "The file cannot be read.", "Check that you may open it.") from fault


def _require_text_line(file: str, number: int, line: bytes) -> None:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FileFault(file, number, "The file is not UTF-8.", "Save it as UTF-8 and import it again.") from fault
    if b"\0" in line:
        raise FileFault(file, number, "The line holds a NUL byte: the file is damaged, or it is not text.", f"{AGAIN} as CSV in UTF-8.")
