"""How long a sign-in lasts, and what ends it."""

import pytest

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.accounts.services import grant_role, revoke_role
from consult.core.db import db
from tests.builders import make_user
from tests.support.clock import StoppedClock
from tests.support.site import Site
from tests.support.statements import Statements

MODERATOR = (Role.MODERATOR,)
HOST = "127.0.0.1"


def is_signed_in(site: Site) -> bool:
    """The settings open only for somebody who is."""
    return site.open("accounts.settings", follow=False).status == 200


@pytest.mark.parametrize(("roles", "hours"), [((), 20), (MODERATOR, 0.5)])
def test_a_browser_that_was_silent_too_long_is_signed_out(site: Site, clock: StoppedClock, roles: tuple[Role, ...], hours: float) -> None:
    browser = site.as_(make_user(roles=roles))
    clock.move(hours=hours, seconds=-1)
    assert is_signed_in(browser)
    clock.move(hours=hours)
    assert not is_signed_in(browser)
    clock.move(hours=-hours)
    assert not is_signed_in(browser)


@pytest.mark.parametrize(("roles", "days"), [((), 30), (MODERATOR, 0.5)])
def test_a_sign_in_ends_however_busy_one_is(site: Site, clock: StoppedClock, roles: tuple[Role, ...], days: float) -> None:
    browser = site.as_(make_user(roles=roles))
    end = clock.now().timestamp() + days * 86_400
    while clock.now().timestamp() + 1_500 < end:
        clock.move(minutes=25)
        assert is_signed_in(browser)
        if days > 1:
            clock.move(hours=19)
    clock.move(seconds=max(end - clock.now().timestamp(), 0))
    assert not is_signed_in(browser)


def test_a_new_role_shortens_the_session_at_once(site: Site, clock: StoppedClock) -> None:
    user = make_user()
    browser = site.as_(user)
    grant_role(operator(), user, Role.MODERATOR)
    clock.move(minutes=31)
    assert not is_signed_in(browser)


def test_a_role_counts_and_ends_with_the_next_page(site: Site) -> None:
    user = make_user()
    browser = site.as_(user)
    assert browser.open("moderation.queue", follow=False).status == 404
    grant_role(operator(), user, Role.MODERATOR)
    assert browser.open("moderation.queue", follow=False).status == 200
    revoke_role(operator(), user, Role.MODERATOR)
    assert browser.open("moderation.queue", follow=False).status == 404


def test_a_cookie_from_before_signing_out_opens_nothing(site: Site) -> None:
    browser = site.as_(make_user())
    stolen = browser.client.get_cookie("session", domain=HOST)
    browser.open("accounts.settings").submit("accounts.sign_out")
    assert stolen is not None
    browser.client.set_cookie("session", stolen.value, domain=HOST)
    assert not is_signed_in(browser)


def test_disabling_an_account_ends_its_sessions(site: Site, clock: StoppedClock) -> None:
    user = make_user()
    browser = site.as_(user)
    assert is_signed_in(browser)
    user.disabled_at = clock.now()
    assert not is_signed_in(browser)


def test_everywhere_else_can_be_signed_out(site: Site) -> None:
    user = make_user()
    here, elsewhere, stranger = site.as_(user), site.as_(user), site.as_(make_user())
    page = here.open("accounts.settings")
    assert len(page.first("section", aria_labelledby="sessions").all("li")) == 2
    page = page.submit("accounts.sign_out_everywhere")
    assert "You are signed out everywhere else." in page.text
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(stranger)


def test_a_forged_token_opens_nothing(site: Site) -> None:
    make_user()
    with site.client.session_transaction(base_url=site.app.extensions["settings"].public_url) as cookie:
        cookie["_user_id"] = "1"
        cookie["seen"] = 2**31
    assert not is_signed_in(site)


def test_knowing_who_asks_costs_one_select_and_no_write(site: Site, statements: Statements) -> None:
    browser = site.as_(make_user(roles=(Role.EDITOR, Role.ANALYST)))
    browser.open("accounts.joined")
    with statements as seen:
        browser.open("accounts.joined")
    assert len(without_words(seen.selects)) == 1
    assert seen.writes == []


def test_a_visitor_costs_nothing(site: Site, statements: Statements) -> None:
    site.open("accounts.sign_in")
    with statements as seen:
        site.open("accounts.sign_in")
    assert without_words(seen.selects) == []


def without_words(selects: list[str]) -> list[str]:
    """Every page asks one thing more: whether the words around it are still the same."""
    return [statement for statement in selects if "site_state" not in statement]


def test_being_heard_of_is_noted_in_the_cookie_alone(site: Site, clock: StoppedClock, statements: Statements) -> None:
    browser = site.as_(make_user())
    clock.move(minutes=10)
    with statements as seen:
        page = browser.open("accounts.joined")
    assert seen.writes == []
    assert "session=" in page.headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.open("accounts.joined").headers


def test_no_row_of_a_session_tells_of_an_address_or_a_browser() -> None:
    columns = set(db.metadata.tables["login_sessions"].c.keys())
    assert columns == {"id", "token_hash", "user_id", "created_at", "expires_at", "revoked_at"}
