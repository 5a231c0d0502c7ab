"""The command line: one group, `flask --app app consult VERB`; 0 done, 1 refused or faulty input, 2 wrong usage."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup

from consult.core import transaction
from consult.core.errors import DomainError, FileFault, NotFound, RowsFaulty

consult = AppGroup("consult", help="Run consultations from the command line.")
Verb = Callable[..., Any]


def verb(name: str, **options: Any) -> Callable[[Verb], Verb]:
    """Register a verb. It works in one transaction, kept only if it ends well; a refusal is one sentence and exit 1."""

    def register(function: Verb) -> Verb:
        @wraps(function)
        def run(*arguments: Any, **given: Any) -> Any:
            try:
                outcome = function(*arguments, **given)
                transaction.commit()
            except DomainError as fault:
                transaction.roll_back()
                say(str(fault) if isinstance(fault, FileFault | RowsFaulty | NotFound) else f"{type(fault).__name__}: {fault}")
                sys.exit(1)
            return outcome

        consult.command(name, **options)(run)
        return function

    return register


def say(message: str) -> None:
    """Tell the person at the terminal something that is not the result: on stderr."""
    click.echo(message, err=True)
