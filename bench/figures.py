"""What was measured: figures with their targets, the results file, and the table that is printed."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = 1
DIGITS = 3
# With a tombstone or a reply less than the fullest, a page of comments still counts as full.
FULL = 0.85


@dataclass(frozen=True)
class Figure:
    """One number, and what was asked of it. A ratio says in `of` what is divided by what; `low` and `high` are its extremes by round."""

    part: str
    name: str
    value: float
    unit: str = "ratio"
    of: str = ""
    at_least: float | None = None
    at_most: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none."""
        if self.at_least is None and self.at_most is None:
            return None
        return (self.at_least is None or self.value >= self.at_least) and (self.at_most is None or self.value <= self.at_most)

    @property
    def target(self) -> str:
        """The target in a few signs."""
        bounds = [(">=", self.at_least), ("<=", self.at_most)]
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)

    def row(self) -> dict[str, Any]:
        """As the results file has it: what is not known is left out."""
        known = {name: _short(value) for name, value in asdict(self).items() if value not in {None, ""}}
        return known | ({} if self.met is None else {"met": self.met})


@dataclass
class Findings:
    """Everything one run found. `load` and `growth` are what the figures were made of."""

    figures: list[Figure] = field(default_factory=list)
    load: dict[str, dict[str, Any]] = field(default_factory=dict)
    growth: dict[str, dict[str, Any]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def results(self, **about: object) -> dict[str, Any]:
        """The whole of the results file."""
        return {
            "schema": SCHEMA,
            **about,
            "figures": [figure.row() for figure in self.figures],
            "load": self.load,
            "growth": self.growth,
            "skipped": self.skipped,
        }


def write(results: dict[str, Any], path: Path) -> None:
    """Write the file so that two of them can be compared line by line."""
    path.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def table(figures: Iterable[Figure], skipped: dict[str, str]) -> str:
    """What is printed at the end."""
    heads = ("part", "figure", "value", "target", "")
    rows = [
        (one.part, one.name, f"{one.value:.2f} {one.unit}", one.target, {True: "met", False: "NOT MET", None: ""}[one.met])
        for one in figures
    ]
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (heads, *rows)]
    return "\n".join([*lines, *(f"left out: {part}: {reason}" for part, reason in skipped.items())])


def rounded(values: Iterable[float]) -> list[float]:
    """Numbers as the file has them."""
    return [_short(value) for value in values]


def _short(value: Any) -> Any:  # noqa: ANN401 - strings and numbers alike
    return round(value, DIGITS) if isinstance(value, float) else value
