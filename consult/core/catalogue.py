"""The French catalogue: compiled from its source whenever the source is newer, so that no built file is kept in git."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


def compiled(folder: Path = TRANSLATIONS) -> Path:
    """Compile every `messages.po` that is newer than its `messages.mo`; return the folder."""
    for source in folder.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
    return folder


def _compile(source: Path, target: Path) -> None:
    """Write beside, then rename: two processes that start at once never read half a file."""
    beside = target.with_suffix(f".{os.getpid()}.tmp")
    with source.open("rb") as reading:
        catalogue = read_po(reading, locale=source.parts[-3])
    with beside.open("wb") as writing:
        write_mo(writing, catalogue)
    beside.replace(target)
