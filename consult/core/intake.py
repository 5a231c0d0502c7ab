"""What no database can hold never reaches a view: numbers beyond every column, and the character NUL."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map

from consult.core.errors import NotFound
from consult.core.transaction import SAFE_METHODS

# The last number of an INTEGER in PostgreSQL; SQLite's go further.
LAST_NUMBER = 2**31 - 1
NUL = "\0"


class RowNumber(IntegerConverter):
    """A number in an address. One that no row can have is no address; neither is one in the digits of another script."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LAST_NUMBER)


def register(app: Flask) -> None:
    """Stand before every view. Rules are made with the converter, so this comes before the features."""
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def refuse_what_cannot_be_kept() -> None:
        if NUL in request.path:
            raise NotFound
        given = list(request.args.items(multi=True))
        if request.method not in SAFE_METHODS:
            given += request.form.items(multi=True)
        if any(NUL in name or NUL in value for name, value in given):
            raise BadRequest
