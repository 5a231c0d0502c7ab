"""What changed between two wordings, word by word: kept, removed, added. Pure text; who shows it decides how it looks and sounds."""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile, zip_longest

# Below this likeness two lines share only small words: both are shown whole, because a patchwork of them could not be read;
# but where they begin or end alike, that is said.
ALIKE = 0.35
# So few words left between two changes are read with them: one change is understood, three fragments are not.
FRAGMENT = 2
# Longer texts are shown whole: the comparison takes the square of their words.
WORDS_MOST = 2_000
# A no-break space holds a word to its punctuation, so both change together.
WORD = re.compile(r"[^ \t\r\n]+[ \t\r\n]*")


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
# Kept or not, and from where to where in both texts.
Stretch = tuple[bool, int, int, int, int]


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


@lru_cache(maxsize=1_000)
def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """One text in both wordings, as pieces in the order of reading; texts that have little in common are two pieces."""
    return tuple(_pieces(before, after))


def _pieces(before: str, after: str) -> Line:
    old, new = WORD.findall(before), WORD.findall(after)
    bare_old, bare_new = [word.strip() for word in old], [word.strip() for word in new]
    matcher = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    if max(len(old), len(new)) > WORDS_MOST or matcher.ratio() < ALIKE:
        return list(_by_word(_both_ends(bare_old, bare_new), old, new))
    return list(_by_word(_whole_changes(matcher), old, new))


def _both_ends(old: list[str], new: list[str]) -> list[Stretch]:
    """Everything between the words with which both begin and those with which both end; a fragment is no beginning."""
    start = _alike(zip(old, new, strict=False))
    end = _alike(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    last, new_last = len(old) - end, len(new) - end
    stretches = [(True, 0, start, 0, start), (False, start, last, start, new_last), (True, last, len(old), new_last, len(new))]
    return [stretch for stretch in stretches if stretch[1] < stretch[2] or stretch[3] < stretch[4]]


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs from the start are the same twice; none where they are too few to be read by themselves."""
    count = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return count if count > FRAGMENT else 0


def _by_word(stretches: Iterable[Stretch], old: list[str], new: list[str]) -> Iterator[Piece]:
    for is_kept, first, last, new_first, new_last in stretches:
        if is_kept:
            yield Piece(Fate.KEPT, "".join(new[new_first:new_last]).strip())
            continue
        for fate, words in ((Fate.REMOVED, old[first:last]), (Fate.ADDED, new[new_first:new_last])):
            if words:
                yield Piece(fate, "".join(words).strip())


def _whole_changes(matcher: "SequenceMatcher[str]") -> list[Stretch]:
    """What is kept and what is changed, in turn; fragments between two changes are part of one."""
    codes = matcher.get_opcodes()
    found: list[Stretch] = []
    for place, (tag, *ends) in enumerate(codes):
        first, last, new_first, new_last = ends
        is_kept = tag == "equal" and (place in {0, len(codes) - 1} or last - first > FRAGMENT)
        if found and not is_kept and not found[-1][0]:
            found[-1] = (False, found[-1][1], last, found[-1][3], new_last)
        else:
            found.append((is_kept, first, last, new_first, new_last))
    return found
