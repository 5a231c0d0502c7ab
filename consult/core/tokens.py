"""Secrets that a browser or a mailed link carries: 256 random bits, of which the database keeps a hash alone."""

import secrets
from hashlib import sha256

BYTES = 32


def fresh() -> str:
    """A new token, safe in an address."""
    return secrets.token_urlsafe(BYTES)


def fingerprint(token: str) -> str:
    """What is stored. No salt and no slow hash: 256 random bits cannot be guessed from it."""
    return sha256(token.encode()).hexdigest()
