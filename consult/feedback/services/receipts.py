"""Asking after a contribution by its receipt code. Guessing is slowed down, and finds nothing."""

import sys

from consult.core.slow_down import slow_down
from consult.feedback import queries
from consult.feedback.queries import Traced
from consult.settings import current

# Wrong codes before a network waits; while many are tried from everywhere, each network has one. Nobody is made to wait by others.
FREE_FROM_A_NETWORK, FREE_UNDER_ATTACK = 5, 1
MANY = 100
EVERYWHERE = "receipts"
NO_LIMIT = sys.maxsize


def trace_contribution(code: str, *, network: str) -> Traced | None:
    """Say what became of the contribution that this code was given for; nothing where there is none."""
    keys = (f"receipt from {network}", EVERYWHERE)
    if current().limits:
        free = FREE_UNDER_ATTACK if slow_down().count(EVERYWHERE) >= MANY else FREE_FROM_A_NETWORK
        slow_down().take({keys[0]: free, EVERYWHERE: NO_LIMIT})
    found = queries.traced(code)
    if found is not None:
        slow_down().give_back(*keys)
    return found
