"""Accounts: people, their roles and committees; joining, signing in, settings."""

from flask import Flask

from consult.accounts import session
from consult.core import slow_down


def register(app: Flask) -> None:
    """Add the pages and commands of this feature, and let every request know who is asking."""
    from consult.accounts import cli, views  # noqa: F401, PLC0415 - views need the whole app package loaded first

    session.register(app)
    slow_down.register(app)
    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
