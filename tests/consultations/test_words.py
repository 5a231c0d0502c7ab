"""How dates, distances, steps and contents are put into words, in both languages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from consult.consultations import presenters, rules
from consult.consultations.models import Consultation
from consult.consultations.presenters.dates import deadline, distance, timeline
from consult.consultations.presenters.labels import MISSING
from consult.consultations.rules import Stage
from consult.core.bilingual import Bilingual
from consult.core.i18n import speaking
from consult.core.zones import end_of_day, moment_at
from tests.builders import make_committee, make_consultation, make_module, make_version
from tests.support.clock import StoppedClock

NBSP = "\u00a0"
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
ZONE = "America/Vancouver"
CLOSES = end_of_day(date(2027, 1, 31), ZONE)


@pytest.fixture(autouse=True)
def _words(app: Flask, clock: StoppedClock) -> None:
    """On November 22, 2026, at noon in Vancouver."""
    clock.set(NOW)


@pytest.mark.parametrize(
    ("lang", "text", "far"),
    [
        ("en", f"January{NBSP}31, 2027, 11:59{NBSP}p.m. Pacific Time", "in 10 weeks"),
        ("fr", f"31{NBSP}janvier{NBSP}2027 à 23{NBSP}h{NBSP}59, heure du Pacifique", f"dans 10{NBSP}semaines"),
    ],
)
def test_a_deadline_is_told_with_its_hour_its_zone_and_its_distance(lang: str, text: str, far: str) -> None:
    with speaking(lang):
        told = deadline(make_consultation("open", closes_at=CLOSES, zone=ZONE), NOW)
    assert told is not None
    assert (told.act, told.text, told.distance) == ("closes", text, far)


def test_which_deadline_matters_follows_the_clock() -> None:
    consultation = make_consultation("scheduled", opens_at=NOW + timedelta(days=1), closes_at=CLOSES)
    assert consultation.opens_at is not None
    moments = (NOW, consultation.opens_at, CLOSES - timedelta(seconds=1), CLOSES)
    assert [told.act for moment in moments if (told := deadline(consultation, moment))] == ["opens", "closes", "closes", "closed"]
    assert deadline(make_consultation("draft", opens_at=None, closes_at=None), NOW) is None


@pytest.mark.parametrize(
    ("days", "en", "fr"),
    [
        (0, "today", "aujourd’hui"),
        (1, "tomorrow", "demain"),
        (2, "in 2 days", "dans 2 jours"),
        (20, "in 20 days", "dans 20 jours"),
        (21, "in 3 weeks", "dans 3 semaines"),
        (120, "in 17 weeks", "dans 17 semaines"),
        (150, "in 5 months", "dans 5 mois"),
        (365, "in 12 months", "dans 12 mois"),
    ],
)
def test_distances_are_told_in_the_unit_people_count_in(days: int, en: str, fr: str) -> None:
    then = moment_at(date(2026, 11, 22) + timedelta(days=days), datetime.min.time(), ZONE) + timedelta(hours=23)
    for lang, expected in (("en", en), ("fr", fr)):
        with speaking(lang):
            assert distance(then, NOW, ZONE).replace(NBSP, " ") == expected


def test_tomorrow_is_tomorrow_in_the_zone_of_the_consultation() -> None:
    """At 11 p.m. in Vancouver it is already the next day in St. John's."""
    late, then = datetime(2026, 11, 23, 7, tzinfo=UTC), datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert (distance(then, late, ZONE), distance(then, late, "America/St_Johns")) == ("tomorrow", "today")


def steps(consultation: Consultation) -> list[tuple[str, str]]:
    """The states of the steps, by title."""
    return [(title, state) for title, _when, state in timeline(consultation, NOW)]


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.DRAFT, ["", "", "", ""]),
        (Stage.SCHEDULED, ["", "", "", ""]),
        (Stage.OPEN, ["now", "", "", ""]),
        (Stage.CLOSED, ["done", "now", "", ""]),
        (Stage.REPORTED, ["done", "done", "done", "now"]),
    ],
)
def test_the_timeline_says_how_far_it_is(stage: Stage, states: list[str]) -> None:
    assert [state for _title, state in steps(make_consultation(stage, committee_id=make_committee().id))] == states


