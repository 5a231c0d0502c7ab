"""Late passes: one person may take part after the closing, staff know why, the public knows how often."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import Role, User
from consult.audit.models import Action, AuditEntry
from consult.consultations import queries, rules, services
from consult.consultations.models import Consultation, Mode
from consult.consultations.rules import Stage
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed, Refused
from consult.feedback.models import Comment
from consult.feedback.queries import waiting_edit
from consult.feedback.services import take_back_edit
from tests.builders import PASSPHRASE, make_comment, make_consultation, make_statement, make_user
from tests.support.clock import StoppedClock
from tests.support.sending import say
from tests.support.site import Site
from tests.support.statements import Statements

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def editor(app: Flask) -> User:
    """Somebody who may host consultations."""
    return make_user(roles=[Role.EDITOR])


def give(editor: User, row: Consultation, person: User, until: datetime | None = None) -> None:
    """Let this person in for a day."""
    services.give_late_pass(editor, row, person, until=until or site_clock.now() + DAY, reason="A broken line.")


def recorded(action: Action) -> int:
    """How often the trail says so."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)) or 0


def test_it_holds_for_that_person_until_that_moment(editor: User) -> None:
    row, person, other = make_consultation("closed"), make_user(), make_user()
    now = site_clock.now()
    give(editor, row, person)
    for actor, moment, expected in (
        (person, now, True),
        (person, now + DAY - SECOND, True),
        (person, now + DAY, False),
        (other, now, False),
        (None, now, False),
    ):
        assert rules.is_open(row, moment, actor) is expected
    assert rules.stage(row, now) is Stage.CLOSED


@pytest.mark.parametrize("stage", Stage)
def test_at_which_stages_it_is_given_and_holds(editor: User, stage: Stage) -> None:
    row, person = make_consultation(stage), make_user()
    until = max(row.closes_at or site_clock.now(), site_clock.now()) + DAY
    if stage not in rules.UNDER_WAY | {Stage.CLOSED}:
        with pytest.raises(Closed):
            give(editor, row, person, until)
        return
    give(editor, row, person, until)
    assert rules.is_open(row, site_clock.now(), person) is (stage is not Stage.PAUSED)
    row.archived_at = site_clock.now()
    assert not rules.is_open(row, site_clock.now(), person)


@pytest.mark.parametrize("until", ["now", "closing"])
def test_it_ends_after_the_closing_and_in_time_to_come(editor: User, until: str) -> None:
    row = make_consultation("open")
    moment = site_clock.now() if until == "now" else row.closes_at
    with pytest.raises(Closed):
        give(editor, row, make_user(), moment)


def test_a_second_pass_takes_the_place_of_the_first(editor: User) -> None:
    row, person = make_consultation("closed"), make_user()
    give(editor, row, person)
    give(editor, row, person, site_clock.now() + 3 * DAY)
    assert [one.until for one, _person in queries.passes(row)] == [site_clock.now() + 3 * DAY]
    services.end_late_pass(editor, row, row.late_passes[0])
    assert not rules.is_open(row, site_clock.now(), person)
    assert (recorded(Action.LATE_LEAVE_GIVEN), recorded(Action.LATE_LEAVE_ENDED)) == (2, 1)


def test_only_hosts_give_it(app: Flask) -> None:
    row, person = make_consultation("closed"), make_user()
    for role in (Role.MODERATOR, Role.ANALYST, None):
        with pytest.raises(Refused):
            give(make_user(roles=[role] if role else []), row, person)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_late_comment_is_taken_and_counted_in_public(site: Site, editor: User, lang: str) -> None:
    row, person = make_consultation("closed", mode=Mode.POST), make_user()
    module = row.modules[0].module
    give(editor, row, person)
    reader = site.as_(person)
    assert not site.open("feedback.discussion", module, lang=lang).has("textarea")
    page = say(reader.open("feedback.discussion", module, lang=lang), "feedback.discussion", kind="support", body="Late.", lang=lang)
    assert page.status == 200
    assert db.session.scalars(select(Comment)).one().body == "Late."
    told = {
        "en": "1 contribution came by late pass.",
        "fr": "1 contribution est arrivée grâce à une prolongation individuelle.",
    }[lang]
    public = site.open("consultations.page", row, lang=lang)
    assert told in public.text
    assert "A broken line." not in public.text
    assert recorded(Action.LATE_LEAVE_USED) == 1


def test_votes_and_answers_come_by_it_too_and_a_changed_answer_counts_once(site: Site, editor: User) -> None:
    row, person = make_consultation("closed", mode=Mode.POST), make_user()
    comment, statement = make_comment(row), make_statement(row)
    give(editor, row, person)
    reader = site.as_(person)
    for stance in ("agree", "disagree"):
        assert reader.open("feedback.statement", row, number=statement.number).submit("feedback.statement", stance=stance).status == 200
        assert reader.post("feedback.vote", {"stance": stance}, comment_id=comment.id).status == 303
    assert queries.late_count(row) == 2
    assert site.as_(make_user()).post("feedback.vote", {"stance": "agree"}, comment_id=comment.id).status == 409


