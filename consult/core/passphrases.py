"""Passphrases: hashed with argon2id, compared in the same time for known and unknown people, refused where all the world uses them."""

import re
import string
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consult.core import tokens
from consult.core.paths import ROOT

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# Each hash takes 64 MiB and four threads: without a limit, forty sign-ins at once would take the machine down.
AT_ONCE = 2
_places = BoundedSemaphore(AT_ONCE)

FEWEST_CHARACTERS = 5
LEAST_REST = 4
LONGEST_UNIT = 6
RUN = 3
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "1a2b3c4d5e6f7g8h9i0j",
    "a1b2c3d4e5f6g7h8i9j0",
)
AROUND = string.digits + string.punctuation + " "
LEET = str.maketrans("01345@$!7", "oieasasit")


def hashed(passphrase: str) -> str:
    """The hash to keep. Slow on purpose: call `transaction.release()` before it."""
    with _places:
        return HASHER.hash(_same_everywhere(passphrase))


def matches(kept: str | None, passphrase: str) -> bool:
    """This is the passphrase of that hash. Nobody's hash (None) takes as long as somebody's, so that time tells nothing."""
    with _places:
        nobodys = _nobodys(HASHER)  # made once, by whoever signs in first, known or not
        try:
            fits = HASHER.verify(kept or nobodys, _same_everywhere(passphrase))
        except (VerificationError, InvalidHashError):
            return False
    return fits and kept is not None


def is_common(passphrase: str) -> bool:
    """It is among the first that anybody would try: a list entry with figures around it, keys in a row, a repeated piece."""
    typed = passphrase.casefold()
    return len(set(typed)) < FEWEST_CHARACTERS or _repeats(typed) or _is_run(typed) or _is_listed(typed)


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(tokens.fresh())


def _same_everywhere(passphrase: str) -> str:
    """An é is one character on some keyboards and two on others; both must open the same account."""
    return unicodedata.normalize("NFC", passphrase)


def _repeats(typed: str) -> bool:
    """The same short piece again and again, perhaps cut at the end."""
    return any((typed[:size] * len(typed))[: len(typed)] == typed for size in range(1, LONGEST_UNIT + 1))


def _is_run(typed: str) -> bool:
    """Little is left once neighbouring keys, letters and figures in order are taken out."""
    rest, at = 0, 0
    while at < len(typed):
        length = _run_at(typed, at)
        rest += 0 if length >= RUN else 1
        at += length if length >= RUN else 1
    return rest < LEAST_REST


def _run_at(typed: str, at: int) -> int:
    """How many characters from here on lie side by side in one of the rows, either way."""
    longest = 1
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        length = longest
        while at + length < len(typed) and typed[at : at + length + 1] in row:
            length += 1
        longest = length
    return longest


def _is_listed(typed: str) -> bool:
    """A common phrase, or one or two common words, with nothing but figures and signs around; 4 and @ may stand for a."""
    phrases, words = _lists()
    inner = typed.strip(AROUND)
    for spelling in (typed, inner.translate(LEET)):
        letters = _letters(spelling)
        if letters in phrases or any(letters == word * times for word in words for times in (1, 2)):
            return True
    return False


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """The common phrases and words, read once: letters only; single words are those without a space in the file."""
    lines = (ROOT / "consult" / "core" / "common_passphrases.txt").read_text(encoding="utf-8").split("\n")
    entries = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    phrases = frozenset(_letters(entry) for entry in entries if " " in entry)
    return phrases, frozenset(entry for entry in entries if " " not in entry)
