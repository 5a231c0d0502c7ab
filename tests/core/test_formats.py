"""Dates, hours, zones, numbers, names of provinces and alphabetical order: the golden output of the design."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from consult.core import formats
from consult.core.formats import (
    day,
    hour,
    in_province,
    iso,
    moment,
    month,
    number,
    percent,
    period,
    province_name,
    provinces,
    sort_key,
    zone_name,
)

HALIFAX = "America/Halifax"
AT = datetime(2026, 11, 22, 14, 5, tzinfo=ZoneInfo(HALIFAX)).astimezone(UTC)
CLOSING = datetime(2027, 1, 31, 23, 59, tzinfo=ZoneInfo("America/Vancouver")).astimezone(UTC)


def shown(text: str) -> str:
    """The no-break space made visible, as in the design's output."""
    return text.replace("\u00a0", "⍽")


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (date(2026, 3, 1), "March⍽1, 2026", "1er⍽mars⍽2026"),
        (date(2026, 11, 22), "November⍽22, 2026", "22⍽novembre⍽2026"),
        (date(2026, 8, 21), "August⍽21, 2026", "21⍽août⍽2026"),
    ],
)
def test_a_date_is_written_in_full(value, en, fr):
    assert shown(day(value, lang="en")) == en
    assert shown(day(value, lang="fr")) == fr


def test_the_day_of_a_moment_is_the_day_where_people_are():
    evening = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert shown(day(evening, lang="en")) == "November⍽22, 2026"
    assert shown(day(evening, "UTC", lang="en")) == "November⍽23, 2026"
    assert (shown(month(evening.date(), lang="en")), shown(month(evening.date(), lang="fr"))) == ("November⍽2026", "novembre⍽2026")


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (time(0, 30), "12:30⍽a.m.", "0⍽h⍽30"),
        (time(9, 0), "9:00⍽a.m.", "9⍽h"),
        (time(12, 0), "12:00⍽p.m.", "12⍽h"),
        (time(14, 5), "2:05⍽p.m.", "14⍽h⍽5"),
        (time(14, 30), "2:30⍽p.m.", "14⍽h⍽30"),
    ],
)
def test_an_hour_is_written_as_in_canada(value, en, fr):
    assert shown(hour(value, lang="en")) == en
    assert shown(hour(value, lang="fr")) == fr


def test_a_deadline_names_its_zone():
    assert shown(moment(CLOSING, "America/Vancouver", lang="en")) == "January⍽31, 2027, 11:59⍽p.m. Pacific Time"
    assert shown(moment(CLOSING, "America/Vancouver", lang="fr")) == "31⍽janvier⍽2027 à 23⍽h⍽59, heure du Pacifique"


def test_a_short_moment_has_the_letters_of_its_zone():
    assert shown(moment(AT, HALIFAX, lang="en", short=True)) == "November⍽22, 2026, at 2:05⍽p.m.⍽AST"
    assert shown(moment(AT, HALIFAX, lang="fr", short=True)) == "22⍽novembre⍽2026 à 14⍽h⍽5⍽HNA"
    assert shown(moment(AT, "UTC", lang="fr", short=True)) == "22⍽novembre⍽2026 à 18⍽h⍽5⍽UTC"


def test_a_zone_without_letters_is_named_in_full():
    assert shown(moment(AT, "America/Whitehorse", lang="en", short=True)) == "November⍽22, 2026, 11:05⍽a.m. Yukon Time"


@pytest.mark.parametrize(
    ("zone", "en", "fr"),
    [
        ("America/St_Johns", "Newfoundland Time", "heure de Terre-Neuve"),
        (HALIFAX, "Atlantic Time", "heure de l’Atlantique"),
        ("America/Toronto", "Eastern Time", "heure de l’Est"),
        ("America/Winnipeg", "Central Time", "heure du Centre"),
        ("America/Regina", "Central Standard Time", "heure normale du Centre"),
        ("America/Edmonton", "Mountain Time", "heure des Rocheuses"),
        ("America/Whitehorse", "Yukon Time", "heure du Yukon"),
        ("America/Vancouver", "Pacific Time", "heure du Pacifique"),
        ("Etc/UTC", "Coordinated Universal Time", "temps universel coordonné"),
        ("Etc/GMT+12", "Etc/GMT+12", "Etc/GMT+12"),
    ],
)
def test_every_zone_has_a_name_that_people_use(zone, en, fr):
    assert zone_name(zone, lang="en") == en
    assert zone_name(zone, lang="fr") == fr


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 1, 1), HALIFAX, lang="en")  # noqa: DTZ001 - the fault under test


def test_a_period_is_written_in_words():
    first, last = date(2026, 3, 1), date(2026, 4, 15)
    assert shown(period(first, last, lang="en")) == "March⍽1, 2026 to April⍽15, 2026"
    assert shown(period(first, last, lang="fr")) == "du⍽1er⍽mars⍽2026 au⍽15⍽avril⍽2026"


def test_machines_read_iso_in_both_languages():
    assert iso(date(2026, 11, 22)) == "2026-11-22"
    assert iso(AT.astimezone(ZoneInfo(HALIFAX))) == "2026-11-22T18:05:00Z"


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (1234.5, "1,234.5", "1⍽234,5"),
        (1234567, "1,234,567", "1⍽234⍽567"),
        (Decimal("-0.04"), "0", "0"),
        ("12", "12", "12"),
        (0.25, "0.3", "0,3"),
    ],
)
def test_a_number_is_grouped_by_language(value, en, fr):
    assert shown(number(value, lang="en")) == en
    assert shown(number(value, lang="fr")) == fr


