"""The site's own words: its pages, its support lines, its name and what stands around every page. Staff change them, history keeps them."""

from flask import Flask

from consult.core import identity
from consult.pages import queries


def register(app: Flask) -> None:
    """Add the pages, and give every template the words of the site."""
    from consult.pages import views  # noqa: PLC0415 - views need the whole app package loaded first

    identity.named_by(app, queries.site_name)
    app.jinja_env.globals["site_words"] = queries.words
    app.register_blueprint(views.bp)
