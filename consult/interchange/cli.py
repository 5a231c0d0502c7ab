"""Commands of interchange: `import-polis`, `import-tidy`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from consult.accounts.rules import operator
from consult.core.bilingual import LANGUAGES
from consult.core.commands import say, verb
from consult.core.errors import RowsFaulty
from consult.interchange import services
from consult.interchange.source.polis import read_conversation
from consult.interchange.source.tables import Faults
from consult.interchange.source.tidy import read_tidy

_ARGUMENTS = (
    click.argument("folder", metavar="DIR", type=click.Path(path_type=Path)),
    click.option(
        "--lang", type=click.Choice(LANGUAGES), help="The language it was held in, where its files do not say; else it is guessed."
    ),
    click.option("--strict", is_flag=True, help="Change nothing where any row is faulty."),
    click.option("--json", "as_json", is_flag=True, help="One JSON object as the result."),
)
Command = Callable[..., None]


def _import(name: str) -> Callable[[Command], Command]:
    """Register a command that takes what every import takes."""

    def register(function: Command) -> Command:
        for argument in reversed(_ARGUMENTS):
            function = argument(function)
        return verb(name)(function)

    return register


@_import("import-polis")
def import_polis(folder: Path, *, lang: str | None, strict: bool, as_json: bool) -> None:
    """Bring in a Polis export (comments.csv, votes.csv, summary.csv). Importing it again writes only what changed."""
    with _faults(strict=strict) as faults:
        found = read_conversation(folder, faults)
    imported = services.import_conversation(operator(), found, lang=lang)
    summary = f"{imported.statements} statements ({imported.rejected} rejected), {imported.votes} live votes, {imported.voters} voters"
    _tell(asdict(imported), summary, skipped=len(faults.found), as_json=as_json)


@_import("import-tidy")
def import_tidy(folder: Path, *, lang: str | None, strict: bool, as_json: bool) -> None:
    """Bring in a folder in the tidy format (documents.csv, sections.csv, comments.csv, votes.csv, participants.csv; each may be .gz).

    Importing it again writes only what changed.
    """
    with _faults(strict=strict) as faults:
        found = read_tidy(folder, faults, tell=say, known=services.known_contributions, lang=lang)
    imported = services.import_tidy(operator(), found)
    counts = asdict(imported)
    summary = ", ".join(
        _counted(counts[f"{word}s"], word) for word in ("document", "section", "comment", "statement", "vote", "participant")
    )
    _tell(counts, summary, skipped=len(faults.found), as_json=as_json)


@contextmanager
def _faults(*, strict: bool) -> Iterator[Faults]:
    """Notes the rows that reading leaves out; whatever comes of it, they are named. With `strict` one of them is enough to refuse."""
    faults = Faults()
    try:
        yield faults
    finally:
        for fault in faults.found:
            say(str(fault))
    if strict and faults.found:
        raise RowsFaulty(len(faults.found))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _tell(imported: dict[str, Any], summary: str, *, skipped: int, as_json: bool) -> None:
    """The result: one JSON object, or the consultation and what was done."""
    if as_json:
        click.echo(json.dumps({**imported, "skipped": skipped}))
        return
    click.echo(f"consultation {imported['consultation_id']}")
    click.echo(f"{summary}; {imported['written']} rows written, {skipped} rows skipped")
