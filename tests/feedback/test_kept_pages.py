"""Pages kept for visitors: the same bytes until something public changes, a 304 for who has them, no cookie, and nobody else's page."""

from collections.abc import Callable
from typing import Any

import brotli
import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode
from consult.consultations.services import change_consultation
from consult.core import cache
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.drafts import Draft
from consult.core.shelf import KeptAnswer, Mark, Name, Shelf
from consult.feedback.models import Comment, Kind, Visibility
from consult.feedback.services import Target, post_comment, reply_to_comment, restore_comment, withdraw_comment
from consult.moderation.models import Reason
from consult.moderation.services import hide_comment, publish_comment
from consult.modules.models import BlockKind, Module
from consult.reports.services import compile_report, publish_report, write_summary
from tests.builders import make_block, make_comment, make_consultation, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.pages import Page
from tests.support.site import Site
from tests.support.statements import Statements

LANGS = ("en", "fr")


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation on one section with one paragraph."""
    version = make_version()
    make_block(version, key="s1", kind=BlockKind.SECTION)
    make_block(version, key="b01", section_key="s1")
    return make_consultation("open", versions=[version], mode=Mode.POST)


def thread(site: Site, round_: Consultation, lang: str = "en", **arguments: str) -> Page:
    return site.open("feedback.thread", round_.modules[0].module, lang=lang, follow=True, key="b01", **arguments)


def tag(page: Page) -> str:
    return page.headers["ETag"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_reader_gets_no_cookie_and_the_page_again_for_one_question(
    site: Site, round_: Consultation, statements: Statements, lang: str
) -> None:
    make_comment(round_, block_key="b01", body="Said once.")
    first = thread(site, round_, lang)
    with statements as seen:
        again = thread(site, round_, lang)
    assert again.html == first.html
    assert "Said once." in again.text
    assert len(seen.selects) == 1
    assert "Set-Cookie" not in first.headers
    assert tag(first) == tag(again)
    assert (first.headers["Cache-Control"], first.headers["Vary"]) == ("private, no-cache", "Cookie, Accept-Encoding")


def test_who_has_the_page_already_is_told_so(site: Site, round_: Consultation) -> None:
    page = thread(site, round_)
    answer = site.client.get(page.path, headers={"If-None-Match": tag(page)})
    assert (answer.status_code, answer.get_data()) == (304, b"")
    assert site.client.get(page.path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


def test_who_asks_for_the_headers_alone_gets_those_of_the_kept_page(site: Site, round_: Consultation) -> None:
    page = thread(site, round_)
    answer = site.client.head(page.path)
    assert (answer.status_code, answer.get_data()) == (200, b"")
    assert dict(answer.headers) == dict(page.headers)


def test_a_kept_page_of_what_is_no_longer_public_is_not_handed_out(site: Site, round_: Consultation) -> None:
    page = thread(site, round_)
    round_.published_at = None
    settle()
    assert site.client.get(page.path).status_code == 404


def test_languages_and_themes_are_pages_of_their_own(site: Site, round_: Consultation) -> None:
    tags = {tag(thread(site, round_, lang)) for lang in LANGS}
    site.client.set_cookie("theme", "dark", domain="127.0.0.1")
    dark = thread(site, round_)
    assert 'data-theme="dark"' in dark.html
    assert tag(dark) not in tags
    assert len(tags) == len(LANGS)


def test_a_query_that_no_page_asks_for_is_answered_and_not_kept(site: Site, round_: Consultation) -> None:
    assert "ETag" not in thread(site, round_, utm_source="letter").headers


def author_and_comment(round_: Consultation) -> tuple[User, Comment]:
    author = make_user()
    return author, make_comment(round_, author=author, block_key="b01", body="First words.")


def said(round_: Consultation) -> None:
    entry = round_.modules[0]
    target = Target(round_, entry.module_id, entry.version_id, "b01")
    post_comment(make_user(), target, kind=Kind.SUPPORT, body="One more.", lang="en")


CHANGES: dict[str, Callable[[Consultation, User, Comment], object]] = {
    "a comment": lambda round_, _author, _comment: said(round_),
    "a reply": lambda _round, _author, comment: reply_to_comment(make_user(), comment, body="An answer.", lang="en"),
    "a withdrawal": lambda _round, author, comment: withdraw_comment(author, comment),
    "a hiding": lambda _round, _author, comment: hide_comment(make_user(roles=(Role.MODERATOR,)), comment, reason=Reason.SPAM),
    "another title": lambda round_, _author, _comment: change_consultation(
        make_user(roles=(Role.EDITOR,)), round_, title=Bilingual("Another title", "Un autre titre")
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("endpoint", ["feedback.thread", "feedback.module", "feedback.comment", "feedback.comments"])
def test_every_public_change_makes_another_page(
    site: Site, round_: Consultation, endpoint: str, change: Callable[[Consultation, User, Comment], object]
) -> None:
    author, comment = author_and_comment(round_)
    where: dict[str, tuple[Module | Consultation | None, dict[str, Any]]] = {
        "feedback.thread": (round_.modules[0].module, {"key": "b01"}),
        "feedback.module": (round_.modules[0].module, {}),
        "feedback.comment": (None, {"comment_id": comment.id}),
        "feedback.comments": (round_, {}),
    }
    subject, arguments = where[endpoint]
    before = site.open(endpoint, subject, **arguments)
    change(round_, author, comment)
    after = site.open(endpoint, subject, **arguments)
    assert after.headers.get("ETag") != tag(before)  # what nobody answered leaves nothing behind when it is taken back: no page
    for kept in ("kept_pages", "kept_parts"):
        site.app.extensions.pop(kept, None)
    assert after.html == site.open(endpoint, subject, **arguments).html


def test_what_was_taken_back_and_put_back_shows_at_once(site: Site, round_: Consultation) -> None:
    author, comment = author_and_comment(round_)
    assert "First words." in thread(site, round_).text
    withdraw_comment(author, comment)
    assert "First words." not in thread(site, round_).text
    restore_comment(author, comment)
    assert "First words." in thread(site, round_).text


def test_a_waiting_comment_that_is_hidden_leaves_its_tombstone_at_once(site: Site, round_: Consultation) -> None:
    comment = make_comment(round_, block_key="b01", visibility=Visibility.PENDING)
    assert f'id="c{comment.id}"' not in thread(site, round_).html
    moderator = make_user(roles=(Role.MODERATOR,))
    hide_comment(moderator, comment, reason=Reason.SPAM)
    assert f'id="c{comment.id}"' in thread(site, round_).html
    publish_comment(moderator, comment)
    assert "Clear and fair." in thread(site, round_).text


def test_closing_and_the_report_need_nobody_to_tell_the_page(site: Site, round_: Consultation, clock: StoppedClock) -> None:
    assert thread(site, round_).dom.has("textarea")
    assert round_.closes_at
    clock.set(round_.closes_at)
    closed = thread(site, round_)
    assert not closed.dom.has("textarea")
    editor = make_user(roles=(Role.EDITOR,))
    report = compile_report(editor, round_)
    write_summary(editor, report, summary=Bilingual("Said.", "Dit."))
    publish_report(editor, report)
    assert tag(thread(site, round_)) != tag(closed)


def test_who_is_signed_in_gets_a_page_of_their_own(site: Site, round_: Consultation) -> None:
    thread(site, round_)
    person = make_user(display_name="Nadia Roy")
    make_comment(round_, author=person, block_key="b01", body="Mine, waiting.", visibility=Visibility.PENDING)
    own = thread(site.as_(person), round_)
    assert "Mine, waiting." in own.text
    assert "ETag" not in own.headers
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "Mine, waiting." not in thread(site, round_).text


@pytest.mark.parametrize("lang", LANGS)
def test_a_visitor_sends_the_kept_form_and_loses_nothing(site: Site, round_: Consultation, lang: str) -> None:
    page = thread(site, round_, lang)
    answer = page.submit("feedback.thread", kind="concern", body="Mes mots restent.", lang="fr")
    assert answer.hops[0][0] == 303
    assert "Mes mots restent." in answer.text
    assert "Mes mots restent." in thread(site, round_, lang).html
    assert "Mes mots restent." not in thread(Site(site.app), round_, lang).html


def test_another_site_cannot_send_it_for_them(site: Site, round_: Consultation) -> None:
    path = thread(site, round_).path
    form = {"csrf_token": "visitor", "kind": "concern", "body": "Planted.", "lang": "en"}
    answer = site.client.post(path, data=form, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 422
    assert not db.session.scalars(select(Draft)).all()


@pytest.mark.parametrize("endpoint", ["accounts.sign_in", "accounts.join"])
def test_no_form_that_stands_elsewhere_takes_a_visitors_token(site: Site, endpoint: str) -> None:
    answer = site.client.post(site.path(endpoint), data={"csrf_token": "visitor", "email": "a@example.ca", "passphrase": "x"})
    assert answer.status_code == 422


def test_who_signed_in_meanwhile_sends_again_with_the_text_kept(site: Site, round_: Consultation) -> None:
    path = thread(site, round_).path
    form = {"csrf_token": "visitor", "kind": "concern", "body": "Typed before.", "lang": "en"}
    answer = site.as_(make_user()).post(path, form, token=False)
    assert answer.status == 422
    assert "Typed before." in answer.html
    assert not db.session.scalars(select(Comment)).all()


def test_the_shelf_gives_up_what_nobody_asked_for() -> None:
    kept = Shelf(most_bytes=25)
    shown: Name = ((), "", 0)
    ten_bytes = KeptAnswer(Mark(lambda: shown, shown, "", "", "en"), [], b"x" * 10)
    for name in ("first", "second"):
        kept.put((name,), ten_bytes)
    assert kept.take(("first",))
    kept.put(("third",), ten_bytes)
    assert kept.take(("second",)) is None
    assert kept.take(("first",))
    assert kept.take(("third",))


def test_a_new_release_makes_every_page_anew(site: Site, round_: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tag(thread(site, round_))
    monkeypatch.setattr(cache, "release", lambda: "another")
    assert tag(thread(site, round_)) != before


def test_a_page_stays_while_nothing_but_time_passes(site: Site, round_: Consultation, clock: StoppedClock) -> None:
    before = tag(thread(site, round_))
    clock.move(hours=1)
    assert tag(thread(site, round_)) == before


def test_a_kept_page_is_compressed_once(site: Site, round_: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    page = thread(site, round_)
    first = site.client.get(page.path, headers={"Accept-Encoding": "br"})
    monkeypatch.setattr("flask_compress.flask_compress._compress_data", None)
    again = site.client.get(page.path, headers={"Accept-Encoding": "br"})
    assert again.data == first.data
    assert brotli.decompress(again.data).decode() == page.html
    assert again.headers["Vary"] == "Cookie, Accept-Encoding"
