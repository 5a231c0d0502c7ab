"""Fixtures of imports: a small export in a folder of the test, and the command that takes it."""

from pathlib import Path

import pytest

from tests.builders import PolisExport


@pytest.fixture
def export(tmp_path: Path) -> PolisExport:
    """A small export, not written yet: a test may spoil it first."""
    return PolisExport(tmp_path / "export")
