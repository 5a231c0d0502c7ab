"""The one clock: every date in the product comes from here, so that tests can set it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC, without microseconds that no reader needs."""
    return datetime.now(UTC).replace(microsecond=0)
