"""Reports: findings compiled from rows, written up in both languages, frozen in editions."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, jobs and commands of this feature."""
    from consult.reports import cli, jobs, views  # noqa: F401, PLC0415 - views need the whole app package loaded first

    app.register_blueprint(views.bp)
