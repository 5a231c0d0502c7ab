"""A file as lines that carry their numbers; what is no text at all is refused here."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from consult.core.errors import FileFault
from consult.core.sentences import N_, Sentence

# Line ends and tabs are text; the other control characters come from a broken conversion, and PostgreSQL keeps no NUL.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# What a conversion leaves where it found no character.
LOST = "\ufffd"


@dataclass(frozen=True)
class SourceText:
    """The lines of one file, from line 1 on, in NFC."""

    file: str
    lines: tuple[str, ...]

    def fault(self, line: int | None, reason: Sentence, mend: Sentence) -> FileFault:
        """A fault at a line of this file."""
        return FileFault(self.file, line, reason, mend)


def read_text(path: Path) -> SourceText:
    """Read a UTF-8 file, with or without a byte order mark, whatever its line ends."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        mend = N_("Check its name and that you may open it.")
        raise FileFault(str(path), None, N_("The file cannot be read."), mend) from fault
    return decoded(str(path), content)


def decoded(file: str, content: bytes) -> SourceText:
    """The same from what a file holds; `file` is how faults call it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileFault(file, line, N_("The file is not UTF-8."), N_("Save it again with the encoding UTF-8.")) from fault
    return source_text(file, text)


def source_text(file: str, text: str) -> SourceText:
    """The same from words that were typed or pasted."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = CONTROL.search(text)
    if found:
        reason = N_("There is a control character (U+%(code)s).", code=f"{ord(found[0]):04X}")
        raise FileFault(file, _line(text, found.start()), reason, N_("Delete it and save the file again."))
    if LOST in text:
        reason = N_("A character was lost here by a conversion (U+FFFD).")
        raise FileFault(file, _line(text, text.index(LOST)), reason, N_("Write the letter that belongs here."))
    return SourceText(file, tuple(text.split("\n")))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
