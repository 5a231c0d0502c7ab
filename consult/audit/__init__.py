"""What was done, by whom and when: append-only, each entry chained to the one before by its hash."""

from flask import Flask

from consult.audit import cli as cli


def register(app: Flask) -> None:
    """Nothing to add to the app: the verb registers itself when it is imported."""
