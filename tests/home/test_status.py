"""What is set on the site and what is not, in plain words; and a test of its mail."""

import ssl
from dataclasses import replace
from datetime import timedelta
from smtplib import SMTPAuthenticationError

import pytest
from flask import Flask

from consult.accounts.models import Origin, Role, User
from consult.core import clock as site_clock
from consult.core import mail
from consult.core.db import db
from consult.home import trial
from consult.home.advice import Mark, lines
from consult.home.standing import standing
from consult.home.trial import Outcome, send_test_mail
from consult.jobs.models import Job, JobState, Tick
from consult.settings import Settings
from tests.builders import make_text, make_user
from tests.support.commands import run
from tests.support.mail import Mailbox, Sink, text_of
from tests.support.ports import free_port
from tests.support.site import Site

HTTPS = {"public_url": "https://consult.example.ca", "smtp_url": "smtp://mail.example.ca", "privacy_contact": "privacy@example.ca"}


@pytest.fixture
def office(site: Site) -> Site:
    """The browser of an administrator."""
    return site.as_(make_user(roles=[Role.ADMINISTRATOR], email="robin@example.ca", lang="fr"))


def marks(app: Flask, **changes: object) -> dict[str, Mark]:
    """How each line stands with these settings."""
    settings: Settings = replace(app.extensions["settings"], jobs_inline=False, **changes)
    return {line.key: line.mark for line in lines(standing(settings, site_clock.now()))}


def test_a_new_site_lacks_nearly_everything(app: Flask) -> None:
    found = marks(app)
    assert {key for key, mark in found.items() if mark is Mark.MISSING} == {
        "mail",
        "address",
        "https",
        "safety",
        "privacy",
        "privacy_page",
        "worker",
    }
    assert found["backups"] is Mark.LOOK


def test_a_site_that_is_set_up_lacks_nothing_it_can_see(app: Flask) -> None:
    make_user(roles=[Role.SAFETY_OFFICER])
    make_text("privacy")
    db.session.add(Tick(name="sweep", moment=site_clock.now() - timedelta(seconds=40)))
    assert [key for key, mark in marks(app, **HTTPS).items() if mark is not Mark.SET] == ["backups"]


def test_a_worker_that_has_fallen_silent_or_gives_up_is_named(app: Flask) -> None:
    now = site_clock.now()
    db.session.add(Tick(name="sweep", moment=now - timedelta(minutes=4)))
    assert marks(app)["worker"] is Mark.MISSING
    db.session.add(Tick(name="sweep", moment=now))
    assert marks(app)["worker"] is Mark.SET
    job = {"name": "x", "arguments": {}, "queued_at": now, "run_after": now, "attempts": 3}
    db.session.add(Job(**job, state=JobState.FAILED, finished_at=now - timedelta(days=8)))
    assert marks(app)["worker"] is Mark.SET
    given_up = Job(**job, state=JobState.FAILED, finished_at=now)
    db.session.add(given_up)
    assert marks(app)["worker"] is Mark.MISSING
    db.session.delete(given_up)


def test_a_safety_officer_whose_account_is_closed_is_none(app: Flask) -> None:
    make_user(roles=[Role.SAFETY_OFFICER]).disabled_at = site_clock.now()
    assert marks(app)["safety"] is Mark.MISSING


def test_an_old_schema_and_the_demo_are_named(app: Flask) -> None:
    found = standing(app.extensions["settings"], site_clock.now())
    assert found.revision == found.newest
    old = {line.key: line for line in lines(replace(found, revision="0001"))}["schema"]
    assert (old.mark, "0001" in old.now, bool(old.how)) == (Mark.MISSING, True, True)
    db.session.add(User(origin=Origin.DEMO, source="demo", source_id="1"))
    assert marks(app)["demo"] is Mark.MISSING


@pytest.mark.parametrize(
    ("lang", "title", "words"), [("en", "State of the site", "things are not set yet"), ("fr", "État du site", "pas encore réglées")]
)
def test_the_page_says_it_in_words(office: Site, lang: str, title: str, words: str) -> None:
    page = office.open("home.status", lang=lang)
    assert page.h1 == title
    assert words in page.text
    assert "SMTP_URL" in page.text


def test_every_line_says_why_and_what_is_not_set_how(app: Flask) -> None:
    for line in lines(standing(app.extensions["settings"], site_clock.now())):
        assert line.what
        assert line.why
        assert bool(line.how) is (line.mark is not Mark.SET), line.key


def test_the_button_sends_one_message_in_both_languages_to_oneself(office: Site, smtp_sink: Sink) -> None:
    page = office.open("home.status").send("home.test_mail")
    assert "Sent: the mail server has taken the message for robin@example.ca" in page.text
    (letter,) = smtp_sink.messages
    assert (str(letter["To"]), str(letter["Subject"])) == ("robin@example.ca", "A test of the mail | Un essai des courriels")
    assert letter["Content-Language"] == "en-CA, fr-CA"
    assert "to see whether its mail arrives" in text_of(letter)
    assert "pour voir si ses courriels arrivent" in text_of(letter)
    html = letter.get_body(("html",))
    assert html is not None
    assert '<div lang="fr-CA">' in html.get_content()


def test_without_a_server_the_page_says_that_nothing_went_out(office: Site, mailbox: Mailbox) -> None:
    page = office.open("home.status", lang="fr").send("home.test_mail")
    assert "Non envoyé" in page.text
    assert len(mailbox) == 1


def test_the_command_says_what_happened(app: Flask, smtp_sink: Sink) -> None:
    outcome = run(app, "send-test-mail", "ada@example.ca")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("Sent: the mail server has taken the message for ada@example.ca")
    smtp_sink.refuses_with = "550 never"
    outcome = run(app, "send-test-mail", "ada@example.ca")
    assert (outcome.exit_code, outcome.stdout.startswith("Not sent: the mail server refused the message")) == (1, True)


def test_the_command_without_a_server_fails_and_says_why(app: Flask) -> None:
    outcome = run(app, "send-test-mail", "ada@example.ca")
    assert outcome.exit_code == 1
    assert "Not sent: no mail server is set." in outcome.stdout


@pytest.mark.parametrize("address", ["ada", "ada@example.ca\nBcc: eve@example.ca", ""])
def test_what_is_no_address_is_refused(app: Flask, address: str) -> None:
    outcome = run(app, "send-test-mail", address)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "is not an e-mail address." in outcome.stderr


def test_a_server_that_is_not_there_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["settings"], smtp_url=f"smtp://127.0.0.1:{free_port()}")
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert send_test_mail("ada@example.ca").outcome is Outcome.OUT_OF_REACH


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (SMTPAuthenticationError(535, b"no"), Outcome.LOCKED_OUT),
        (ssl.SSLCertVerificationError(), Outcome.UNTRUSTED),
        (TimeoutError(), Outcome.OUT_OF_REACH),
        (mail.MailFault("no encryption"), Outcome.UNSAFE),
    ],
)
def test_every_fault_has_its_words(app: Flask, monkeypatch: pytest.MonkeyPatch, fault: Exception, outcome: Outcome) -> None:
    def fail(_message: object) -> None:
        raise fault

    monkeypatch.setattr(trial, "deliver", fail)
    found = send_test_mail("ada@example.ca")
    assert found.outcome is outcome
    assert trial.trial_sentence(found).startswith("Not sent: ")
