"""A clock that stands still until the test moves it."""

from datetime import datetime, timedelta


class StoppedClock:
    """Stands in for `consult.core.clock.now`."""

    def __init__(self, start: datetime) -> None:
        """Stop at this moment."""
        self.moment = start

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Show this moment (aware)."""
        assert moment.tzinfo is not None, "A moment needs a zone: datetime(2026, 11, 1, tzinfo=UTC)."
        self.moment = moment

    def move(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Go on by this much; give back the new moment."""
        self.moment += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self.moment
