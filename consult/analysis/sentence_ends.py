"""Where the sentences of a text begin and end, in English and in French: what a reader can choose to quote, sentence by sentence.

A cut too few is a long sentence; a cut too many is half of one. So where a full stop may be part of a word, nothing is cut.
"""

import re
from collections.abc import Iterator

# What ends a sentence, in the scripts that our texts are written in; then the marks that close around it, and white space.
END = re.compile(r"[.!?…\u061f\u06d4\u166e\u3002]+(?:\s?[»”’\"')\]])*(?=\s|$)")
# A quotation or an aside up to this length stays whole; a longer one is a text of its own.
ASIDE_MOST = 200
ASIDE = re.compile(rf"«[^«»]{{1,{ASIDE_MOST}}}»|“[^“”]{{1,{ASIDE_MOST}}}”|\([^()]{{1,{ASIDE_MOST}}}\)|\[[^\[\]]{{1,{ASIDE_MOST}}}\]")
# Before a name or a rank, and after nothing: these never end a sentence.
SHORT = frozenset(
    "approx av boul c.-à-d cf comm const cpl cst dept dr dre e.g ed éd env ex gen i.e insp jr lt m me mgr mlle mm mme mr mrs ms p.-s prof "
    "rev s.-é sgt sr st ste supt viz vs".split()
)
# These do only before a number.
NUMBERED = frozenset("al art ch chap fig n no nos p para pp r sect vol §".split())
WORD_BEFORE = re.compile(r"(?:^|[\s«“(\[\"'’])([^\s«“(\[\"'’]*)$")
LOOK_BACK = 24


def sentences(text: str) -> list[tuple[int, int]]:
    """From where to where each sentence goes, without the white space around it."""
    return list(_ranges(text))


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    start = _skip(text, 0)
    asides = [found.span() for found in ASIDE.finditer(text)]
    for found in END.finditer(text):
        if found.start() > start and _ends(text, start, found, asides):
            yield start, found.end()
            start = _skip(text, found.end())
    stop = len(text.rstrip())
    if start < stop:
        yield start, stop


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _ends(text: str, start: int, found: re.Match[str], asides: list[tuple[int, int]]) -> bool:
    place = _skip(text, found.end())
    after = text[place : place + 1]
    if after.islower() or any(first < found.end() < last for first, last in asides):
        return False
    return text[found.start()] != "." or found[0].startswith("..") or not _is_part_of_a_word(text, start, found.start(), after)


def _is_part_of_a_word(text: str, start: int, stop: int, after: str) -> bool:
    """The full stop at `stop` belongs to an abbreviation, an initial, or a number that begins an item."""
    before = WORD_BEFORE.search(text[max(start, stop - LOOK_BACK) : stop])
    word = before[1] if before else ""
    if word.isdecimal():
        return stop - start == len(word)  # "1. Speak first" is one item; "in 2024. Then" are two sentences
    is_initial = len(word) == 1 and word.isupper() and word.isalpha()
    if word.lower() in {"a.m", "p.m"}:
        return False
    is_dotted = bool(re.fullmatch(r"(?:\w\.)+\w", word))
    return is_initial or is_dotted or word.lower() in SHORT or (word.lower() in NUMBERED and after.isdecimal())
