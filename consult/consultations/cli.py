"""Commands of consultations. `import-module` stands here because it may also put the version into one."""

from pathlib import Path

import click

from consult.accounts.rules import operator
from consult.consultations import queries, services
from consult.consultations.models import Consultation
from consult.consultations.presenters import missing_text
from consult.core.commands import say, verb
from consult.core.errors import Incomplete
from consult.modules import presenters as module_words
from consult.modules import queries as module_queries
from consult.modules import services as modules
from consult.modules.models import ModuleVersion
from consult.modules.rules import is_frozen

FILE = click.Path(path_type=Path)


@verb("import-module")
@click.argument("en", type=FILE, metavar="EN.md")
@click.argument("fr", type=FILE, metavar="FR.md")
@click.option(
    "--consultation", "reference", metavar="CONSULTATION", help="Ask about this version in the consultation: its id or English slug."
)
@click.option("--publish", is_flag=True, help="Publish the version: its text is frozen and public.")
def import_module(en: Path, fr: Path, *, reference: str | None, publish: bool) -> None:
    """Bring in a module from its English and its French file; prints `module ID version N` (and `consultation ID`)."""
    consultation = queries.by_reference(reference) if reference else None
    imported = modules.import_module(operator(), en, fr)
    version = imported.version
    if not imported.created:
        say(f"These files say nothing new: they are version {version.number}.")
    if publish and not is_frozen(version):
        _publish(version)
    if consultation:
        _place(consultation, version)
    click.echo(f"module {imported.module.id} version {version.number}")
    if consultation:
        click.echo(f"consultation {consultation.id}")


def _publish(version: ModuleVersion) -> None:
    """Publish it; where something is missing, the same sentences as on its page say what."""
    try:
        modules.publish_version(operator(), version)
    except Incomplete as fault:
        blocks = module_queries.blocks(version)
        raise Incomplete([module_words.missing_text(code, blocks) for code in fault.missing]) from fault


def _place(consultation: Consultation, version: ModuleVersion) -> None:
    """Ask about it there; a refusal says in words what stands in the way."""
    try:
        services.place_version(operator(), consultation, version)
    except Incomplete as fault:
        raise Incomplete([missing_text(part, [version]) for part in fault.missing]) from fault
