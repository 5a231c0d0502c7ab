"""Fixtures of the tests of consultations."""

from datetime import UTC, datetime

import pytest

from consult.accounts.models import Role
from tests.builders import make_user
from tests.support.clock import StoppedClock
from tests.support.site import Site


@pytest.fixture
def staff(site: Site, clock: StoppedClock) -> Site:
    """An editor's browser, in October 2026."""
    clock.set(datetime(2026, 10, 1, tzinfo=UTC))
    return site.as_(make_user(roles=[Role.EDITOR]))
