"""The command that walks the audit trail."""

import json
import sys
from dataclasses import asdict

import click

from consult.audit import queries
from consult.core.commands import say, verb
from consult.core.db import writing


@verb("verify-audit")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_audit(*, as_json: bool) -> None:
    """Walk every chain of the audit trail; name each entry that was altered, and exit with 1 where there is one."""
    reading = writing.set(False)  # a long walk must not keep the site from writing
    try:
        size, broken = queries.trail_size(), queries.broken_links()
    finally:
        writing.reset(reading)
    if as_json:
        click.echo(json.dumps({**asdict(size), "broken": [asdict(link) for link in broken]}, sort_keys=True))
    else:
        for link in broken:
            click.echo(f"{link.chain}:{link.seq}: {link.fault.value}")
    if broken:
        say(f"The audit trail does not hold in {len(broken)} places.")
        sys.exit(1)
    say(f"The audit trail is whole: {size.entries} entries in {size.chains} chains.")
