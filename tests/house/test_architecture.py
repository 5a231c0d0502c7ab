"""Floors and rooms: what a module may import."""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.support.source import Import, Module, modules

FLOORS = {
    "analysis": 0,
    "core": 1,
    "audit": 2,
    "jobs": 2,
    "accounts": 3,
    "notices": 4,
    "pages": 4,
    "modules": 4,
    "consultations": 5,
    "feedback": 6,
    "moderation": 7,
    "themes": 7,
    "reports": 8,
    "coalition": 8,
    "interchange": 9,
    "home": 9,
}
# The roof imports every feature; the settings are read everywhere and know only core.
ROOF = {"", "settings"}
# Rooms without inner order: they are imported as wholes.
PLUMBING = {"analysis", "core"}

# From the top of the house's table to its bottom: a room imports only rooms that stand before it.
ROOMS = {"models": 0, "rules": 1, "queries": 2, "services": 3, "presenters": 4, "forms": 5, "views": 6, "api": 6, "cli": 6}
EDGE = 6
# Jobs are asked for by services and edges and call services themselves: they stand aside, and the rule against circles keeps the peace.
ASIDE = "jobs"
SHARED = {"models", "rules", "queries", "services"}
# Beside the shared rooms: who is asking (for views), how to declare a job (for jobs) ...
ALSO_SHARED = {("accounts", "session"), ("jobs", "registry")}
# ... and, for rooms that show something, the words of a lower floor: an enum is labelled once.
SHOWN = "presenters"

WEB = {"flask", "flask_login", "flask_babel", "flask_wtf", "werkzeug", "wtforms", "jinja2", "markupsafe"}
MAY_KNOW_FLASK = {
    "consult/jobs/services.py": "runs a job in an application context of its own, as a worker would",
    "consult/jobs/worker.py": "is a process of its own, around the application",
    "consult/jobs/serve.py": "is a process of its own, around the application",
    "consult/accounts/session.py": "reads and writes the cookie of a request",
}
Fault = Iterator[str]


def features() -> list[Module]:
    """Every module of a feature."""
    return [module for module in modules().values() if module.feature not in ROOF | PLUMBING]


def within(module: Module) -> Iterator[tuple[Import, Module]]:
    """What a module imports of the program."""
    for found in module.imports:
        target = modules().get(found.target)
        if target is not None and target is not module:
            yield found, target


@cache
def level(module: Module) -> int:
    """Where a room stands. A module with a name of its own (`findings`, `tables`) stands as high as what it imports of its feature."""
    if module.room in ROOMS:
        return ROOMS[module.room]
    own = [
        level(target)
        for _found, target in within(module)
        if target.feature == module.feature and target.room not in {"", ASIDE, module.room}
    ]
    web = [ROOMS["presenters"]] if any(found.library in WEB for found in module.imports) and module.place not in MAY_KNOW_FLASK else []
    return max(own + web, default=0)


def every_feature_has_a_floor() -> Fault:
    for feature in sorted({module.feature for module in modules().values()} - ROOF - set(FLOORS)):
        yield f"consult/{feature} has no floor: write it into FLOORS, as high as what it needs allows."


def floors_are_climbed_downwards() -> Fault:
    for module in modules().values():
        for found, target in within(module):
            if not module.feature or target.feature in {module.feature, "settings"}:
                continue
            here, there = FLOORS.get(module.feature, 0), FLOORS.get(target.feature, len(FLOORS))
            if module.feature == "settings":
                if target.feature != "core":
                    yield f"{module.place}:{found.line} imports {target.name}: the settings know only core."
            elif there >= here:
                relation = "stands higher" if there > here else "is a neighbour on the same floor"
                yield f"{module.place}:{found.line} imports {target.name}, which {relation}: let the upper floor ask."


def only_shared_rooms_are_entered() -> Fault:
    for module in features():
        for found, target in within(module):
            if (
                target.feature in {module.feature} | PLUMBING | ROOF
                or target.room in SHARED
                or (target.feature, target.room) in ALSO_SHARED
            ):
                continue
            if target.room == SHOWN and (level(module) >= ROOMS[SHOWN] or module.room == ASIDE):
                continue
            rooms = ", ".join(sorted(SHARED))
            yield f"{module.place}:{found.line} imports {target.name}: of other features take only {rooms} (presenters to show things)."


def rooms_are_entered_downwards() -> Fault:
    for module in features():
        if module.room in {"", ASIDE}:
            continue
        for found, target in within(module):
            if target.feature != module.feature or target.room in {"", ASIDE, module.room}:
                continue
            if level(target) > level(module):
                yield f"{module.place}:{found.line} imports {target.name}, a room below it in the table: move what both need up."


def nothing_runs_in_circles() -> Fault:
    """Python would load half a module. What only the type checker reads, or a function imports, does not count."""
    graph = {
        name: {target.name for found, target in within(module) if not (found.in_function or found.for_types_only)}
        for name, module in modules().items()
    }
    left = set(graph) - {"consult"}
    while free := {one for one in left if not graph[one] & left or not any(one in graph[other] for other in left)}:
        left -= free
    if left:
        yield f"These modules import each other in a circle: {', '.join(sorted(left))}. Move what they share to a lower room."


def flask_stays_at_the_edges() -> Fault:
    for module in features():
        low = module.room in ROOMS and ROOMS[module.room] < ROOMS["presenters"]
        if not low or module.place in MAY_KNOW_FLASK:
            continue
        for found in module.imports:
            if found.library in WEB:
                yield f"{module.place}:{found.line} imports {found.target}: {module.room} know nothing of the web. Pass the value in."


@pytest.mark.parametrize(
    "rule",
    [
        every_feature_has_a_floor,
        floors_are_climbed_downwards,
        only_shared_rooms_are_entered,
        rooms_are_entered_downwards,
        nothing_runs_in_circles,
        flask_stays_at_the_edges,
    ],
)
def test_architecture(rule):
    faults = list(dict.fromkeys(rule()))
    assert not faults, "\n" + "\n".join(faults)
