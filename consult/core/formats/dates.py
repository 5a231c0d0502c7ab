"""Days, hours, moments with their time zone, and periods, as Canadians write them in each language.

Babel's own fr_CA forms are wrong in places (« 1 mars », « 09 h 00 », « 2 h 05 p.m. ») and its spaces vary: the patterns are ours,
the names of months and zones are Babel's.
"""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

from consult.core.bilingual import Bilingual
from consult.core.formats.typography import NBSP
from consult.core.i18n import LOCALES, language

# The zone of a day where nothing says which: in UTC an evening anywhere in Canada would already be tomorrow.
HOME_ZONE = "America/Toronto"

# CLDR calls these by the name of a neighbour that changes its clocks, by a code, or not at all.
_ZONE_NAMES = {
    "America/Blanc-Sablon": Bilingual("Atlantic Standard Time", "heure normale de l’Atlantique"),
    "America/Atikokan": Bilingual("Eastern Standard Time", "heure normale de l’Est"),
    "America/Regina": Bilingual("Central Standard Time", "heure normale du Centre"),
    "America/Swift_Current": Bilingual("Central Standard Time", "heure normale du Centre"),
    "America/Creston": Bilingual("Mountain Standard Time", "heure normale des Rocheuses"),
    "America/Dawson_Creek": Bilingual("Mountain Standard Time", "heure normale des Rocheuses"),
    "America/Fort_Nelson": Bilingual("Mountain Standard Time", "heure normale des Rocheuses"),
    "America/Dawson": Bilingual("Yukon Time", "heure du Yukon"),
    "America/Whitehorse": Bilingual("Yukon Time", "heure du Yukon"),
    "UTC": Bilingual("Coordinated Universal Time", "temps universel coordonné"),
}
_UTC_NAMES = {"UTC", "Etc/UTC", "Etc/GMT", "GMT", "Etc/Universal", "Zulu"}


def day(value: date, zone: str = HOME_ZONE, *, lang: str | None = None) -> str:
    """Write a date in full: "March 1, 2026", « 1er mars 2026 ». A moment is first taken to `zone`."""
    lang = lang or language()
    if isinstance(value, datetime):
        value = _local(value, zone).date()
    if lang == "en":
        return format_date(value, f"MMMM{NBSP}d, y", LOCALES[lang])
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{format_date(value, f'MMMM{NBSP}y', LOCALES[lang])}"


def month(value: date, *, lang: str | None = None) -> str:
    """Write a month: "March 2026", « mars 2026 »."""
    return format_date(value, f"MMMM{NBSP}y", LOCALES[lang or language()])


def hour(value: time, *, lang: str | None = None) -> str:
    """Write an hour: "2:05 p.m.", « 14 h 5 » (« 14 h », never « 14 h 00 »)."""
    lang = lang or language()
    if lang == "en":
        return format_time(value, f"h:mm{NBSP}a", locale=LOCALES[lang])
    minutes = f"{NBSP}{value.minute}" if value.minute else ""
    return f"{value.hour}{NBSP}h{minutes}"


def moment(value: datetime, zone: str, *, lang: str | None = None, short: bool = False) -> str:
    """Write a date, its hour and its zone: "January 31, 2027, 11:59 p.m. Pacific Time".

    `short` writes the zone's letters, « 14 h 5 HNA », where the zone has any.
    """
    lang = lang or language()
    local = _local(value, zone)
    at, name = hour(local.time(), lang=lang), zone_name(zone, lang=lang)
    letters = _letters(local, zone, lang) if short else ""
    if lang == "en":
        return f"{day(local.date(), lang=lang)}, at {at}{NBSP}{letters}" if letters else f"{day(local.date(), lang=lang)}, {at} {name}"
    return f"{day(local.date(), lang=lang)} à {at}" + (f"{NBSP}{letters}" if letters else f", {name}")


def period(first: date, last: date, zone: str = HOME_ZONE, *, lang: str | None = None) -> str:
    """Write two dates as a range: "March 1, 2026 to April 15, 2026", « du 1er mars 2026 au 15 avril 2026 »."""
    lang = lang or language()
    start, end = day(first, zone, lang=lang), day(last, zone, lang=lang)
    return f"{start} to {end}" if lang == "en" else f"du{NBSP}{start} au{NBSP}{end}"


def iso(value: date) -> str:
    """Write a date for machines and tables, the same in both languages; a moment in UTC, to the second."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return _aware(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def zone_name(zone: str, *, lang: str | None = None) -> str:
    """Name a time zone for a sentence: "Pacific Time", « heure du Pacifique »."""
    return _zone_names("UTC" if zone in _UTC_NAMES else zone)[lang or language()]


@cache
def _zone_names(zone: str) -> Bilingual:
    if zone in _ZONE_NAMES:
        return _ZONE_NAMES[zone]
    english, french = (get_timezone_name(ZoneInfo(zone), locale=LOCALES[lang]) for lang in ("en", "fr"))
    # CLDR makes up "Somewhere (City) Daylight Saving Time" for a zone without a name: the zone's own name says more.
    return Bilingual(zone, zone) if "(" in english else Bilingual(english, french)


def _letters(local: datetime, zone: str, lang: str) -> str:
    """The zone's letters at that moment; none where CLDR has only an offset, or letters that nobody uses."""
    if zone in _UTC_NAMES:
        return "UTC"
    letters = get_timezone_name(local, width="short", locale=LOCALES[lang])
    return letters if letters.isalpha() else ""


def _local(value: datetime, zone: str) -> datetime:
    return _aware(value).astimezone(ZoneInfo(zone))


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        message = f"{value!r} has no time zone: only aware moments can be written"
        raise ValueError(message)
    return value
