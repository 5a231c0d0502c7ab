"""The command that works off jobs."""

import click
from flask import current_app

from consult.core.commands import verb


@verb("work")
@click.option("--until-stdin-closes", is_flag=True, hidden=True, help="End with the process that holds the other end of stdin.")
def work(*, until_stdin_closes: bool) -> None:
    """Do the jobs of the site until stopped (Ctrl+C)."""
    from consult.jobs import worker  # noqa: PLC0415 - no web process and no other verb needs the queue's consumer

    worker.work(current_app._get_current_object(), until_stdin_closes=until_stdin_closes)  # type: ignore[attr-defined]  # noqa: SLF001 - for its threads
