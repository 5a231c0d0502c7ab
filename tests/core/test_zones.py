"""Days and hours as a place counts them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from consult.core.zones import end_of_day, last_day, last_second, local, moment_at

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2027, 1, 31), "America/Vancouver", datetime(2027, 2, 1, 8, tzinfo=UTC)),
        (date(2026, 7, 1), "America/St_Johns", datetime(2026, 7, 2, 2, 30, tzinfo=UTC)),
        (date(2026, 12, 31), "America/Toronto", datetime(2027, 1, 1, 5, tzinfo=UTC)),
        (date(2027, 1, 31), "UTC", datetime(2027, 2, 1, tzinfo=UTC)),
    ],
)
def test_a_day_ends_with_the_midnight_of_its_zone(day: date, zone: str, end: datetime) -> None:
    assert end_of_day(day, zone) == end
    assert last_day(end, zone) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 3, 9), 24), (date(2026, 11, 1), 25)])
def test_the_days_when_clocks_change_are_shorter_and_longer(day: date, hours: int) -> None:
    """Toronto, 2026: on March 8 clocks go forward, on November 1 back."""
    start = end_of_day(day - DAY, "America/Toronto")
    assert end_of_day(day, "America/Toronto") - start == timedelta(hours=hours)
    assert last_day(start, "America/Toronto") == day - DAY


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert moment_at(date(2026, 11, 1), time(1, 30, fold=1), "America/Toronto") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_an_hour_that_is_skipped_counts_on_from_the_hour_before() -> None:
    skipped = moment_at(date(2026, 3, 8), time(2, 30), "America/Toronto")
    assert skipped == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert local(skipped, "America/Toronto").time() == time(3, 30)


def test_a_zone_without_daylight_time_keeps_its_distance() -> None:
    assert [moment_at(date(2026, month, 15), time(12), "America/Regina").hour for month in (1, 7)] == [18, 18]


def test_people_are_told_the_last_minute_before_an_end() -> None:
    told = local(last_second(end_of_day(date(2027, 1, 31), "America/Vancouver")), "America/Vancouver")
    assert (told.date(), told.hour, told.minute) == (date(2027, 1, 31), 23, 59)
