"""What changed between two wordings as HTML, made once and stored: `<del>` and `<ins>` alone, around words that are escaped.

How a reader hears them is in the language of the page, so it is put in when the page is made (`feedback.presenters`).
"""

import html
import unicodedata
from collections.abc import Sequence

from consult.analysis.word_changes import Fate, Piece, changed_words
from consult.core.formats import spacing

WHOLE_MOST = 700  # characters; a longer comparison shows what changed, between a few words of what stayed
AROUND = 12  # such words on each side
LEFT_OUT = "<wbr>"  # stands where words that stayed are left out
TAGS = {Fate.REMOVED: ("<del>", "</del>"), Fate.ADDED: ("<ins>", "</ins>"), Fate.KEPT: ("", "")}


def changes_html(before: str, after: str, lang: str) -> str:
    """The difference between two plain texts of one language, as safe HTML."""
    before, after = (spacing(text, lang, edit=False) for text in (before, after))
    pieces = changed_words(before, after)
    is_whole = sum(len(piece.words) for piece in pieces) <= WHOLE_MOST
    return " ".join(_marked(piece, place, pieces, is_whole=is_whole) for place, piece in enumerate(pieces))


def same_words(one: str, other: str) -> bool:
    """Both say the same: white space and composed letters are no difference that anybody sees."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """The words as they are compared (the twin of `core.richtext.plain_text` for a text without marks)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _marked(piece: Piece, place: int, pieces: Sequence[Piece], *, is_whole: bool) -> str:
    if piece.fate is not Fate.KEPT or is_whole:
        start, end = TAGS[piece.fate]
        return f"{start}{html.escape(piece.words)}{end}"
    words = piece.words.split(" ")
    before = [] if place == 0 else words[:AROUND]
    after = [] if place == len(pieces) - 1 else words[-AROUND:]
    if len(before) + len(after) >= len(words):
        return html.escape(piece.words)
    return " ".join(part for part in (html.escape(" ".join(before)), LEFT_OUT, html.escape(" ".join(after))) if part)
