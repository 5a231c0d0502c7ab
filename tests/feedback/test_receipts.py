"""Where is my contribution? A code shows the state of one contribution and nothing else; a thousand guesses find nothing."""

import base64
import json
import re
import zlib
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from consult.core import limits, receipts
from consult.core.db import db
from consult.core.slow_down import SlowDown
from consult.feedback import queries
from consult.feedback.models import AuthorChoice, Comment, Visibility
from consult.feedback.services import Target, post_comment
from consult.feedback.services.receipts import FREE_FROM_A_NETWORK, FREE_UNDER_ATTACK, MANY
from tests.builders import give_receipt, make_comment, make_consultation, make_user
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.pages import Page
from tests.support.plans import plan_of
from tests.support.sending import say
from tests.support.site import Site, apart
from tests.support.statements import Statements

CODE = re.compile(r"\b(?:[2-9A-Z]{4} ){7}[2-9A-Z]{4}\b")
UNKNOWN = "2346 79AC EFHK MRWX 2346 79AC EFHK MRWX"
WORDS = {"kind": "support", "body": "Words that only I know.", "lang": "en"}
TOO_FAST = 429


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site with its limits on, as everywhere but in tests, and nothing counted yet."""
    limits.register(app)
    monkeypatch.setitem(app.extensions, "slow_down", SlowDown())
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], limits=True))


def sent(site: Site) -> tuple[Page, str]:
    """A comment on a whole module, and the code on the page after it."""
    module = make_consultation().modules[0].module
    page = say(site.as_(make_user(display_name="Zofia Author")).open("feedback.discussion", module), "feedback.discussion", **WORDS)
    found = CODE.findall(page.text)
    assert len(found) == 1
    return page, found[0]


def asked(site: Site, code: str, lang: str = "en") -> Page:
    """What the page says of a code."""
    return site.open("feedback.receipt", lang=lang).submit("feedback.receipt", code=code)


def with_code(**given: Any) -> tuple[Comment, str]:
    """A comment in some state, and a code that leads to it."""
    comment = make_comment(**given)
    return comment, give_receipt(comment)


def test_the_page_after_sending_shows_a_code_once(site: Site) -> None:
    page, code = sent(site)
    assert "Write it down, or print this page" in page.text
    again = page.site.send("GET", page.path, follow=True)
    assert code not in again.html


def test_a_reply_has_a_code_as_well(site: Site) -> None:
    comment = make_comment()
    page = site.as_(make_user()).open("feedback.comment", comment_id=comment.id)
    page = say(page, "feedback.comment", body="So do I.", lang="en")
    assert len(CODE.findall(page.text)) == 1


def test_two_contributions_have_two_codes(site: Site) -> None:
    assert sent(site)[1] != sent(site)[1]


def test_the_code_is_in_no_address_no_row_and_no_log(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    page, code = sent(site)
    plain = code.replace(" ", "")
    asked(site, code)
    settle()
    dump = "\n".join(
        str(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table)).all() if table.name != "blocks"
    )
    logged = capsys.readouterr()
    for kept in (page.path, str(page.hops), dump, logged.err, logged.out):
        assert code not in kept
        assert plain not in kept
    assert receipts.fingerprint(code) in dump


def test_the_cookie_forgets_the_code_with_the_page_that_shows_it(site: Site) -> None:
    page, code = sent(site)
    cookie = page.site.client.get_cookie("session", domain="127.0.0.1")  # type: ignore[attr-defined]
    payload = cookie.value.lstrip(".").split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    held = json.loads(zlib.decompress(raw) if cookie.value.startswith(".") else raw)
    assert code not in json.dumps(held)
    assert "_flashes" not in held


def test_what_was_imported_has_no_code(app: Flask) -> None:
    comment = make_comment()
    assert comment.receipt_hash is None


def test_every_way_of_posting_gives_a_code_that_nobody_else_has(app: Flask) -> None:
    consultation = make_consultation()
    entry = consultation.modules[0]
    target = Target(consultation, entry.module_id, entry.version_id)
    comments = [post_comment(make_user(), target, kind="support", body="Clear.", lang="en") for _ in range(2)]  # type: ignore[arg-type]
    assert len({comment.receipt_hash for comment in comments} - {None}) == 2


@pytest.mark.parametrize(
    ("lang", "waiting", "published", "refused", "reason"),
    [
        ("en", "Waiting for a moderator", "Published", "Not published", "Reason: Threat or incitement to violence."),
        (
            "fr",
            "En attente de la modération",
            "Publiée",
            "Non publiée",
            "Motif\u00a0: Menace ou incitation à la violence.",
        ),
    ],
)
def test_a_code_shows_the_state(site: Site, lang: str, waiting: str, published: str, refused: str, reason: str) -> None:
    _comment, code = with_code(visibility=Visibility.PENDING)
    assert waiting in asked(site, code, lang).text
    comment, code = with_code()
    page = asked(site, code, lang)
    assert published in page.text
    assert f"/comment{'s' if lang == 'en' else 'aires'}/{comment.id}" in page.html
    _comment, code = with_code(visibility=Visibility.HIDDEN, reason_code="THREAT")
    page = asked(site, code, lang)
    assert refused in page.text
    assert reason in page.text


@pytest.mark.parametrize("visibility", [Visibility.PENDING, Visibility.RETURNED, Visibility.HIDDEN, Visibility.WITHDRAWN])
def test_a_code_shows_nothing_else_of_what_is_not_public(site: Site, visibility: Visibility) -> None:
    author = make_user(display_name="Zofia Author", email="zofia@example.ca")
    comment, code = with_code(author=author, visibility=visibility, body="Secret words.")
    for who in (site, site.as_(make_user()), site.as_(author)):
        page = asked(who, code)
        for secret in ("Secret words", "zofia@example.ca", "Secret", f"/comments/{comment.id}"):
            assert secret not in page.html
        assert "Zofia" not in page.text
        assert page.first(class_="receipt-state").has(class_="tag")


def test_a_text_for_the_team_alone_is_not_called_public(site: Site) -> None:
    comment, code = with_code(author_choice=AuthorChoice.TEAM_ONLY)
    page = asked(site, code)
    assert "Read by the team" in page.text
    assert f"/comments/{comment.id}" not in page.html


def test_a_code_is_forgiving(site: Site) -> None:
    _comment, code = with_code(visibility=Visibility.PENDING)
    assert "Waiting" in asked(site, code.lower().replace(" ", "-")).text


def test_the_answer_does_not_repeat_the_code(site: Site) -> None:
    _comment, code = with_code()
    assert code not in asked(site, code).html


@pytest.mark.parametrize("typed", [UNKNOWN, "ABCD", "x", "1" * 5_000, "<b>", "'; --", "é"])
def test_unknown_and_malformed_codes_get_one_answer(site: Site, statements: Statements, typed: str) -> None:
    form = site.open("feedback.receipt").form("feedback.receipt")
    with statements as known:
        expected = site.open("feedback.receipt").send(form, {"code": UNKNOWN})
    with statements as seen:
        page = site.open("feedback.receipt").send(form, {"code": typed})
    assert (page.status, page.errors) == (422, expected.errors)
    assert len(seen.selects) == len(known.selects)


def test_an_empty_form_is_asked_to_be_filled_in(site: Site) -> None:
    page = asked(site, "")
    assert (page.status, page.errors) == (422, ["Type your receipt code."])


def test_no_cache_keeps_any_of_it(site: Site, limited: None) -> None:
    _comment, code = with_code()
    pages = [site.open("feedback.receipt"), asked(site, code), *(asked(site, UNKNOWN) for _ in range(FREE_FROM_A_NETWORK + 1))]
    assert pages[-1].status == TOO_FAST
    assert {page.headers["Cache-Control"] for page in pages} == {"private, no-store"}


def test_a_page_that_tells_a_visitor_something_is_not_kept(site: Site) -> None:
    """The page after a contribution without an account shows its code to somebody who is not signed in."""
    with site.client.session_transaction(base_url=site.app.extensions["settings"].public_url) as held:
        held["_flashes"] = [("receipt", UNKNOWN)]
    page = site.open("consultations.index")
    assert UNKNOWN in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert UNKNOWN not in Site(site.app).open("consultations.index").html


def guess(site: Site, address: str, code: str) -> int:
    """The status that a guess from this address gets."""
    form = {"code": code, "csrf_token": site.token}  # type: ignore[attr-defined]
    base = site.app.extensions["settings"].public_url
    answer = apart(
        lambda: site.client.post("/en/where-is-my-contribution", data=form, base_url=base, environ_base={"REMOTE_ADDR": address})
    )
    assert "receipt-state" not in answer.get_data(as_text=True)
    return answer.status_code


@pytest.mark.parametrize("networks", [1, 250])
def test_a_thousand_guesses_are_slowed_and_find_nothing(site: Site, limited: None, clock: StoppedClock, networks: int) -> None:
    for _ in range(20):
        with_code()
    page = site.open("feedback.receipt")
    site.token = page.first("input", name="csrf_token").get("value")  # type: ignore[attr-defined]
    statuses = [guess(site, f"203.{number % networks}.113.7", receipts.fresh()) for number in range(1_000)]
    answered = statuses.count(422)
    assert answered + statuses.count(TOO_FAST) == 1_000
    # From one network: the free ones. From many: a hundred in all, then one from each that has not tried yet.
    most = FREE_FROM_A_NETWORK if networks == 1 else MANY + networks * FREE_UNDER_ATTACK
    assert answered <= most
    clock.move(seconds=60)
    limits.register(site.app)  # it goes by the clock of the machine
    assert guess(site, "203.0.113.7", receipts.fresh()) == 422, "Nobody waits longer than a minute."


def test_guesses_of_others_keep_nobody_from_their_answer(site: Site, limited: None) -> None:
    page = site.open("feedback.receipt")
    site.token = page.first("input", name="csrf_token").get("value")  # type: ignore[attr-defined]
    for number in range(MANY + 50):
        guess(site, f"203.{number}.113.7", receipts.fresh())
    _comment, code = with_code()
    assert "Published" in asked(site, code).text


def test_right_codes_are_not_counted(site: Site, limited: None) -> None:
    codes = [with_code()[1] for _ in range(FREE_FROM_A_NETWORK + 3)]
    assert all("Published" in asked(site, code).text for code in codes)


def test_a_code_is_found_by_its_index(app: Flask) -> None:
    assert "uq_comments_receipt_hash" in plan_of("comments", lambda: queries.traced(UNKNOWN))
