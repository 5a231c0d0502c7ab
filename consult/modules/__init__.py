"""Modules: the curriculum as numbered versions made of blocks that people can comment on."""

from flask import Flask

from consult.modules import cli as cli


def register(app: Flask) -> None:
    """Nothing to add to the app: the verb registers itself when it is imported; the pages are those of `feedback`."""
