"""Stretches of a plain text, marked in the safe HTML that was made of it.

The two are the same words, but not letter by letter: the HTML has tags and entities, no-break spaces where typography asks for them,
and now and then a better sign (`…` for three full stops). So every character of the HTML is led back to its place in the plain text by
the characters that are not white; where a sign was bettered, the two are in step again a few characters later.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from consult.analysis.text_quotes import Segment

TOKEN = re.compile(r"(?P<tag><(?:[^<>\"]|\"[^\"]*\")*>)|&[#\w]+;|.", re.DOTALL)
# Typography never changes more characters than these in one place; then as many must be the same as can be, of the characters that follow.
STEP, IN_STEP = 8, (6, 3, 1)
STEPS = sorted(product(range(STEP), repeat=2), key=sum)[1:]
NOWHERE = -1


@dataclass
class Piece:
    """A tag, or one character as it is written."""

    source: str
    character: str = ""  # none: it is a tag
    place: int = NOWHERE  # in the plain text
    segment: int = NOWHERE


@dataclass
class Unit:
    """One character that is not white, of the text normalised, and the pieces it was made of."""

    character: str
    pieces: list[Piece]


def mark(safe_html: str, plain: str, found: Sequence[Segment], after: Callable[[int], str]) -> str:
    """The HTML with a `<mark>` around each segment, in as many as its tags ask for; `after` says what follows the last of them.

    Without the marks and what follows them, it is the very HTML that was given.
    """
    pieces = [Piece(token[0]) if token["tag"] else Piece(token[0], html.unescape(token[0])) for token in TOKEN.finditer(safe_html)]
    place(pieces, plain)
    _share_out([piece for piece in pieces if piece.character], found)
    return "".join(_written(pieces, found, after))


def place(pieces: Sequence[Piece], plain: str) -> None:
    """Say of each character where it stands in the plain text; white space, and what typography put in, stands nowhere."""
    written = list(_units([piece for piece in pieces if piece.character]))
    places = [number for number, character in enumerate(plain) if not character.isspace()]
    here = there = 0
    while here < len(written) and there < len(places):
        if written[here].character == plain[places[there]]:
            ahead, behind = 1, 1
        else:
            ahead, behind = _step(written, here, plain, places, there)
        for number in range(min(ahead, behind)):
            for piece in written[here + number].pieces:
                piece.place = places[there + number] if piece.place == NOWHERE else piece.place
        here, there = here + ahead, there + behind


def _units(characters: Sequence[Piece]) -> Iterator[Unit]:
    """The characters as NFC has them: a letter with its combining marks is one, or as few as it can be."""
    first = 0
    while first < len(characters):
        last, made = first + 1, characters[first].character
        while last < len(characters) and _joins(made, characters[last].character):
            made += characters[last].character
            last += 1
        for character in unicodedata.normalize("NFC", made):
            if not character.isspace():
                yield Unit(character, list(characters[first:last]))
        first = last


def _joins(before: str, character: str) -> bool:
    """It is normalised together with what stands before it."""
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    both = unicodedata.normalize("NFC", before + character)
    return both != unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)


def _step(written: Sequence[Unit], here: int, plain: str, places: Sequence[int], there: int) -> tuple[int, int]:
    """How many characters of each to pass, as few as possible, until both go on alike."""
    for alike, (ahead, behind) in product(IN_STEP, STEPS):
        ours = [unit.character for unit in written[here + ahead : here + ahead + alike]]
        theirs = [plain[number] for number in places[there + behind : there + behind + alike]]
        if ours == theirs:
            return ahead, behind
    return 1, 1


def _share_out(characters: Sequence[Piece], found: Sequence[Segment]) -> None:
    """Say of each character which segment it is in. What stands nowhere is in one where both its neighbours are."""
    number = 0
    for piece in characters:
        if piece.place == NOWHERE:
            continue
        while number < len(found) and found[number].stop <= piece.place:
            number += 1
        if number < len(found) and found[number].start <= piece.place:
            piece.segment = number
    before = NOWHERE
    waiting: list[Piece] = []
    for piece in characters:
        if piece.place == NOWHERE:
            waiting.append(piece)
            continue
        for one in waiting:
            one.segment = piece.segment if piece.segment == before else NOWHERE
        before, waiting = piece.segment, []


def _written(pieces: Sequence[Piece], found: Sequence[Segment], after: Callable[[int], str]) -> Iterator[str]:
    last = {piece.segment: number for number, piece in enumerate(pieces) if piece.segment != NOWHERE}
    inside, owed = NOWHERE, ""
    for number, piece in enumerate(pieces):
        segment = piece.segment
        if inside not in {segment, NOWHERE}:
            yield "</mark>"
        if owed and (piece.character or not piece.source.startswith("</")):
            yield owed
            owed = ""
        if segment not in {inside, NOWHERE}:
            yield "<mark>"
        inside = segment
        yield piece.source
        if segment != NOWHERE and last[segment] == number:
            yield "</mark>"
            inside, owed = NOWHERE, after(found[segment].count)
    yield owed
