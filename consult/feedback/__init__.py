"""Feedback: what people say about the text, and what they think of what others said."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages of this feature."""
    from consult.feedback import views  # noqa: PLC0415 - views need the whole app package loaded first

    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
