"""One spelling for a value, so that its hash can be checked by anybody with any tool, years later.

Canonical JSON: NFC text, keys in code point order, no white space, UTF-8, whole numbers only. A fraction is a string with a
fixed number of decimals: the digits of a float depend on the language that prints it.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import floor
from unicodedata import normalize

# What stands before the first entry of a chain.
GENESIS = "0" * 64
DECIMALS = 4


class NotCanonical(ValueError):
    """The value has no single spelling; the message names the place and what to write instead."""


def decimal(value: Fraction | float, places: int = DECIMALS) -> str:
    """Write a fraction as a string with fixed decimals, a half rounded up: `0.9130`."""
    # In whole numbers from here on: no second rounding, and no negative nothing.
    units = floor(abs(Fraction(value)) * 10**places + Fraction(1, 2))
    return f"{'-' if value < 0 and units else ''}{Decimal(units).scaleb(-places):f}"


def canonical(value: object) -> str:
    """The canonical JSON of a value made of mappings, lists, strings, whole numbers, booleans and None."""
    return json.dumps(_plain(value, "value"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """The SHA-256 of the canonical JSON of a value, in hexadecimal."""
    return _sha256(canonical(value))


def chain_hash(previous: str, entry: Mapping[str, object]) -> str:
    """The hash of an entry that follows the one with hash `previous` (`GENESIS` before the first)."""
    return _sha256(f"{previous}\n{canonical(entry)}")


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object, place: str) -> object:
    """The value with all text in NFC; refuse what could be spelled in two ways."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, Mapping):
        return _plain_mapping(value, place)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(member, f"{place}[{index}]") for index, member in enumerate(value)]
    if isinstance(value, float | Decimal | Fraction):
        message = f"{place}: {value!r} has no single spelling. Write it as a string with fixed decimals."
        raise NotCanonical(message)
    message = f"{place}: a {type(value).__name__} is not JSON. Write it as text, a whole number or a list."
    raise NotCanonical(message)


def _plain_mapping(value: Mapping[object, object], place: str) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, member in value.items():
        if not isinstance(key, str):
            message = f"{place}: the key {key!r} is not text."
            raise NotCanonical(message)
        name = _text(key, place)
        if name in plain:
            message = f"{place}: two keys are both spelled {name!r} in NFC."
            raise NotCanonical(message)
        plain[name] = _plain(member, f"{place}.{name}")
    return plain


def _text(value: str, place: str) -> str:
    if not _encodable(value):
        message = f"{place}: {value!r} holds half a character, which UTF-8 cannot write."
        raise NotCanonical(message)
    return normalize("NFC", value)


def _encodable(value: str) -> bool:
    """No lone surrogate in it."""
    return not any("\ud800" <= char <= "\udfff" for char in value)
