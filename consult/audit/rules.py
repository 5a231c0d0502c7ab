"""What an entry of the trail may hold, and how its hash is made."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from consult.analysis.canonical import chain_hash

LONGEST_CODE = 80
SITE = "site"

Code = str | int | bool | None
Detail = Mapping[str, Code | list[int] | list[str]]


@dataclass(frozen=True)
class Content:
    """What the hash of an entry covers: every column but the two hashes. The detail is its text, so that a changed space shows."""

    chain: str
    seq: int
    at: str
    actor_ref: str | None
    action: str
    target: str
    detail: str

    def hash_after(self, previous: str) -> str:
        """The hash of this entry where it follows the one whose hash is `previous` (METHOD 1.12)."""
        return chain_hash(previous, asdict(self))


def chain_of(consultation_id: int | None) -> str:
    """The chain that an act belongs to: that of its consultation, else that of the site."""
    return SITE if consultation_id is None else f"consultation:{consultation_id}"


def is_code(value: object) -> bool:
    """A number, an id or a code. White space or an @ means that somebody's words or address slipped in."""
    if isinstance(value, str):
        return len(value) <= LONGEST_CODE and "@" not in value and not any(char.isspace() for char in value)
    return value is None or isinstance(value, bool | int)


def refuse_words(detail: Detail) -> None:
    """Stop where a detail is more than numbers and codes: the trail is kept for ever, and never holds a person's words."""
    for key, value in detail.items():
        parts = value if isinstance(value, list) else [value]
        if not is_code(key) or not all(is_code(part) for part in parts):
            message = f"The detail {key[:LONGEST_CODE]!r} is not a number, an id or a code."
            raise ValueError(message)


def stamp(at: datetime) -> str:
    """A moment as the hash reads it: ISO 8601 in UTC, with a Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
