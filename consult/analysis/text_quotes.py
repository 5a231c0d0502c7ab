"""Words quoted from a text, as the W3C's text quote selector keeps them: exactly, with a little of what stands before and after.

Places are counted in Unicode code points of the plain text. Pure text; what a state means to people is said elsewhere.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

CONTEXT = 32
# Below this likeness, in hundredths, other words are not the same words put differently.
ALIKE = 50
SURE = 100
# Longer texts are not searched word by word: in them only the very words are found again.
WORDS_MOST = 4_000
WORD = re.compile(r"\S+")
AROUND_WORDS = ".,;:!?…«»“”\"'’()[]—–-"
FNV_START, FNV_PRIME, BITS_32 = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


@dataclass(frozen=True)
class TextQuote:
    """Some words of a text, and where they stand in it."""

    start: int
    stop: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Found:
    """Where the words of a quote stand in another text, and how like them what stands there is, in hundredths."""

    start: int
    stop: int
    score: int


@dataclass(frozen=True)
class Segment:
    """Neighbouring characters that equally many quotes share."""

    start: int
    stop: int
    count: int


def quote_at(text: str, start: int, stop: int) -> TextQuote | None:
    """The words from `start` to `stop` without the white space around them; nothing where there are none."""
    if not 0 <= start < stop <= len(text) or not text[start:stop].strip():
        return None
    words = text[start:stop]
    start, stop = start + len(words) - len(words.lstrip()), stop - len(words) + len(words.rstrip())
    return TextQuote(start, stop, text[start:stop], text[max(0, start - CONTEXT) : start], text[stop : stop + CONTEXT])


def short_hash(words: str) -> str:
    """A name for these words, short enough for a form, and as easy to make in a browser (FNV-1a of the code points)."""
    value = FNV_START
    for character in words:
        value = ((value ^ ord(character)) * FNV_PRIME) & BITS_32
    return f"{value:08x}"


def find_same(quote: TextQuote, text: str) -> Found | None:
    """The very words; where they stand more than once, there where most of what is around them is the same, and nearest to where it was."""
    places = [found.start() for found in re.finditer(f"(?={re.escape(quote.exact)})", text)]
    if not places:
        return None
    best = max(places, key=lambda place: (_context(quote, text, place), -abs(place - quote.start)))
    return Found(best, best + len(quote.exact), SURE)


def find_alike(quote: TextQuote, text: str) -> Found | None:
    """What stands in the place of the words now, where that is still much the same."""
    old, new = list(WORD.finditer(quote.prefix + quote.exact + quote.suffix)), list(WORD.finditer(text))
    first, last = len(quote.prefix), len(quote.prefix) + len(quote.exact)
    own = [place for place, word in enumerate(old) if word.start() < last and word.end() > first]
    if not own or not new or len(new) > WORDS_MOST or len(old) > WORDS_MOST:
        return None
    before, after = _bare(old), _bare(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    start, stop = _there(codes, own[0], is_end=False), _there(codes, own[-1] + 1, is_end=True)
    if start >= stop:
        return None
    score = round(SURE * SequenceMatcher(None, before[own[0] : own[-1] + 1], after[start:stop], autojunk=False).ratio())
    return Found(new[start].start(), new[stop - 1].end(), min(score, SURE - 1)) if score >= ALIKE else None


def segments(ranges: Iterable[tuple[int, int]]) -> list[Segment]:
    """Overlapping ranges as stretches that do not overlap, in order, each with the number of ranges that share it."""
    changes: dict[int, int] = {}
    for start, stop in ranges:
        changes[start] = changes.get(start, 0) + 1
        changes[stop] = changes.get(stop, 0) - 1
    found, count, ends = [], 0, sorted(changes)
    for start, stop in pairwise(ends):
        count += changes[start]
        if count:
            found.append(Segment(start, stop, count))
    return found


def _context(quote: TextQuote, text: str, place: int) -> int:
    """How many characters around the words are as they were."""
    after = text[place + len(quote.exact) :][:CONTEXT]
    before = text[max(0, place - CONTEXT) : place]
    return _same(reversed(before), reversed(quote.prefix)) + _same(after, quote.suffix)


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _bare(words: Sequence[re.Match[str]]) -> list[str]:
    """Words to compare: a comma that came or went changes none of them."""
    return [word[0].strip(AROUND_WORDS).casefold() or word[0] for word in words]


def _there(codes: Sequence[tuple[str, int, int, int, int]], place: int, *, is_end: bool) -> int:
    """Where a place between the words of one text stands in the other; in a stretch that changed, at the end that leaves it whole."""
    tag, first, _last, new_first, new_last = next(code for code in codes if code[1] <= place - is_end < code[2])
    if tag == "equal":
        return new_first + place - first
    return new_last if is_end else new_first
