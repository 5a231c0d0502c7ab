"""Contributing with a confirmed address: the text waits for a mailed link, and is lost at no step of the way."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts.queries import user_by_email
from consult.consultations.models import Consultation, Mode
from consult.core import limits, transaction
from consult.core.db import db
from consult.core.drafts import Draft
from consult.core.slow_down import SlowDown
from consult.feedback.models import Origin, UnconfirmedComment, Visibility
from consult.jobs.services import start_recurring
from consult.reports.queries import evidence
from tests.builders import PASSPHRASE, make_comment, make_consultation, make_user
from tests.feedback.test_unsigned import BY_MAIL, CODE, WORDS, comments, written
from tests.support.clock import StoppedClock
from tests.support.database import settle
from tests.support.mail import Mailbox, links_in, text_of
from tests.support.pages import Page, local
from tests.support.site import Site

ADDRESS = "zoe@example.ca"


def mailed(site: Site, mailbox: Mailbox, consultation: Consultation, email: str = ADDRESS, name: str = "") -> str:
    """The path of the link that somebody who wrote a comment was mailed."""
    written(site, consultation).submit("feedback.review", email=email, name=name)
    return local(links_in(mailbox[-1])[0])


def hand_over(site: Site, path: str) -> Page:
    """Follow the link and press its button."""
    return site.open(path).submit("feedback.confirm_comment")


def test_a_text_is_sent_when_its_link_is_followed(site: Site, mailbox: Mailbox) -> None:
    consultation = make_consultation(**BY_MAIL)
    path = mailed(site, mailbox, consultation, name="Zoe")
    assert comments() == []
    page = site.open(path)
    assert WORDS["body"] in page.text
    assert "under the name Zoe" in page.text
    assert comments() == [], "A program that opens every link in a mail has sent nothing."
    page = page.submit("feedback.confirm_comment")
    (comment,) = comments()
    author = user_by_email(ADDRESS)
    assert author is not None
    assert (comment.author_id, comment.body, comment.signed_as, comment.origin) == (author.id, WORDS["body"], "Zoe", Origin.WEB)
    assert author.passphrase_hash is None
    assert author.confirmed_at is not None
    assert len(CODE.findall(page.text)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UnconfirmedComment)) == 0


def test_the_link_works_in_another_browser(site: Site, mailbox: Mailbox) -> None:
    path = mailed(site, mailbox, make_consultation(**BY_MAIL))
    assert "Comment received" in hand_over(Site(site.app), path).text


def test_the_letter_is_in_the_language_of_the_page(site: Site, mailbox: Mailbox) -> None:
    written(site, make_consultation(**BY_MAIL), "fr").submit("feedback.review", email=ADDRESS)
    assert "Envoyer votre commentaire" in str(mailbox[-1]["Subject"])
    assert "/fr/contributions/confirmer/" in text_of(mailbox[-1])
    assert "/en/contributions/confirm/" in text_of(mailbox[-1])
    assert WORDS["body"] not in text_of(mailbox[-1])


def test_a_link_works_once(site: Site, mailbox: Mailbox) -> None:
    path = mailed(site, mailbox, make_consultation(**BY_MAIL))
    hand_over(site, path)
    for browser in (site, Site(site.app)):
        page = browser.open(path)
        assert (page.status, page.h1) == (410, "This link no longer works")
        assert browser.post(path).status == 410
    assert len(comments()) == 1


def test_two_texts_of_one_address_are_of_one_person(site: Site, mailbox: Mailbox) -> None:
    consultation = make_consultation(**BY_MAIL)
    for spelling in (ADDRESS, "ZOE@Example.ca"):
        hand_over(site, mailed(site, mailbox, consultation, spelling))
    assert len({comment.author_id for comment in comments()}) == 1
    assert evidence(consultation).participants <= 1


def test_a_link_that_came_too_late_keeps_the_text(site: Site, mailbox: Mailbox, clock: StoppedClock) -> None:
    path = mailed(site, mailbox, make_consultation(**BY_MAIL))
    clock.move(days=3)
    page = site.open(path)
    assert page.status == 410
    assert WORDS["body"] in page.text
    assert site.post(path).status == 410
    page.submit("feedback.send_link_again")
    newer = local(links_in(mailbox[-1])[0])
    assert newer != path
    assert site.open(path).status == 410, "The earlier one is dead."
    hand_over(site, newer)
    assert len(comments()) == 1


def test_after_seven_days_the_text_opens_no_more(site: Site, mailbox: Mailbox, clock: StoppedClock) -> None:
    path = mailed(site, mailbox, make_consultation(**BY_MAIL))
    clock.move(days=6, hours=23, minutes=59)
    assert WORDS["body"] in site.open(path).text
    clock.move(minutes=1)
    page = site.open(path)
    assert page.status == 410
    assert WORDS["body"] not in page.text
    assert Site(site.app).post(f"{path}/again").status == 404


@pytest.mark.parametrize(("days", "hours", "kept"), [(6, 23, 1), (7, 1, 0)])
def test_what_was_never_sent_is_deleted_by_itself_with_the_address(
    site: Site, mailbox: Mailbox, clock: StoppedClock, days: int, hours: int, kept: int
) -> None:
    """Nobody else has to write: the clock alone does it. What the browser left on the site goes with it."""
    mailed(site, mailbox, make_consultation(**BY_MAIL))
    clock.move(days=days, hours=hours)
    start_recurring()
    transaction.commit()
    for table in (UnconfirmedComment, Draft):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == kept


@pytest.mark.parametrize("closes", ["before asking", "before following", "before pressing"])
def test_a_consultation_that_closes_meanwhile_takes_nothing_and_loses_nothing(
    site: Site, mailbox: Mailbox, clock: StoppedClock, closes: str
) -> None:
    consultation = make_consultation(**BY_MAIL)
    page = written(site, consultation)
    if closes != "before asking":
        page.submit("feedback.review", email=ADDRESS)
        page = site.open(local(links_in(mailbox[-1])[0]))
    consultation.closes_at = clock.now()
    settle()
    if closes == "before following":
        page = site.open(page.path)
    else:
        form = "feedback.review" if closes == "before asking" else "feedback.confirm_comment"
        page = page.send(form, {"email": ADDRESS} if closes == "before asking" else {})
    assert page.status == 409
    assert WORDS["body"] in page.text
    assert "was not sent" in page.text
    assert comments() == []


def test_the_browser_keeps_the_text_should_the_address_be_wrong(site: Site, mailbox: Mailbox) -> None:
    consultation = make_consultation(**BY_MAIL)
    page = written(site, consultation).submit("feedback.review", email="zoo@example.ca")
    page = page.follow("Send it another way")
    assert WORDS["body"] in page.text
    page.submit("feedback.review", email=ADDRESS)
    hand_over(site, local(links_in(mailbox.to(ADDRESS)[-1])[0]))
    assert len(comments()) == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("typed", ["", "zoe", "zoe@", "@example.ca", "zoe@example.ca\nBcc: all@example.ca"])
def test_what_is_no_address_is_said_beside_it(site: Site, mailbox: Mailbox, typed: str, lang: str) -> None:
    page = written(site, make_consultation(**BY_MAIL), lang).submit("feedback.review", email=typed, name="Zoe")
    assert page.status == 422
    assert len(page.errors) == 1
    assert WORDS["body"] in page.text
    assert page.first("input", name="name").get("value") == "Zoe"
    assert len(mailbox) == 0


def test_nobody_learns_here_who_has_an_account(site: Site, mailbox: Mailbox) -> None:
    make_user(email="known@example.ca", display_name="Known Person")
    consultation = make_consultation(**BY_MAIL)
    pages = [written(Site(site.app), consultation).submit("feedback.review", email=email) for email in ("known@example.ca", ADDRESS)]
    assert pages[0].html == pages[1].html
    assert [page.hops for page in pages] == [pages[0].hops] * 2
    assert len(mailbox) == 2


def test_an_account_of_the_address_is_its_author(site: Site, mailbox: Mailbox) -> None:
    person = make_user(email=ADDRESS, display_name="Zoe Known", passphrase=PASSPHRASE)
    kept = person.passphrase_hash
    hand_over(site, mailed(site, mailbox, make_consultation(**BY_MAIL), name="Somebody else"))
    (comment,) = comments()
    assert (comment.author_id, comment.signed_as) == (person.id, "Zoe Known")
    db.session.refresh(person)
    assert person.passphrase_hash == kept


def test_a_stranger_who_typed_the_address_first_keeps_nothing(site: Site, mailbox: Mailbox) -> None:
    stranger = make_user(email=ADDRESS, passphrase=PASSPHRASE, confirmed=False)
    hand_over(site, mailed(site, mailbox, make_consultation(**BY_MAIL)))
    db.session.refresh(stranger)
    assert stranger.passphrase_hash is None
    page = Site(site.app).open("accounts.sign_in").submit("accounts.sign_in", email=ADDRESS, passphrase=PASSPHRASE)
    assert page.status == 422


@pytest.mark.parametrize("name", ["Zoe", ""])
def test_a_name_that_a_stranger_typed_is_not_printed(site: Site, mailbox: Mailbox, name: str) -> None:
    stranger = make_user(email=ADDRESS, display_name="A stranger's name", lang="fr", confirmed=False)
    path = mailed(site, mailbox, make_consultation(**BY_MAIL), name=name)
    assert ("under the name Zoe" if name else "without a name") in site.open(path).text
    hand_over(site, path)
    db.session.refresh(stranger)
    assert (stranger.display_name, stranger.lang) == (name, "en")
    assert comments()[0].signed_as == name


def test_a_disabled_account_sends_nothing(site: Site, mailbox: Mailbox, clock: StoppedClock) -> None:
    make_user(email=ADDRESS).disabled_at = clock.now()
    path = mailed(site, mailbox, make_consultation(**BY_MAIL))
    assert site.open(path).send("feedback.confirm_comment").status == 404
    assert comments() == []


def test_what_was_sent_so_is_claimed_by_joining(site: Site, mailbox: Mailbox) -> None:
    hand_over(site, mailed(site, mailbox, make_consultation(**BY_MAIL)))
    newcomer = Site(site.app)
    newcomer.post("accounts.join", {"email": ADDRESS, "passphrase": PASSPHRASE, "lang": "en"})
    assert "Finish your account" in str(mailbox[-1]["Subject"])
    page = newcomer.open(local(links_in(mailbox[-1])[0])).submit("accounts.reset", passphrase=PASSPHRASE)
    assert page.status == 200
    assert WORDS["body"] in newcomer.open("feedback.my_comments").text


def test_letters_to_one_mailbox_are_slowed_down(site: Site, app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "slow_down", SlowDown())
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], limits=True))
    consultation = make_consultation(**BY_MAIL)
    statuses = []
    for _ in range(5):
        limits.register(app)  # as from as many networks
        page = written(Site(app), consultation)
        limits.register(app)
        statuses.append(page.send("feedback.review", {"email": ADDRESS}, follow=False).status)
    assert statuses == [303, 303, 303, 429, 429]
    limits.register(app)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_mode_of_the_consultation_decides_when_it_is_public(site: Site, mailbox: Mailbox, mode: Mode) -> None:
    page = hand_over(site, mailed(site, mailbox, make_consultation(**BY_MAIL, mode=mode)))
    assert comments()[0].visibility is (Visibility.PENDING if mode is Mode.PRE else Visibility.PUBLISHED)
    assert ("Your comment is published." in page.text) is (mode is Mode.POST)


def test_a_reply_to_what_is_hidden_meanwhile_is_not_sent(site: Site, mailbox: Mailbox) -> None:
    parent = make_comment(make_consultation(**BY_MAIL))
    page = site.open("feedback.comment", comment_id=parent.id).submit("feedback.comment", body="So it is.", lang="en")
    page.submit("feedback.review", email=ADDRESS)
    path = local(links_in(mailbox[-1])[0])
    page = site.open(path)
    parent.visibility = Visibility.HIDDEN
    settle()
    for answer in (
        page.send("feedback.confirm_comment"),
        site.open(path),
        site.open(path.replace("/en/contributions/confirm", "/fr/contributions/confirmer")),
    ):
        assert answer.status == 409
        assert "So it is." in answer.text, "The words are not lost."
        assert not answer.has("form", method="post")
        assert "not public any more" in answer.text or "n’est plus public" in answer.text
    assert len(comments()) == 1


def test_the_form_is_empty_again_in_the_browser_that_wrote_it(site: Site, mailbox: Mailbox) -> None:
    consultation = make_consultation(**BY_MAIL)
    module = consultation.modules[0].module
    path = mailed(site, mailbox, consultation)
    assert WORDS["body"] in site.open("feedback.discussion", module).html, "Until then it waits there too."
    hand_over(site, path)
    assert WORDS["body"] not in site.open("feedback.discussion", module).html


def test_another_text_that_waits_there_goes_on_waiting(site: Site, mailbox: Mailbox) -> None:
    consultation = make_consultation(modules=2, **BY_MAIL)
    path = mailed(site, mailbox, consultation)
    other = consultation.modules[1].module
    site.open("feedback.discussion", other).submit("feedback.discussion", **{**WORDS, "body": "Another text."})
    hand_over(site, path)
    assert "Another text." in site.open("feedback.discussion", other).html
    assert "Another text." in site.open("feedback.review").text
