"""Modules: the curriculum as numbered versions made of blocks that people can comment on."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages and commands of this feature. Where a version is discussed, its page is one of `feedback`."""
    from consult.modules import cli, views  # noqa: F401, PLC0415 - views need the whole app package loaded first

    app.register_blueprint(views.bp)
