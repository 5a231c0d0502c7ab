"""Commands of the curriculum. `import-module` also takes a consultation, so it stands on that floor (`consultations.cli`)."""

from pathlib import Path

import click

from consult.core.commands import verb
from consult.modules import queries, services


@verb("export-module")
@click.argument("module_id", type=int, metavar="ID")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
def export_module(module_id: int, folder: Path) -> None:
    """Write the newest version of module ID into DIR, one Markdown file a language; prints their names."""
    for path in services.export_module(queries.module(module_id), folder):
        click.echo(path)
