"""Fixtures of the tests marked `browser`: Debian's Chromium on the live site, and axe."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.live import Counted, serving
from tests.support.visits import Visits

# The default rule set and two rules that axe leaves off: the size of targets (WCAG 2.2) and one heading at the top.
# What it finds in order is not written out: that takes longer than finding it.
AXE_OPTIONS: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
Scan = Callable[..., list[str]]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Debian's Chromium, without the services it would call home to."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def live(application: Flask) -> Iterator[Counted]:
    """The application of this process on a socket, at `Settings.public_url`."""
    port = int(application.extensions["settings"].public_url.rpartition(":")[2])
    with serving(application, port) as counted:
        yield counted


@pytest.fixture
def visits(app: Flask, live: Counted, browser: Browser) -> Iterator[Visits]:
    """Real browsers: `visits.open("modules.module", module, lang="fr", width=320, javascript=False, user=somebody)`."""
    made = Visits(app, browser)
    yield made
    made.close()
    live.wait_until_idle()


@pytest.fixture
def axe(visits: Visits) -> Scan:
    """`axe(page)` gives what axe finds, one sentence each: `assert axe(page) == []`. `axe(page, "color-contrast")` asks for that alone."""
    # A page that was scanned before has the script already: it is half a megabyte.
    first, again = Axe(), Axe(axe_script="0")

    def scan(page: Page, *only: str) -> list[str]:
        assert visits.runs_scripts(page), "axe is a script: scan the page that was opened with JavaScript."
        options = {**AXE_OPTIONS, "runOnly": list(only)} if only else AXE_OPTIONS
        scanner = again if page.evaluate("'axe' in window") else first
        violations = scanner.run(page, options=options).response["violations"]
        return [f"{page.url}: {found['id']}: {found['help']}: {[node['html'] for node in found['nodes']][:3]}" for found in violations]

    return scan