def test_without_a_committee_nobody_is_said_to_answer() -> None:
    assert [title for title, _state in steps(make_consultation(Stage.REPORTED))] == [
        "Open for comments",
        "Analysis",
        "Report: What we heard",
    ]


@pytest.mark.parametrize(
    ("lang", "dates"),
    [
        ("en", ["November 1, 2026 to January 31, 2027", "From February 1, 2027 on", "By March 15, 2027", "By April 30, 2027"]),
        (
            "fr",
            [
                "Du 1er novembre 2026 au 31 janvier 2027",
                "À partir du 1er février 2027",
                "Au plus tard le 15 mars 2027",
                "Au plus tard le 30 avril 2027",
            ],
        ),
    ],
)
def test_the_timeline_has_dates_in_the_zone_of_the_consultation(lang: str, dates: list[str]) -> None:
    opens = moment_at(date(2026, 11, 1), datetime.min.time(), ZONE)
    consultation = make_consultation(opens_at=opens, closes_at=CLOSES, report_by=date(2027, 3, 15), respond_by=date(2027, 4, 30))
    with speaking(lang):
        assert [when.replace(NBSP, " ") for _title, when, _state in timeline(consultation, NOW)] == dates


def test_dates_that_nobody_knows_are_to_come() -> None:
    when = [step[1] for step in timeline(make_consultation("draft", opens_at=None, closes_at=None), NOW)]
    assert when == ["Dates to come", "Dates to come", "Date to come"]


def _one(name: str, text: Bilingual) -> dict[str, Any]:
    return {name: text}


def test_every_part_that_can_be_missing_has_its_sentence() -> None:
    empty = Bilingual("", "")
    texts: dict[str, Any] = dict.fromkeys(("title", "summary", "scope_open", "scope_decided", "scope_excluded"), empty)
    bare = make_consultation("draft", modules=0, opens_at=None, closes_at=None, **texts)
    halves = Bilingual("x", ""), Bilingual("", "x")
    half = [make_consultation("draft", **_one(name, half)) for name in sorted(rules.OPTIONAL_TEXTS) for half in halves]
    parts = {part for one in (bare, *half) for part in rules.missing_parts(one)}
    assert parts == set(MISSING)
    for lang in ("en", "fr"):
        with speaking(lang):
            assert all(presenters.missing_text(part, []).endswith(".") for part in parts)


def test_a_title_with_a_colon_is_shown_in_two_lines() -> None:
    titles = Bilingual("The First Minute: slowing down", f"La première minute{NBSP}: ralentir"), Bilingual("A 10:30 call", "Un appel")
    consultation = make_consultation(versions=[make_version(title=title) for title in titles])
    shown = {}
    for lang in ("en", "fr"):
        with speaking(lang):
            cards = presenters.module_cards(consultation, Stage.OPEN, {})
            shown[lang] = [(str(card.title), str(card.subtitle or "")) for card in cards]
    assert shown == {
        "en": [("The First Minute", "Slowing down"), ("A 10:30 call", "")],
        "fr": [("La première minute", "Ralentir"), ("Un appel", "")],
    }


def test_a_foreign_title_keeps_its_language_on_both_lines() -> None:
    cards = presenters.module_cards(make_consultation(versions=[make_version(title=Bilingual("", "Un : deux"))]), Stage.OPEN, {})
    assert cards[0].subtitle is not None
    assert (cards[0].title.lang, cards[0].subtitle.lang) == ("fr", "fr")


def test_where_nobody_wrote_only_a_reader_who_still_may_is_told_so() -> None:
    consultation = make_consultation(versions=[make_version(make_module())])
    told = {
        stage: [words for _icon, words in presenters.module_cards(consultation, stage, {})[0].facts] for stage in (Stage.OPEN, Stage.CLOSED)
    }
    assert told == {Stage.OPEN: ["6 min", "No comments yet", "Version 1"], Stage.CLOSED: ["6 min", "Version 1"]}


@pytest.mark.parametrize(("statements", "minutes"), [(1, "About 1 minute"), (34, "About 6 minutes"), (316, "About 53 minutes")])
def test_how_long_voting_takes(statements: int, minutes: str) -> None:
    assert presenters.voting_minutes(make_consultation(statement_count=statements)).startswith(minutes)
