"""Commands of interchange: `import-polis`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from consult.accounts.rules import operator
from consult.core.bilingual import LANGUAGES
from consult.core.commands import say, verb
from consult.core.errors import RowsFaulty
from consult.interchange import services
from consult.interchange.source.polis import Conversation, read_conversation
from consult.interchange.source.tables import Faults


@verb("import-polis")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language it was held in; guessed from the texts where it is not given.")
@click.option("--strict", is_flag=True, help="Change nothing where any row is faulty.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object as the result.")
def import_polis(folder: Path, *, lang: str | None, strict: bool, as_json: bool) -> None:
    """Bring in a Polis export (comments.csv, votes.csv, summary.csv). Importing it again writes only what changed."""
    faults = Faults()
    found = _read(folder, faults)
    skipped = len(faults.found)
    if strict and skipped:
        raise RowsFaulty(skipped)
    imported = services.import_conversation(operator(), found, lang=lang)
    if as_json:
        click.echo(json.dumps({**asdict(imported), "skipped": skipped}))
        return
    click.echo(f"consultation {imported.consultation_id}")
    click.echo(
        f"{imported.statements} statements ({imported.rejected} rejected), {imported.votes} live votes, {imported.voters} voters; "
        f"{imported.written} rows written, {skipped} rows skipped"
    )


def _read(folder: Path, faults: Faults) -> Conversation:
    """Read the export; whatever comes of it, name the rows that were left out."""
    try:
        return read_conversation(folder, faults)
    finally:
        for fault in faults.found:
            say(str(fault))
