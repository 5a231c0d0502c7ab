"""How dates, hours, numbers, names of provinces and typography are written: the only place that calls Babel's formats."""

from flask import Flask

from consult.core.formats.dates import HOME_ZONE, day, hour, iso, moment, month, period, zone_name
from consult.core.formats.numbers import number, percent
from consult.core.formats.ordering import sort_key
from consult.core.formats.provinces import PROVINCES, in_province, province_name, provinces
from consult.core.formats.typography import NBSP, english_spacing, french_spacing, spacing

__all__ = [
    "HOME_ZONE",
    "NBSP",
    "PROVINCES",
    "day",
    "english_spacing",
    "french_spacing",
    "hour",
    "in_province",
    "iso",
    "moment",
    "month",
    "number",
    "percent",
    "period",
    "province_name",
    "provinces",
    "register",
    "sort_key",
    "spacing",
    "zone_name",
]


def register(app: Flask) -> None:
    """Give templates the six filters that write a value for its reader."""
    app.jinja_env.filters.update(day=day, moment=moment, month=month, number=number, percent=percent, iso=iso)
