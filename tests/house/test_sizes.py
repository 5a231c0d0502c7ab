"""Sizes: a reader holds a file, a function, a view in one look. `pytest -s tests/house/test_sizes.py` prints the figures."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from statistics import median

from consult.core.paths import ROOT
from tests.support.source import modules

MAX_FILE = 400
MAX_FUNCTION = 50
MAX_VIEW = 20
MARKS = {"public", "signed_in", "staff"}
# "consult/…/file.py::function": "why it cannot be cut". Empty, and meant to stay so.
EXCEPTIONS: dict[str, str] = {}


def python_files() -> list[Path]:
    """Every file of the program and of its tests; migrations are written by Alembic."""
    return [path for folder in ("consult", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def length(path: Path) -> int:
    """Lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def function_lengths(path: Path) -> list[tuple[str, int, bool]]:
    """Name, lines and being a view, of each function; the decorators above it are not counted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT).as_posix()}::{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, is_view(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A view carries an access mark."""
    return any(isinstance(one, ast.Name) and one.id in MARKS for one in node.decorator_list)


def test_no_file_is_too_long():
    faults = [
        f"{name} has {lines} lines: cut it in two along its subjects (at most {MAX_FILE})."
        for path in python_files()
        if (lines := length(path)) > MAX_FILE and (name := path.relative_to(ROOT).as_posix()) not in EXCEPTIONS
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_no_function_is_too_long():
    faults = [
        f"{name} has {lines} lines: give a part of it a name (at most {MAX_VIEW if view else MAX_FUNCTION})."
        for path in python_files()
        for name, lines, view in function_lengths(path)
        if lines > (MAX_VIEW if view else MAX_FUNCTION) and name not in EXCEPTIONS
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_every_exception_is_still_needed():
    sizes = {path.relative_to(ROOT).as_posix(): length(path) > MAX_FILE for path in python_files()}
    sizes |= {name: lines > (MAX_VIEW if view else MAX_FUNCTION) for path in python_files() for name, lines, view in function_lengths(path)}
    idle = [name for name in EXCEPTIONS if not sizes.get(name)]
    assert not idle, f"Take out of EXCEPTIONS: {idle}"


def test_the_figures():
    """No rule: the figures that a closing note gives, to watch and not to fail on."""
    program = [module.path for module in modules().values()]
    bodies = [size for path in program for _name, size, _view in function_lengths(path)]
    print(f"\nfiles: {describe(map(length, program))}; functions: {describe(bodies)}")  # noqa: T201 - what this test is for


def describe(sizes: Iterable[int]) -> str:
    """Median, ninth decile, greatest."""
    ordered = sorted(sizes)
    return f"{len(ordered)}, median {median(ordered):g}, p90 {ordered[int(0.9 * (len(ordered) - 1))]}, max {ordered[-1]} lines"
