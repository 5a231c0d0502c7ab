"""Days and hours as a place counts them, and the moments they stand for. Moments are kept in UTC; a deadline names its zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moment_at(day: date, hour: time, zone: str) -> datetime:
    """The moment when a clock in this zone shows this hour.

    An hour that comes twice (the night the clocks go back) is the first of the two; one that is skipped counts on from the hour before.
    """
    return datetime.combine(day, hour.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The first moment after this day, which may have 23, 24 or 25 hours: an exclusive end."""
    return moment_at(day + timedelta(days=1), time.min, zone)


def last_day(end: datetime, zone: str) -> date:
    """The last day before an exclusive end: midnight at the start of February 1 gives January 31."""
    return local(last_second(end), zone).date()


def last_second(end: datetime) -> datetime:
    """The last whole second before an exclusive end: what people are told (11:59 p.m.)."""
    return end - timedelta(seconds=1)


def local(moment: datetime, zone: str) -> datetime:
    """The moment as a clock in this zone shows it."""
    return moment.astimezone(ZoneInfo(zone))
