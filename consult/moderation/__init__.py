"""Moderation: the queue, decisions with a reason, and the public rules they follow."""

from flask import Flask

from consult.moderation import jobs as jobs


def register(app: Flask) -> None:
    """Add the pages of this feature, and the words for a reason code wherever a decision is shown."""
    from consult.moderation import presenters, views  # noqa: PLC0415 - views need the whole app package loaded first

    app.register_blueprint(views.bp)
    app.jinja_env.globals["reason_label"] = presenters.reason_label
