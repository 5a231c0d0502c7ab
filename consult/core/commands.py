"""The command line: one group, `flask --app app consult VERB`; 0 done, 1 refused or faulty input, 2 wrong usage."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from consult.core import transaction
from consult.core.errors import Closed, DomainError, FileFault, Incomplete, NotFound, RowsFaulty

consult = AppGroup("consult", help="Run consultations from the command line.")
Verb = Callable[..., Any]
INIT_FIRST = "Run `flask --app app consult init` first."
UNDEFINED_TABLE = "42P01"  # what PostgreSQL calls it


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
                say(_sentence(fault))
                sys.exit(1)
            except DBAPIError as fault:
                transaction.roll_back()
                if not lacks_table(fault):
                    raise
                say(INIT_FIRST)
                sys.exit(1)
            return outcome

        consult.command(name, **options)(run)
        return function

    return register


def lacks_table(fault: DBAPIError) -> bool:
    """The database is there and has not been made yet; any other fault of it is one to be seen whole."""
    return getattr(fault.orig, "sqlstate", None) == UNDEFINED_TABLE or str(fault.orig).startswith("no such table")


def _sentence(fault: DomainError) -> str:
    """What the person at the terminal reads: the words of whoever refused, else what the kind of refusal means."""
    if isinstance(fault, Incomplete):
        told = all(part.endswith(".") for part in fault.missing)
        return " ".join(fault.missing) if told else f"Something is missing: {fault}."
    if isinstance(fault, FileFault):
        return "\n".join(str(one) for one in fault.all)
    words = str(fault)
    if words.endswith(".") or isinstance(fault, RowsFaulty | NotFound):
        return words
    return "The consultation does not take this today." if isinstance(fault, Closed) else "This is not allowed here."


def say(message: str) -> None:
    """Tell the person at the terminal something that is not the result: on stderr."""
    click.echo(message, err=True)
