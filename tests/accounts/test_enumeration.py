"""Nobody learns from the site who has an account: same page, same status, same place, same work."""

import re
from collections.abc import Callable

import pytest

from consult.core import passphrases
from tests.builders import PASSPHRASE, make_user
from tests.support.mail import Mailbox
from tests.support.pages import Page
from tests.support.site import Site
from tests.support.statements import Statements

KNOWN, UNKNOWN = "known@example.ca", "nobody@example.ca"
FLOWS: dict[str, dict[str, str]] = {
    "accounts.join": {"passphrase": PASSPHRASE, "lang": "en"},
    "accounts.sign_in": {"passphrase": "somebody else's words"},
    "accounts.request_reset": {},
}
each_flow = pytest.mark.parametrize("flow", FLOWS)
each_state = pytest.mark.parametrize("confirmed", [True, False])


def send(site: Site, flow: str, email: str) -> Page:
    """Send the form of a flow for this address."""
    return site.post(flow, {"email": email, **FLOWS[flow]})


def shown(page: Page, email: str) -> str:
    """The answer without what differs from one request to the next anyway."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.html.replace(email, "…"))


@each_flow
@each_state
def test_known_and_unknown_addresses_get_the_same_answer(site: Site, mailbox: Mailbox, flow: str, *, confirmed: bool) -> None:
    make_user(email=KNOWN, passphrase=PASSPHRASE, confirmed=confirmed)
    known, unknown = send(site, flow, KNOWN), send(site, flow, UNKNOWN)
    assert known.status == unknown.status
    assert known.location == unknown.location
    assert shown(known, KNOWN) == shown(unknown, UNKNOWN)
    assert set(known.headers.keys()) == set(unknown.headers.keys())
    if known.location:
        assert shown(site.open(known.location), KNOWN) == shown(site.open(unknown.location), UNKNOWN)


@each_flow
@each_state
def test_known_and_unknown_addresses_cost_the_same_work(
    site: Site, statements: Statements, monkeypatch: pytest.MonkeyPatch, flow: str, *, confirmed: bool
) -> None:
    make_user(email=KNOWN, passphrase=PASSPHRASE, confirmed=confirmed)
    hashes: list[str] = []
    for name in ("hashed", "matches"):
        monkeypatch.setattr(passphrases, name, counted(getattr(passphrases, name), name, hashes))
    work: list[tuple[list[str], list[str]]] = []
    for email in (KNOWN, UNKNOWN):
        hashes.clear()
        with statements as seen:
            send(site, flow, email)
        work.append(([statement.split(" VALUES")[0] for statement in seen.all], list(hashes)))
    assert work[0][1] == work[1][1]
    # A sign-in reads the known person once more; everything else is the same, statement for statement.
    assert abs(len(work[0][0]) - len(work[1][0])) <= (1 if flow == "accounts.sign_in" else 0)


def counted(function: Callable[..., object], name: str, calls: list[str]) -> Callable[..., object]:
    """The function, noting each call."""

    def noting(*arguments: object) -> object:
        calls.append(name)
        return function(*arguments)

    return noting


def test_a_hash_is_compared_even_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Noting:
        """Stands in for argon2."""

        def hash(self, _passphrase: str) -> str:
            """Make nobody's hash."""
            return "nobody's"

        def verify(self, kept: str, _passphrase: str) -> bool:
            """Note which hash is compared."""
            verified.append(kept)
            return True

    monkeypatch.setattr(passphrases, "HASHER", Noting())
    assert not passphrases.matches(None, "anything at all")
    assert passphrases.matches("somebody's", "anything at all")
    assert verified == ["nobody's", "somebody's"]
