"""What changed between two wordings, word by word: kept, removed, added. Pure text; who shows it decides how it looks and sounds."""

import enum
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile, zip_longest

# Below this likeness two lines share only small words: both are shown whole, because a patchwork of them could not be read;
# but where they begin or end alike, that is said.
ALIKE = 0.35
# So few words left between two changes are read with them: one change is understood, three fragments are not.
FRAGMENT = 2
# What one page may spend on comparing, in steps of which ten million take a second at worst; beyond it texts are shown whole.
STEPS_MOST = 4_000_000
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


class Budget:
    """What is left to spend on comparing. Every text that a page compares draws on one."""

    def __init__(self, steps: int = STEPS_MOST) -> None:
        self.left = steps

    def covers(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Pay for comparing these, unless that is dearer than what is left."""
        steps = _steps(old, new)
        if steps > self.left:
            return False
        self.left -= steps
        return True


def changed_lines(before: str, after: str, budget: Budget | None = None) -> list[Line]:
    """The lines that are not the same in both texts, in order, each as its pieces. Empty lines do not count.

    Beyond the budget everything from the first line that differs to the last is one line: what was, and what is.
    """
    budget = budget or Budget()
    old, new = _between(_lines(before), _lines(after))
    if not budget.covers(old, new):
        return [[Piece(fate, "\n".join(lines)) for fate, lines in ((Fate.REMOVED, old), (Fate.ADDED, new)) if lines]]
    found: list[Line] = []
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [_pieces(*pair, budget) for pair in zip_longest(old[first:last], new[new_first:new_last], fillvalue="")]
    return found


def changed_words(before: str, after: str, budget: Budget | None = None) -> tuple[Piece, ...]:
    """One text in both wordings, as pieces in the order of reading; texts that have little in common are two pieces."""
    return tuple(_pieces(before, after, budget or Budget()))


def _steps(old: Sequence[str], new: Sequence[str]) -> int:
    """The most that a comparison takes: each match is looked for among all the pairs that are the same twice."""
    there, then = Counter(new), Counter(old)
    same = sum(count * there[one] for one, count in then.items())
    return min(len(old), len(new)) * (len(old) + len(new) + same)


def _between(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without the lines with which both begin, and those with which both end."""
    start = _same(zip(old, new, strict=False))
    end = _same(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    return old[start : len(old) - end], new[start : len(new) - end]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pieces(before: str, after: str, budget: Budget) -> Line:
    if before == after:
        return [Piece(Fate.KEPT, before.strip())] if before.strip() else []
    old, new = WORD.findall(before), WORD.findall(after)
    bare_old, bare_new = (tuple(word.strip() for word in words) for words in (old, new))
    # Paid for even where it is remembered: the same page looks the same twice.
    aligned = _aligned(bare_old, bare_new) if budget.covers(bare_old, bare_new) else None
    return list(_by_word(aligned or _both_ends(bare_old, bare_new), old, new))


@lru_cache(maxsize=1_000)
def _aligned(old: Sequence[str], new: Sequence[str]) -> list[Stretch] | None:
    """Word by word; nothing where the two have little in common."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return _whole_changes(matcher) if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE else None


def _both_ends(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Everything between the words with which both begin and those with which both end; a fragment is no beginning."""
    start = _alike(zip(old, new, strict=False))
    end = _alike(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    last, new_last = len(old) - end, len(new) - end
    stretches = [(True, 0, start, 0, start), (False, start, last, start, new_last), (True, last, len(old), new_last, len(new))]
    return [stretch for stretch in stretches if stretch[1] < stretch[2] or stretch[3] < stretch[4]]


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs from the start are the same twice; none where they are too few to be read by themselves."""
    count = _same(pairs)
    return count if count > FRAGMENT else 0


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


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
