"""Interchange: consultations brought in from other systems, and files that take them out."""

from flask import Flask


def register(_app: Flask) -> None:
    """Add the commands of this feature."""
    from consult.interchange import cli  # noqa: F401, PLC0415 - commands need the whole app package loaded first
