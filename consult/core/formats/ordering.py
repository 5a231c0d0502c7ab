"""Alphabetical order in both languages: Python's own puts « Île-du-Prince-Édouard » after Z."""

import unicodedata
from collections.abc import Iterator

SortKey = tuple[str, tuple[str, ...], str]

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"})
# Signs that join words count as the space between them.
_JOINS = str.maketrans(dict.fromkeys("-'’\u2010\u2011\u00a0", " "))

# The acute accent comes before the grave one: the opposite of code points.
_MARKS = str.maketrans("\u0300\u0301", "\u0301\u0300")


def sort_key(text: str, lang: str) -> SortKey:
    """Sort as ICU does for Canada: letters first, then accents (in French from the last one back), then case.

    English gives cote, coté, côte, côté; Canadian French cote, côte, coté, côté (CAN/CSA Z243.4.1).
    """
    plain = text.translate(_LIGATURES)
    letters, accents = [], []
    for base, marks in _letters(plain):
        letters.append(base.casefold())
        accents.append(marks)
    if lang == "fr":
        accents.reverse()
    # Lower case comes before upper case: the opposite of code points.
    return "".join(letters).translate(_JOINS), tuple(accents), plain.swapcase()


def _letters(text: str) -> Iterator[tuple[str, str]]:
    """Each base character with the accents that follow it."""
    base, marks = "", ""
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            marks += char.translate(_MARKS)
            continue
        if base:
            yield base, marks
        base, marks = char, ""
    if base:
        yield base, marks
