"""Fixtures of imports: a small export in a folder of the test, and the command that takes it."""

from pathlib import Path

import pytest

from tests.builders import PolisExport
from tests.builders.interchange import TidyFolder


@pytest.fixture
def export(tmp_path: Path) -> PolisExport:
    """A small export, not written yet: a test may spoil it first."""
    return PolisExport(tmp_path / "export")


@pytest.fixture
def tidy(tmp_path: Path) -> TidyFolder:
    """A small folder in the tidy format, not written yet: a test may spoil it first."""
    return TidyFolder(tmp_path / "tidy")
