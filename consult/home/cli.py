"""Commands of set-up, demo and checks."""

import json
import sys

import click
from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from consult.accounts.presenters import setup_lines
from consult.accounts.rules import operator
from consult.accounts.services import issue_setup_link, prepare_answers_key
from consult.core.commands import INIT_FIRST, lacks_table, say, verb
from consult.core.db import writing
from consult.core.transaction import release
from consult.home import presenters, services
from consult.home.demo_loader import content
from consult.home.demo_loader.passphrase import demo_passphrase
from consult.home.trial import Outcome, trial_sentence
from consult.home.trial import send_test_mail as send
from consult.settings import current


@verb("init")
@click.option("--no-link", is_flag=True, help="Print no link for the first administrator: the demo, loaded next, brings its own.")
def init(*, no_link: bool) -> None:
    """Make the instance folder, the keys and the database, or bring them up to date. Safe to repeat.

    Where nobody administers the site yet, print a link that makes the first administrator.
    """
    settings = current()
    click.echo(f"Instance folder: {settings.instance}")
    click.echo(f"Secret key: {presenters.secret_place(settings)}")
    click.echo(f"Database: {make_url(settings.database_url).render_as_string(hide_password=True)}")
    click.echo(presenters.schema_sentence(services.migrate()))
    click.echo(f"Key for what people say of themselves: {prepare_answers_key()}")
    if not no_link:
        _print_setup_link()


def announce(app: Flask) -> None:
    """What the start of the server says beside its address: on a site without an administrator, the link that makes one."""
    with app.app_context():
        try:
            _print_setup_link()
        except DBAPIError as fault:
            if not lacks_table(fault):
                raise
            say(INIT_FIRST)


@verb("send-test-mail")
@click.argument("address")
def send_test_mail(address: str) -> None:
    """Send a message in both languages the way every other one goes, and say what became of it; exit 1 where it did not go out."""
    trial = send(address)
    click.echo(trial_sentence(trial))
    if trial.outcome is not Outcome.SENT:
        sys.exit(1)


@verb("demo")
def demo() -> None:
    """Load the demo once, into an empty database; print its address and its accounts. Safe to repeat."""
    settings = current()
    passphrase = demo_passphrase(settings.secret_key)
    is_new = services.set_up_demo(passphrase, safe=settings.demo_safe)
    release()  # what is printed below is there
    say("The demo is loaded." if is_new else "The demo is there already.")
    for line in presenters.demo_lines(settings.site_name, settings.public_url, content.accounts(), content.COMPARISON, passphrase):
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


def _print_setup_link() -> None:
    """On the terminal alone: the link is as good as the keys of the site, so no log may hold it."""
    token = issue_setup_link(operator())
    release()  # what is printed below works
    for line in setup_lines(token) if token else ():
        click.echo(line)
