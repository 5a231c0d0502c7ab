"""Receipt codes: what a person holds of what they sent, and nobody else. 128 random bits, as eight groups of four signs.

The sixteen signs are those that no hand writes alike (no 0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B), four bits each.
"""

import secrets
import unicodedata

from consult.core import tokens

SIGNS = "234679ACEFHKMRWX"
BYTES, A_GROUP = 16, 4
LONGEST_TYPED = 200
# Signs that are in no code, read as the one that they were meant to be.
MISREAD = str.maketrans("ZGQ", "269")


def fresh() -> str:
    """A new code, as it is shown: once, to whoever sent the contribution."""
    signs = "".join(SIGNS[half] for byte in secrets.token_bytes(BYTES) for half in divmod(byte, len(SIGNS)))
    return " ".join(signs[start : start + A_GROUP] for start in range(0, len(signs), A_GROUP))


def fingerprint(code: str) -> str:
    """What is stored of a code, however it is typed: small or capital, with or without spaces and dashes.

    SHA-256 is right here. A salt and a slow hash protect what people choose, because it can be guessed; of 2^128 codes nobody guesses
    one, however cheap a guess is. And without a salt the row is found by its index.
    """
    return tokens.fingerprint(_spelled(code))


def _spelled(code: str) -> str:
    plain = unicodedata.normalize("NFKC", code[:LONGEST_TYPED]).upper()
    return "".join(sign for sign in plain if sign.isalnum()).translate(MISREAD)
