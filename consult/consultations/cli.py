"""Commands of consultations. `import-module` stands here because it may also put the version into one."""

from datetime import datetime
from pathlib import Path

import click

from consult.accounts.rules import operator
from consult.analysis.canonical import canonical
from consult.audit.rules import stamp
from consult.consultations import queries, rules, services
from consult.consultations.models import Consultation
from consult.consultations.presenters import missing_text
from consult.core import clock
from consult.core.commands import say, verb
from consult.core.errors import Incomplete
from consult.modules import services as modules
from consult.modules.models import ModuleVersion
from consult.modules.rules import is_frozen

STAGE_FOLLOWS_FROM = ("published_at", "opens_at", "closes_at", "paused_at", "reported_at", "cancelled_at", "archived_at")
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
        modules.publish_version(operator(), version)
    if consultation:
        _place(consultation, version)
    click.echo(f"module {imported.module.id} version {version.number}")
    if consultation:
        click.echo(f"consultation {consultation.id}")


@verb("stage")
@click.argument("reference", metavar="CONSULTATION")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the stage, the moment, and the acts and dates it follows from.")
def tell_stage(reference: str, *, as_json: bool) -> None:
    """Say where a consultation stands now: draft, scheduled, open, paused, closed, reported, cancelled or archived."""
    consultation, now = queries.by_reference(reference), clock.now()
    reached = rules.stage(consultation, now)
    if not as_json:
        click.echo(reached.value)
        return
    moments = {name: _stamp(getattr(consultation, name)) for name in STAGE_FOLLOWS_FROM}
    told = {"consultation": consultation.id, "stage": reached.value, "at": stamp(now), "imported": consultation.imported, **moments}
    click.echo(canonical({**told, "is_open": rules.is_open(consultation, now)}))


def _stamp(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _place(consultation: Consultation, version: ModuleVersion) -> None:
    """Ask about it there; a refusal says in words what stands in the way."""
    try:
        services.place_version(operator(), consultation, version)
    except Incomplete as fault:
        raise Incomplete([missing_text(part, [version]) for part in fault.missing]) from fault
