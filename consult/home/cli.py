"""Commands of set-up, demo and checks."""

import json
import sys

import click
from sqlalchemy.engine import make_url

from consult.core.commands import say, verb
from consult.core.db import writing
from consult.core.transaction import release
from consult.home import presenters, services
from consult.home.demo_loader import content
from consult.home.demo_loader.passphrase import demo_passphrase
from consult.settings import current


@verb("init")
def init() -> None:
    """Make the instance folder, the secret key and the database, or bring them up to date. Safe to repeat."""
    settings = current()
    click.echo(f"Instance folder: {settings.instance}")
    click.echo(f"Secret key: {presenters.secret_place(settings)}")
    click.echo(f"Database: {make_url(settings.database_url).render_as_string(hide_password=True)}")
    click.echo(presenters.schema_sentence(services.migrate()))


@verb("demo")
def demo() -> None:
    """Load the demo once, into an empty database; print its address and its accounts. Safe to repeat."""
    settings = current()
    passphrase = demo_passphrase(settings.secret_key)
    is_new = services.set_up_demo(passphrase, safe=settings.demo_safe)
    release()  # what is printed below is there
    say("The demo is loaded." if is_new else "The demo is there already.")
    for line in presenters.demo_lines(settings.site_name, settings.public_url, content.accounts(), passphrase):
        click.echo(line)


@verb("check")
@click.option("--fix", is_flag=True, help="Set every wrong counter to what its rows say. Nothing else is ever changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(*, fix: bool, as_json: bool) -> None:
    """Recount every stored counter, verify votes, the audit trail and editions by their hashes; exit 1 where something remains wrong."""
    reading = writing.set(False)  # a long check must not keep the site from writing
    try:
        checked = services.check()
        release()
    finally:
        writing.reset(reading)
    if fix:
        checked = services.mend(checked)
    for line in [json.dumps(presenters.check_object(checked), sort_keys=True)] if as_json else presenters.check_lines(checked):
        click.echo(line)
    if checked.remaining:
        say(f"Wrong: {checked.remaining}. Counters are mended with --fix; for all else, ask who changed the database.")
        sys.exit(1)
    say("Every counter, every vote, every audit chain and every edition holds.")
