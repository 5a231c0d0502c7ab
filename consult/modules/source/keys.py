"""Keys of blocks: their form, the next free one, and the keys that learning outcomes keep when their list changes."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from consult.core.bilingual import Bilingual
from consult.core.richtext import plain_text

KEY = re.compile(r"([a-z])([0-9]+)")
CONTENT_NOTE = "n1"
SECTION, BLOCK, OUTCOME = "s", "b", "o"
LETTERS = "sbon"
# Below this share of common words, an outcome that changed is another outcome: its comments stay with the old one.
REWORDED = 0.6


def key_of(letter: str, number: int) -> str:
    """The one spelling of a key: `s1`, `o1`, but `b01`."""
    return f"{letter}{number:02d}" if letter == BLOCK else f"{letter}{number}"


def number_of(key: str) -> int:
    """The number in a key."""
    return int(key[1:])


def next_free(letter: str, used: Iterable[str]) -> str:
    """The key after the highest one that was ever used."""
    return key_of(letter, max((number_of(key) for key in used if key[0] == letter), default=0) + 1)


def outcome_keys(outcomes: Sequence[Bilingual], before: dict[str, Bilingual], used: Iterable[str]) -> list[str]:
    """Give each learning outcome its key: the one it had, even moved or reworded; a new one where it is new.

    The file does not name them, so the words decide: first equal texts, then the most alike.
    """
    left = dict(before)
    keys: list[str | None] = [_taken(left, {key: float(_is_same(text, old)) for key, old in left.items()}, 1) for text in outcomes]
    for place, text in enumerate(outcomes):
        keys[place] = keys[place] or _taken(left, {key: _likeness(text, old) for key, old in left.items()}, REWORDED)
    given = {*used, *before}
    return [key or _new(given) for key in keys]


def _taken(left: dict[str, Bilingual], scores: dict[str, float], least: float) -> str | None:
    """Take the key with the highest score out of those left, if that is enough."""
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or scores[best] < least:
        return None
    del left[best]
    return best


def _new(given: set[str]) -> str:
    key = next_free(OUTCOME, given)
    given.add(key)
    return key


def _is_same(one: Bilingual, other: Bilingual) -> bool:
    return plain_text(one.en) == plain_text(other.en) or plain_text(one.fr) == plain_text(other.fr)


def _likeness(one: Bilingual, other: Bilingual) -> float:
    """The share of words in common, in the language where it is larger."""
    pairs = ((plain_text(one[lang]).split(), plain_text(other[lang]).split()) for lang in ("en", "fr"))
    return max(SequenceMatcher(None, these, those, autojunk=False).ratio() for these, those in pairs)