def test_what_comes_in_time_is_not_late(site: Site, editor: User) -> None:
    row, person = make_consultation("open", mode=Mode.POST), make_user()
    statement = make_statement(row)
    give(editor, row, person, (row.closes_at or site_clock.now()) + DAY)
    site.as_(person).open("feedback.statement", row, number=statement.number).submit("feedback.statement", stance="agree")
    assert queries.late_count(row) == 0


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_host_gives_and_ends_a_pass_on_its_page(site: Site, editor: User, clock: StoppedClock, lang: str) -> None:
    row, person = make_consultation("closed"), make_user(email="late@example.org", passphrase=PASSPHRASE)
    host, day = site.as_(editor), (clock.now() + 3 * DAY).date().isoformat()
    page = host.open("consultations.passes", row, lang=lang)
    given = {"email": " Late@Example.org ", "until_on": day, "reason": "A broken line."}
    page = page.send("consultations.passes", given)
    assert (page.status, "late@example.org" in page.text) == (200, True)
    assert rules.is_open(db.session.get_one(Consultation, row.id), clock.now(), person)
    page.send("consultations.end_pass")
    db.session.expire_all()
    assert not rules.is_open(db.session.get_one(Consultation, row.id), clock.now(), person)


def test_what_is_missing_is_said_beside_its_field(site: Site, editor: User) -> None:
    row, host = make_consultation("closed"), site.as_(editor)
    page = host.open("consultations.passes", row).send("consultations.passes", {"email": "x@example.org", "until_on": "2020-01-01"})
    assert (page.status, page.errors) == (
        422,
        ["Choose a day to come, after the last day for everybody.", "Write the reason. Staff read it; the public does not."],
    )
    page = page.send("consultations.passes", {"until_on": "2030-01-01", "reason": "A broken line."})
    assert (page.status, page.errors) == (422, ["Nobody has a confirmed account with this address."])
    assert page.form("consultations.passes").value("reason") == "A broken line."


def test_a_pass_of_another_consultation_is_not_ended_here(site: Site, editor: User) -> None:
    here, there = make_consultation("closed"), make_consultation("closed")
    give(editor, there, make_user())
    answer = site.as_(editor).post("consultations.end_pass", subject=here, pass_id=there.late_passes[0].id)
    assert answer.status == 404


def test_nothing_of_a_late_pass_is_copied_to_the_next_consultation(editor: User) -> None:
    row = make_consultation("closed", other_ways=Bilingual("By mail.", "Par la poste."))
    give(editor, row, make_user())
    made = services.duplicate_consultation(editor, row)
    assert (made.title, made.other_ways, made.mode) == (row.title, row.other_ways, row.mode)
    assert (made.opens_at, made.closes_at, made.report_by, made.modules, made.late_passes) == (None, None, None, [], [])
    assert rules.stage(made, site_clock.now()) is Stage.DRAFT


def test_it_lets_a_person_change_their_words_and_take_the_change_back(site: Site, editor: User) -> None:
    row, person = make_consultation("closed"), make_user()
    give(editor, row, person)
    comment = make_comment(row, author=person, body="Old words.")
    page = site.as_(person).open("feedback.edit", comment_id=comment.id)
    page = page.submit("feedback.edit", body="Clearer, and fairer.")
    assert page.status == 200
    assert waiting_edit(comment.id)
    take_back_edit(person, comment)
    assert waiting_edit(comment.id) is None


@pytest.mark.parametrize(("lang", "said"), [("en", "They must first create an account"), ("fr", "Elle doit d’abord créer un compte")])
def test_it_is_not_given_to_somebody_who_cannot_sign_in(site: Site, editor: User, lang: str, said: str) -> None:
    row, person = make_consultation("closed"), make_user(email="link@example.ca")
    person.passphrase_hash = None
    page = site.as_(editor).open("consultations.passes", row, lang=lang)
    page = page.submit("consultations.passes", email=person.email, until_on="2099-01-01", reason="A broken line.")
    assert page.status == 422
    assert said in page.errors[0]
    assert not row.late_passes


def test_my_activity_reads_the_passes_of_all_consultations_at_once(site: Site, statements: Statements) -> None:
    person, rows = make_user(), [make_consultation("closed") for _ in range(6)]
    for row in rows:
        make_comment(row, author=person)
    mine = site.as_(person)
    mine.open("feedback.my_comments")
    with statements as seen:
        mine.open("feedback.my_comments")
    assert sum("late_passes" in one for one in seen.selects) == 1
