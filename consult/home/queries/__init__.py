"""Reads of set-up and checks: what this database holds, and where what is stored is not what its rows say."""

from consult.home.queries.checked import AlteredEdition, BrokenSeal, Checked, altered_editions, broken_seals
from consult.home.queries.counters import Counter, Difference, counters, differences
from consult.home.queries.setting_up import holds_demo, is_empty

__all__ = [
    "AlteredEdition",
    "BrokenSeal",
    "Checked",
    "Counter",
    "Difference",
    "altered_editions",
    "broken_seals",
    "counters",
    "differences",
    "holds_demo",
    "is_empty",
]