@pytest.mark.parametrize(
    ("share", "digits", "en", "fr"),
    [
        (0.625, 1, "62.5%", "62,5⍽%"),
        (0.625, 0, "63%", "63⍽%"),
        ("0.9130", 0, "91%", "91⍽%"),
        ("0.9130", 1, "91.3%", "91,3⍽%"),
        (1, 1, "100%", "100⍽%"),
        (Decimal(0), 1, "0%", "0⍽%"),
    ],
)
def test_a_share_is_a_percentage(share, digits, en, fr):
    assert shown(percent(share, digits, lang="en")) == en
    assert shown(percent(share, digits, lang="fr")) == fr


@given(st.integers(0, 10**12))
def test_a_count_reads_back_in_both_languages(count):
    assert int(number(count, lang="en").replace(",", "")) == count
    assert int(number(count, lang="fr").replace("\u00a0", "")) == count


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(["en", "fr"]))
def test_no_date_or_hour_holds_a_space_of_another_width(value, lang):
    written = f"{day(value, 'UTC', lang=lang)} {moment(value, 'UTC', lang=lang, short=True)} {hour(value.time(), lang=lang)}"
    assert not set(written) & {"\u202f", "\u2009"}


@pytest.mark.parametrize(
    ("code", "name", "nom", "within", "dans"),
    [
        ("ON", "Ontario", "Ontario", "in Ontario", "en Ontario"),
        ("QC", "Quebec", "Québec", "in Quebec", "au Québec"),
        (
            "NL",
            "Newfoundland and Labrador",
            "Terre-Neuve-et-Labrador",
            "in Newfoundland and Labrador",
            "à Terre-Neuve-et-Labrador",
        ),
        ("PE", "Prince Edward Island", "Île-du-Prince-Édouard", "in Prince Edward Island", "à l’Île-du-Prince-Édouard"),
        ("NT", "Northwest Territories", "Territoires du Nord-Ouest", "in the Northwest Territories", "aux Territoires du Nord-Ouest"),
        ("NU", "Nunavut", "Nunavut", "in Nunavut", "au Nunavut"),
        ("outside", "Outside Canada", "À l’extérieur du Canada", "outside Canada", "à l’extérieur du Canada"),
    ],
)
def test_a_province_stands_alone_or_in_a_sentence(code, name, nom, within, dans):
    assert (province_name(code, lang="en"), province_name(code, lang="fr")) == (name, nom)
    assert (in_province(code, lang="en"), in_province(code, lang="fr")) == (within, dans)


def test_provinces_are_listed_in_the_order_of_the_reader():
    english, french = (" ".join(code for code, _ in provinces(lang)) for lang in ("en", "fr"))
    assert english == "AB BC MB NB NL NT NS NU ON PE QC SK YT outside"
    assert french == "AB BC PE MB NB NS NU ON QC SK NL NT YT outside"


def in_order(words, lang):
    return " ".join(sorted(words.split(), key=lambda word: sort_key(word, lang)))


def test_french_words_are_sorted_as_in_canada():
    words = "zèbre Étude coté Oka ouvert Île-du-Prince-Édouard côté évaluation œuvre étude cote Evaluation Manitoba côte Yukon Alberta"
    assert in_order(words, "fr") == (
        "Alberta cote côte coté côté étude Étude Evaluation évaluation Île-du-Prince-Édouard Manitoba œuvre Oka ouvert Yukon zèbre"
    )


def test_english_reads_accents_from_the_front():
    assert in_order("côté côte coté cote", "en") == "cote coté côte côté"


def test_the_acute_accent_comes_before_the_grave_one():
    assert in_order("pêche pèche péché péche", "en") == "péche péché pèche pêche"


def test_a_hyphen_and_an_apostrophe_sort_as_a_space():
    words = ["Saint-Jean", "Saint Laurent", "Saintonge", "l’agent", "la", "l'école"]
    assert sorted(words, key=lambda word: sort_key(word, "fr")) == ["l’agent", "l'école", "la", "Saint-Jean", "Saint Laurent", "Saintonge"]


@given(st.lists(st.text(max_size=8), max_size=8), st.sampled_from(["en", "fr"]))
def test_the_order_does_not_depend_on_the_order_before(words, lang):
    keys = sorted(sort_key(word, lang) for word in words)
    assert keys == sorted(sort_key(word, lang) for word in reversed(words))


def test_templates_get_exactly_the_six_filters():
    app = Flask("filters")
    before = set(app.jinja_env.filters)
    formats.register(app)
    assert set(app.jinja_env.filters) - before == {"day", "moment", "month", "number", "percent", "iso"}


def test_a_filter_speaks_the_language_of_the_page():
    app = Flask("filters")
    formats.register(app)
    page = app.jinja_env.from_string("{{ at|day }} | {{ at|moment(zone) }} | {{ count|number }} | {{ share|percent(0) }} | {{ at|iso }}")
    with app.test_request_context("/fr/modules"):
        written = page.render(at=AT, zone=HALIFAX, count=1234, share="0.6250")
    assert shown(written) == ("22⍽novembre⍽2026 | 22⍽novembre⍽2026 à 14⍽h⍽5, heure de l’Atlantique | 1⍽234 | 63⍽% | 2026-11-22T18:05:00Z")
