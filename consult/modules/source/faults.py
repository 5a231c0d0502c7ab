"""Faults of files are gathered: whoever mends a file wants to see all that is wrong with it at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from consult.core.errors import FileFault

Value = TypeVar("Value")


def raise_all(faults: Sequence[FileFault]) -> None:
    """Stop at the first fault, with the others in tow; where there is none, go on."""
    if faults:
        first = faults[0]
        first.others = tuple(faults[1:])
        raise first


def gathered(*steps: Callable[[], Value], found: Iterable[FileFault] = ()) -> list[Value]:
    """Take each step; if some fail, stop after the last one with the faults of all, after those `found` before."""
    done, faults = [], list(found)
    for step in steps:
        try:
            done.append(step())
        except FileFault as fault:
            faults += fault.all
    raise_all(faults)
    return done
