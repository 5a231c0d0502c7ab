"""Work that outlives the request: a table of jobs written with the change, and a worker that does them."""

from flask import Flask

from consult.jobs import cli as cli


def register(app: Flask) -> None:
    """Nothing to add to the app: the verb registers itself when it is imported, and jobs do in their features."""
