"""Names that people give themselves, as they may be shown beside those of others."""

import re
import unicodedata

# Letters and a sign that show nothing, beside the control and format characters (which also turn the direction of a text).
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
UNSEEN = {"Cc", "Cf"}
# The two joiners shape Persian, the scripts of India and emoji: one of them between two signs stays.
JOINERS = "\u200c\u200d"
STRAY_JOINERS = re.compile(rf"(?<!\S)[{JOINERS}]+|[{JOINERS}]+(?!\S)|(?<=[{JOINERS}])[{JOINERS}]")


def one_line(text: str | None) -> str:
    """A name on one line, without signs that cannot be seen; nothing where there is nothing else in it."""
    kept = "".join(char for char in text or "" if char.isspace() or char in JOINERS or not _is_unseen(char))
    name = STRAY_JOINERS.sub("", " ".join(kept.split()))
    # Accents and the like need something to stand on.
    shown = any(unicodedata.category(char)[0] not in "CMZ" for char in name)
    return unicodedata.normalize("NFC", " ".join(name.split())) if shown else ""


def _is_unseen(char: str) -> bool:
    return char in BLANK or unicodedata.category(char) in UNSEEN
