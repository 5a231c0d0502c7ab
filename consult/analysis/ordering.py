"""A shuffle that anybody can repeat: a fair order for each person, without storing one."""

from collections.abc import Iterable
from hashlib import sha256


def shuffled(seed: str, ids: Iterable[int]) -> list[int]:
    """Order ids by the SHA-256 of `seed:id`: the same for the same seed, unrelated between seeds."""
    return sorted(ids, key=lambda identifier: sha256(f"{seed}:{identifier}".encode()).digest())
