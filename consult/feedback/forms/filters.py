"""What a reader asked to see of a list. It stands in the address, so nothing in it is a fault: what is unknown is left out."""

from collections.abc import Collection

from flask import request

from consult.feedback.models import Kind
from consult.feedback.presenters import BETWEEN, LANGUAGES
from consult.feedback.queries import Filters


def asked_filters(sections: Collection[str] = ()) -> Filters:
    """The filters in the address; a section is one of these, as its option was written."""
    lang, kind, section = (request.args.get(name, "") for name in ("language", "kind", "section"))
    return Filters(
        section=_section(section) if section in sections else None,
        lang=lang if lang in LANGUAGES else "",
        kind=Kind(kind) if kind in set(Kind) else None,
    )


def _section(written: str) -> tuple[int, str]:
    module, _between, key = written.partition(BETWEEN)
    return int(module), key
