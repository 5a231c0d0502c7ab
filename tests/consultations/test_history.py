"""Every change of the settings is kept, can be looked at and put back; two hosts who save the same page both keep their words."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.consultations import queries, services
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.terms import as_kept
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Overtaken
from tests.builders import make_committee, make_consultation, make_user, make_version
from tests.builders.consultations import TEXTS
from tests.support.clock import StoppedClock
from tests.support.site import Site

NEW, NEWER = Bilingual("New words", "Mots nouveaux"), Bilingual("Newer words", "Mots encore plus nouveaux")
DAY = timedelta(days=1)


@pytest.fixture
def editor(app: Flask) -> User:
    """Somebody who may host consultations."""
    return make_user(roles=[Role.EDITOR], display_name="Host One")


def kept(row: Consultation) -> list[tuple[int, int | None]]:
    """The number of each state and who saved it, the newest first."""
    return [(one.number, one.saved_by_id) for one, _who in queries.revisions(row).rows]


def test_the_words_before_the_first_change_are_kept_too(editor: User) -> None:
    row = make_consultation("open")
    services.change_consultation(editor, row, summary=NEW)
    assert kept(row) == [(2, editor.id), (1, None)]
    assert queries.terms_at(row, 1)["summary"]["en"] == TEXTS["summary"].en  # type: ignore[index]
    assert queries.revision(row, 1).saved_at == row.created_at


def test_every_verb_on_the_settings_keeps_a_state(editor: User) -> None:
    row = services.create_consultation(editor, title=NEW)
    services.change_consultation(editor, row, title=NEWER)
    services.set_modules(editor, row, [make_version()])
    services.change_consultation(editor, row, title=NEWER)  # nothing is different
    assert [number for number, _who in kept(row)] == [3, 2, 1]
    opened = make_consultation("open")
    services.extend_consultation(editor, opened, closes_at=(opened.closes_at or site_clock.now()) + DAY, reason=NEW)
    assert [number for number, _who in kept(opened)] == [2, 1]


def test_everything_a_host_decides_comes_back(editor: User) -> None:
    version = make_version()
    row = make_consultation("draft", versions=[version], report_by=date(2030, 1, 1))
    before = as_kept(row)
    services.change_consultation(
        editor,
        row,
        **dict.fromkeys(TEXTS, NEW),  # type: ignore[arg-type]
        other_ways=NEW,
        moderation_rules=NEW,
        opens_at=None,
        closes_at=None,
        zone="America/Regina",
        report_by=None,
        respond_by=date(2031, 1, 1),
        mode=Mode.PRE,
        who_may_contribute=WhoMayContribute.ANYONE,
        committee_id=make_committee().id,
    )
    services.set_modules(editor, row, [])
    assert services.restore_settings(editor, row, queries.revision(row, 1)) == []
    assert as_kept(row) == before
    assert queries.revision(row, 4).restored_number == 1


def test_what_the_opening_settled_is_left_out_when_words_are_put_back(editor: User) -> None:
    row = make_consultation("scheduled")
    services.change_consultation(editor, row, title=NEW, zone="America/Regina")
    row.opens_at = site_clock.now() - DAY
    assert services.restore_settings(editor, row, queries.revision(row, 1)) == ["opens_at", "zone"]
    assert (row.title, row.zone) == (TEXTS["title"], "America/Regina")


def test_days_that_have_passed_are_not_put_back(editor: User, clock: StoppedClock) -> None:
    """It would be over without ever having opened, or open at once."""
    now = site_clock.now()
    row = make_consultation("draft", opens_at=now + DAY, closes_at=now + 10 * DAY)
    services.change_consultation(editor, row, title=NEW, opens_at=now + 40 * DAY, closes_at=now + 60 * DAY)
    services.publish_consultation(editor, row)
    clock.move(days=20)
    assert services.restore_settings(editor, row, queries.revision(row, 1)) == ["opens_at", "closes_at"]
    assert (row.title, row.opens_at, row.closes_at) == (TEXTS["title"], now + 40 * DAY, now + 60 * DAY)


def test_what_would_leave_nothing_to_answer_is_not_put_back(editor: User) -> None:
    row = make_consultation("draft", modules=0, statement_count=3, mode=Mode.PRE, who_may_contribute=WhoMayContribute.ANYONE)
    services.change_consultation(editor, row, title=NEW, who_may_contribute=WhoMayContribute.ACCOUNT)
    services.publish_consultation(editor, row)
    assert services.restore_settings(editor, row, queries.revision(row, 1)) == ["who_may_contribute"]
    assert row.title == TEXTS["title"]


def test_whoever_read_other_words_is_overtaken_on_the_same_part_alone(editor: User) -> None:
    row = make_consultation("open")
    services.change_consultation(editor, row, base=0, summary=NEW)
    services.change_consultation(editor, row, base=0, promise=NEW)  # another part: nobody wrote there
    with pytest.raises(Overtaken):
        services.change_consultation(editor, row, base=0, summary=NEWER)
    assert services.change_consultation(editor, row, base=0, summary=NEW) == []  # both want the same
    assert services.change_consultation(editor, row, base=3, summary=NEWER) == ["summary"]


def test_two_orders_of_the_modules_are_not_mixed(editor: User) -> None:
    one, two = make_version(), make_version()
    row = make_consultation("draft", versions=[one, two])
    services.set_modules(editor, row, [two, one], base=0)
    with pytest.raises(Overtaken):
        services.set_modules(editor, row, [one], base=0)


def test_a_number_that_never_was_is_overtaken(editor: User) -> None:
    row = make_consultation("open")
    for base in (-1, 7):
        with pytest.raises(Overtaken):
            services.change_consultation(editor, row, base=base, summary=NEW)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_two_hosts_saving_the_same_page_lose_no_word(site: Site, editor: User, lang: str) -> None:
    row = make_consultation("open")
    first, second = site.as_(editor), site.as_(make_user(roles=[Role.EDITOR]))
    pages = [host.open("consultations.part", row, lang=lang, name="about") for host in (first, second)]
    pages[0].submit("consultations.part", summary_en="The words of one.")
    answer = pages[1].submit("consultations.part", summary_en="The words of the other.")
    assert answer.status == 422
    theirs = answer.main.first("section", aria_labelledby="theirs").text
    assert "The words of one." in theirs
    assert "The words of the other." in theirs
    assert answer.form("consultations.part").value("summary_en") == "The words of the other."
    assert summary() == "The words of one."
    answer.send("consultations.part")
    assert summary() == "The words of the other."
    assert [number for number, _who in kept(row)] == [3, 2, 1]


def summary() -> str:
    """What people read."""
    return db.session.scalars(select(Consultation)).one().summary.en


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_host_looks_at_a_change_and_puts_the_words_back(site: Site, editor: User, lang: str) -> None:
    row = make_consultation("open")
    services.change_consultation(editor, row, summary=Bilingual("What should new officers forget first?", NEW.fr))
    host = site.as_(editor)
    page = host.open("consultations.history", row, lang=lang)
    assert "Host One" in page.text
    page = page.follow({"en": "Version 2: what changed", "fr": "Version\u00a02\u00a0: ce qui a changé"}[lang])
    changed = page.main.first("section", aria_labelledby="what-changed")
    assert ("forget" in changed.first("ins").text, "learn" in changed.first("del").text) == (True, True)
    assert not page.has("form", class_="act")  # it stands already
    page = host.open("consultations.revision", row, lang=lang, number=1)
    page.send("consultations.restore")
    assert summary() == TEXTS["summary"].en


def test_a_stale_page_of_the_history_puts_nothing_back(site: Site, editor: User) -> None:
    row = make_consultation("open")
    services.change_consultation(editor, row, summary=NEW)
    page = site.as_(editor).open("consultations.revision", row, number=1)
    services.change_consultation(editor, row, summary=NEWER)
    assert page.send("consultations.restore").status == 409
    assert summary() == NEWER.en


@pytest.mark.parametrize("role", [*Role, None])
def test_the_history_is_for_those_who_may_change_it(site: Site, role: Role | None) -> None:
    row = make_consultation("open")
    reader = site.as_(make_user(roles=[role] if role else []))
    allowed = role in {Role.EDITOR, Role.ADMINISTRATOR}
    for target in ("history", "passes", "duplicate"):
        assert reader.open(f"consultations.{target}", row).status == (200 if allowed else 404)
