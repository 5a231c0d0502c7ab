"""Home: the first page, the choice of language, display settings, set-up, checks and the demo."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages and commands of this feature."""
    from consult.home import cli, views  # noqa: F401, PLC0415 - views need the whole app package loaded first

    app.register_blueprint(views.bp)
    app.register_blueprint(views.machine)
