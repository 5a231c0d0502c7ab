"""A file as lines that carry their numbers; what is no text at all is refused here."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from consult.core.errors import FileFault

# Line ends and tabs are text; the other control characters come from a broken conversion, and PostgreSQL keeps no NUL.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class SourceText:
    """The lines of one file, from line 1 on, in NFC."""

    file: str
    lines: tuple[str, ...]

    def fault(self, line: int | None, reason: str, mend: str) -> FileFault:
        """A fault at a line of this file."""
        return FileFault(self.file, line, reason, mend)


def read_text(path: Path) -> SourceText:
    """Read a UTF-8 file, with or without a byte order mark, whatever its line ends."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise FileFault(str(path), None, "The file cannot be read.", "Check its name and that you may open it.") from fault
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileFault(str(path), line, "The file is not UTF-8.", "Save it again with the encoding UTF-8.") from fault
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise FileFault(str(path), line, f"There is a control character (U+{ord(found[0]):04X}).", "Delete it and save the file again.")
    return SourceText(str(path), tuple(text.split("\n")))
