"""Pieces of templates, rendered on their own: components are tested without a page around them."""

from flask import Flask

from tests.support.dom import Element, parse


def rendered(app: Flask, source: str, path: str = "/en/", **values: object) -> Element:
    """The fragment as a tree, in the language of the path."""
    with app.test_request_context(path):
        return parse(app.jinja_env.from_string(source).render(**values))


def heard(element: Element) -> str:
    """Its accessible name: what is seen and what is only heard, in one line."""
    return element.text.replace(" ,", ",")
