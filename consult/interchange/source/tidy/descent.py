"""Who descends from whom: rows that name a parent, traced to the row that began it all."""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from consult.interchange.source.tables import quoted

MEND = {
    "unknown": "Name a row of this file, or leave it empty.",
    "left_out": "Mend that row first.",
    "circle": "Let one of them begin the others.",
}


class Broken(enum.StrEnum):
    """Why a row cannot be traced to a beginning."""

    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"
    CIRCLE = "circle"

    def reason(self, parent: str) -> str:
        """The fault in words."""
        return {
            Broken.UNKNOWN: f"There is no {quoted(parent)} to belong to.",
            Broken.LEFT_OUT: f"The row {quoted(parent)} that it belongs to was left out.",
            Broken.CIRCLE: f"It belongs to {quoted(parent)}, which belongs to it in turn.",
        }[self]

    @property
    def mend(self) -> str:
        """What to do about it."""
        return MEND[self.value]


@dataclass
class Descent:
    """The beginning of each row that has one, and what is wrong with the others."""

    root: dict[str, str] = field(default_factory=dict)
    broken: dict[str, Broken] = field(default_factory=dict)


def trace(parents: Mapping[str, str], left_out: Collection[str] = ()) -> Descent:
    """Trace each row to its beginning. `parents` names the parent of every row (empty: none); `left_out` are rows that were faulty."""
    found = Descent()
    for start in parents:
        path, on_path = [], set()
        here = start
        while here in parents and here not in found.root and here not in found.broken and here not in on_path:
            path.append(here)
            on_path.add(here)
            here = parents[here]
        _settle(found, path, here, left_out)
    return found


def _settle(found: Descent, path: list[str], end: str, left_out: Collection[str]) -> None:
    """Say of each row on a path what its end means for it."""
    if end in path:
        start = path.index(end)
        found.broken.update(dict.fromkeys(path[start:], Broken.CIRCLE))
        found.broken.update(dict.fromkeys(path[:start], Broken.LEFT_OUT))
    elif end in found.root:
        found.root.update(dict.fromkeys(path, found.root[end]))
    elif end in found.broken or (end and end in left_out):
        found.broken.update(dict.fromkeys(path, Broken.LEFT_OUT))
    elif end and path:
        found.broken.update(dict.fromkeys(path, Broken.LEFT_OUT))
        found.broken[path[-1]] = Broken.UNKNOWN
    elif path:
        found.root.update(dict.fromkeys(path, path[-1]))
