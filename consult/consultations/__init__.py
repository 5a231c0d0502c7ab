"""Consultations: what is open, to whom and when; the scope, the modules, the dates."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages and commands of this feature."""
    from consult.consultations import cli, views  # noqa: F401, PLC0415 - views need the whole app package loaded first

    app.register_blueprint(views.bp)
