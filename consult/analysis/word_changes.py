"""What changed between two wordings, word by word: kept, removed, added. Pure text; who shows it decides how it looks and sounds."""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

# Below this likeness two lines share only small words: both are shown whole, because a patchwork of them could not be read.
ALIKE = 0.35
WORD = re.compile(r"\S+\s*")


class Fate(enum.StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Words that share one fate."""

    fate: Fate
    words: str


Line = list[Piece]


def changed_lines(before: str, after: str) -> list[Line]:
    """The lines that are not the same in both texts, in order, each as its pieces. Empty lines do not count."""
    old, new = _lines(before), _lines(after)
    found: list[Line] = []
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [_pieces(*pair) for pair in zip_longest(old[first:last], new[new_first:new_last], fillvalue="")]
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pieces(before: str, after: str) -> Line:
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Piece(fate, words) for fate, words in ((Fate.REMOVED, before), (Fate.ADDED, after)) if words]
    return list(_by_word(matcher, old, new))


def _by_word(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Fate.KEPT, "".join(new[new_first:new_last]).strip())
            continue
        for fate, words in ((Fate.REMOVED, old[first:last]), (Fate.ADDED, new[new_first:new_last])):
            if words:
                yield Piece(fate, "".join(words).strip())
