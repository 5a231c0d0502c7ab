"""The program as text: its modules, what each imports, and where. The house tests ask it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from consult.core.paths import ROOT


@dataclass(frozen=True)
class Import:
    """One imported module or name, as written."""

    target: str
    line: int
    in_function: bool
    for_types_only: bool

    @property
    def library(self) -> str:
        """The distribution, or `consult`."""
        return self.target.partition(".")[0]


@dataclass(frozen=True)
class Module:
    """One file of the program."""

    name: str
    path: Path

    @property
    def place(self) -> str:
        """The file, as a message names it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def parts(self) -> list[str]:
        """Its dotted name without `consult`: feature, room, the rest."""
        return self.name.split(".")[1:]

    @property
    def feature(self) -> str:
        """The feature (or `core`, `analysis`) it belongs to; '' for the roof."""
        return self.parts[0] if self.parts else ""

    @property
    def room(self) -> str:
        """The room in its feature; '' for the feature's own `__init__`."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @cached_property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The text as Python reads it."""
        return ast.parse("\n".join(self.lines), str(self.path))

    @cached_property
    def imports(self) -> list[Import]:
        """Everything it imports; a name imported from a package counts as that module where it is one."""
        return [found for node, inside, typing in _import_nodes(self.tree) for found in _imports(node, inside=inside, typing=typing)]

    def calls(self) -> Iterator[ast.Call]:
        """Every call in it."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


@cache
def modules() -> dict[str, Module]:
    """Every module of the program, by name."""
    return {found.name: found for path in sorted((ROOT / "consult").rglob("*.py")) for found in [Module(_name(path), path)]}


def called(call: ast.Call) -> str:
    """The name of what is called, as written: `db.session.commit`."""
    return ast.unparse(call.func)


def public_functions(module: Module) -> Iterator[ast.FunctionDef]:
    """The functions that other modules may call."""
    return (node for node in module.tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(node: ast.Import | ast.ImportFrom, *, inside: bool, typing: bool) -> Iterator[Import]:
    known = modules()
    for alias in node.names:
        if isinstance(node, ast.Import):
            target = alias.name
        else:
            whole = f"{node.module}.{alias.name}"
            target = whole if whole in known else str(node.module)
        yield Import(target, node.lineno, inside, typing)


def _import_nodes(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    """Each import, whether it stands in a function, and whether only the type checker reads it."""
    waiting: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while waiting:
        node, inside, typing = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, inside, typing
        inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing = typing or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        waiting.extend((child, inside, typing) for child in ast.iter_child_nodes(node))
