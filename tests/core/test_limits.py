"""Limits: counted by account or else by network, for forms that are sent, and answered with when to come back."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import LoginManager, UserMixin

from consult.core import limits
from consult.core.access import mark_of, public
from consult.core.limits import limit, network
from consult.settings import Settings

Answers = list[int]


class Pupil(UserMixin):
    """Somebody signed in, by a header."""

    def __init__(self, number: str) -> None:
        self.id = number


def who_asks(app: Flask) -> None:
    """Let the app know people by the header X-Pupil."""
    manager = LoginManager(app)
    manager.request_loader(lambda request: Pupil(request.headers["X-Pupil"]) if "X-Pupil" in request.headers else None)


@limit("2 per minute")
@public
def knock() -> str:
    """A form that may be sent twice a minute."""
    return "in"


@pytest.fixture
def app_with_limits(tmp_path: Path) -> Flask:
    """A small app that counts."""
    app = Flask("small")
    app.extensions["settings"] = Settings(instance=tmp_path, secret_key="a key for tests only", database_url="sqlite://", limits=True)
    limits.register(app)
    who_asks(app)
    app.add_url_rule("/knock", view_func=knock, methods=["GET", "POST"])
    return app


@pytest.fixture
def client(app_with_limits: Flask) -> FlaskClient:
    """Somebody on that app."""
    return app_with_limits.test_client()


def post(client: FlaskClient, address: str = "203.0.113.5", times: int = 1, pupil: str = "") -> Answers:
    """Send the form from this address."""
    headers = {"X-Pupil": pupil} if pupil else {}
    return [client.post("/knock", headers=headers, environ_overrides={"REMOTE_ADDR": address}).status_code for _ in range(times)]


def test_the_third_form_within_a_minute_waits(client: FlaskClient) -> None:
    assert post(client, times=3) == [200, 200, 429]
    answer = client.post("/knock", environ_overrides={"REMOTE_ADDR": "203.0.113.5"})
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_reading_is_free(client: FlaskClient) -> None:
    assert {client.get("/knock").status_code for _ in range(5)} == {200}


def test_neighbours_in_a_network_share_a_limit_and_others_do_not(client: FlaskClient) -> None:
    assert post(client, "203.0.113.5", 2) == [200, 200]
    assert post(client, "203.0.113.99") == [429]
    assert post(client, "203.0.114.5") == [200]


def test_a_classroom_behind_one_address_is_not_stopped(client: FlaskClient) -> None:
    assert post(client, times=3) == [200, 200, 429]
    assert [post(client, times=2, pupil=str(number)) for number in range(3)] == [[200, 200]] * 3


def test_an_account_is_counted_wherever_it_sends_from(client: FlaskClient) -> None:
    assert post(client, "203.0.113.5", 2, pupil="1") == [200, 200]
    assert post(client, "198.51.100.9", pupil="1") == [429]


def test_the_limit_keeps_the_mark_of_the_view() -> None:
    assert mark_of(knock) == "public"


def test_a_site_without_limits_counts_nothing(client: FlaskClient, app_with_limits: Flask) -> None:
    app_with_limits.extensions["settings"] = replace(app_with_limits.extensions["settings"], limits=False)
    assert set(post(client, times=5)) == {200}


def test_a_shared_store_out_of_reach_leaves_each_process_to_count(tmp_path: Path) -> None:
    app = Flask("small")
    app.extensions["settings"] = Settings(instance=tmp_path, secret_key="a key for tests only", database_url="sqlite://")
    app.config["RATELIMIT_STORAGE_URI"] = "redis://127.0.0.1:1/"
    limits.register(app)
    who_asks(app)
    app.add_url_rule("/knock", view_func=knock, methods=["GET", "POST"])
    assert post(app.test_client(), times=3) == [200, 200, 429]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", "nowhere"),
        ("a socket", "nowhere"),
    ],
)
def test_a_network_is_less_than_an_address(app: Flask, address: str, expected: str) -> None:
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        assert network() == expected


def test_what_has_expired_is_dropped(monkeypatch):
    monkeypatch.setattr(limits, "CLEARED_EVERY", 0.0)
    storage = limits.CalmMemory()
    for key, expiry in (("long ago", -1), ("now", 60), ("now as well", 60)):
        storage.timer.join()
        assert storage.acquire_entry(key, 1, expiry)
    storage.timer.join()
    assert sorted(key for key, counted in storage.events.items() if counted) == ["now", "now as well"]
    assert not storage.acquire_entry("now", 1, 60)


def test_no_thread_is_made_for_each_form():
    storage = limits.CalmMemory()
    storage.timer.join()
    storage.acquire_entry("first", 9, 60)
    clearing = storage.timer
    clearing.join()
    for _ in range(20):
        storage.acquire_entry("again", 99, 60)
    assert storage.timer is clearing
