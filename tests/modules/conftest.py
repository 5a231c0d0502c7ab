"""Fixtures of the curriculum's tests."""

from pathlib import Path

import pytest

from tests.modules.files import Pair


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """A small module in two files, in a folder of this test."""
    return Pair(tmp_path)
