"""Habits: what is kept out of a place, and what only one place does."""

import ast
from collections.abc import Iterator

import pytest

from tests.support.source import called, modules

NOT_PURE = {
    "flask",
    "flask_babel",
    "flask_login",
    "flask_sqlalchemy",
    "flask_wtf",
    "jinja2",
    "markupsafe",
    "sqlalchemy",
    "werkzeug",
    "wtforms",
}
HEAVY = {"cryptography", "numpy", "scipy", "typst", "docx", "xlsxwriter", "mammoth", "py3langid", "matplotlib", "pandas"}
MAY_COMMIT = {"consult/core/transaction.py", "consult/core/commands.py", "consult/jobs/services.py", "consult/jobs/worker.py"}

Fault = Iterator[str]


def analysis_is_pure() -> Fault:
    for module in modules().values():
        if module.feature == "analysis":
            for found in module.imports:
                if found.library in NOT_PURE:
                    yield f"{module.place}:{found.line} imports {found.target}: analysis takes plain numbers and gives plain numbers."


def heavy_libraries_wait() -> Fault:
    for module in modules().values():
        for found in module.imports:
            if found.library in HEAVY and module.feature != "analysis" and not (found.in_function or found.for_types_only):
                yield f"{module.place}:{found.line} imports {found.target} at its top: import it in the function that needs it."


def an_import_in_a_function_says_why() -> Fault:
    for module in modules().values():
        for found in module.imports:
            line = module.lines[found.line - 1]
            if found.in_function and not line.partition("PLC0415")[2].lstrip(" -:").strip():
                yield f"{module.place}:{found.line} imports inside a function: move it up, or write why: `# noqa: PLC0415 - the reason`."


def one_place_commits() -> Fault:
    for module in modules().values():
        for call in module.calls():
            name = called(call)
            own = module.place == "consult/core/transaction.py"
            if name.endswith("session.commit") and not own:
                yield f"{module.place}:{call.lineno} commits: the request, the command or the job does that once, at its end."
            elif name in {"transaction.commit", "commit"} and module.place not in MAY_COMMIT:
                yield f"{module.place}:{call.lineno} commits: take the call away, or use transaction.release() before slow work."


def markup_is_made_of_constants() -> Fault:
    for module in modules().values():
        for call in module.calls():
            if called(call).rpartition(".")[2] == "Markup" and module.feature != "core" and not _constant(call):
                yield f"{module.place}:{call.lineno} makes Markup of something that is no constant: only core.richtext knows what is safe."


def _constant(call: ast.Call) -> bool:
    return all(isinstance(argument, ast.Constant) for argument in call.args)


@pytest.mark.parametrize(
    "rule",
    [
        analysis_is_pure,
        heavy_libraries_wait,
        an_import_in_a_function_says_why,
        one_place_commits,
        markup_is_made_of_constants,
    ],
)
def test_habits(rule):
    faults = list(dict.fromkeys(rule()))
    assert not faults, "\n" + "\n".join(faults)
