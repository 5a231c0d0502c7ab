"""What a person is told: a row for each notice, and a mail in their language."""

from flask import Flask

from consult.notices import jobs as jobs


def register(app: Flask) -> None:
    """Nothing to add to the app: its jobs register themselves when they are imported."""
