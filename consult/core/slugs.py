"""Slugs: the readable end of an address, made from a title in its own language."""

import re
import unicodedata

SLUG_MAX = 80
# What NFKD leaves whole although people write it with plain letters.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d", "ŋ": "n"})


def slug_of(text: str) -> str:
    """ASCII, lower case, hyphens: “La première minute : l’entrée” gives `la-premiere-minute-l-entree`. May be empty."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= SLUG_MAX else slug[: SLUG_MAX + 1].rpartition("-")[0] or slug[:SLUG_MAX]


def first_free(slug: str, taken: set[str]) -> str:
    """The slug itself; where somebody has it, with the first free number: `round-one`, then `round-one-2`."""
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
