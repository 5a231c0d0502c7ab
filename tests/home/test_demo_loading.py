"""Where the demo is loaded, and where it is not; what it leaves out when it is to be safe."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from consult.accounts.models import Origin, User
from consult.core import zones
from consult.core.db import db
from consult.feedback.models import Comment, Visibility
from consult.home.demo_loader import content
from consult.home.demo_loader.calendar import Days, Timeline, set_back
from consult.home.demo_loader.passphrase import demo_passphrase
from consult.home.demo_loader.votes import answers
from consult.modules.models import Module
from tests.builders import make_user

SPRING_FORWARD, FALL_BACK = datetime(2027, 3, 15, 3, tzinfo=UTC), datetime(2026, 11, 2, 7, 30, tzinfo=UTC)


@pytest.fixture
def run(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=["consult", *arguments])


def test_a_safe_demo_leaves_out_the_module_that_awaits_reviewers_with_its_comments(app, run, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], demo_safe=True))
    assert run("demo").exit_code == 0
    assert set(db.session.scalars(sa.select(Module.id))) == {12, 13}
    in_open_round = sa.select(sa.func.count()).where(Comment.source_id > "200")
    assert db.session.scalar(in_open_round.where(Comment.visibility == Visibility.PUBLISHED)) == 25
    assert db.session.scalar(in_open_round.where(Comment.visibility == Visibility.PENDING)) == 5
    assert run("check").exit_code == 0


@pytest.mark.usefixtures("app")
def test_a_database_in_use_is_left_alone(run):
    make_user()
    outcome = run("demo")
    assert outcome.exit_code == 1
    assert "This database is in use" in outcome.stderr
    assert not db.session.scalars(sa.select(User).where(User.origin == Origin.DEMO)).all()


def test_set_up_is_safe_to_repeat_and_says_what_is_where(app, run):
    outcome = run("init")
    assert outcome.exit_code == 0
    assert str(app.extensions["settings"].instance) in outcome.stdout
    assert "as it was" in outcome.stdout
    assert app.extensions["settings"].secret_key not in outcome.stdout


def test_the_passphrase_is_found_again_with_the_same_key_only():
    first = demo_passphrase("one key")
    assert first == demo_passphrase("one key") != demo_passphrase("another key")
    assert len(first) >= 12


@pytest.mark.parametrize("now", [SPRING_FORWARD, FALL_BACK, datetime(2028, 2, 29, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)])
def test_the_latest_comment_is_of_yesterday_whatever_the_day(clock, now):
    clock.set(now)
    days = Days.of(content.rounds()[-1])
    written = [datetime.fromisoformat(row["created_at"]) for row in content.comment_rows()]
    moved = [days.moved(one, latest=max(written)) for one in written]
    today = zones.local(now, days.zone).date()
    assert zones.local(max(moved), days.zone).date() == today - timedelta(days=1)
    assert days.opens_at < min(moved)
    assert zones.last_day(days.closes_at, days.zone) == today + timedelta(days=60)


def test_the_clock_is_right_again_even_after_a_fault(clock):
    before = clock.moment
    with pytest.raises(ZeroDivisionError), set_back(before - timedelta(days=9)):
        raise ZeroDivisionError
    assert clock.now() == before


def test_acts_are_played_in_the_order_in_which_they_happened(clock):
    seen: list[int] = []
    timeline = Timeline()
    for hours in (3, 1, 2, 1):
        timeline.note(clock.moment + timedelta(hours=hours), partial(seen.append, hours))
    timeline.play()
    assert seen == [1, 1, 2, 3]


def test_the_same_people_answer_the_same_way_each_time():
    voters = [User(source_id=str(number)) for number in range(80)]
    chosen = answers("comment 201", voters, 31)
    assert len({voter.source_id for voter, _stance in chosen}) == 31
    assert chosen == answers("comment 201", voters, 31) != answers("comment 202", voters, 31)
