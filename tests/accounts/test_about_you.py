"""Self-identification as a person meets it: optional, agreed to, replaced, deleted; nothing of it is ever shown again."""

import json
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.accounts import rows_apart
from consult.accounts.labels import CONSENT_WORDS
from consult.accounts.models import (
    CONSENT,
    AboutYou,
    SelfIdentification,
    SelfIdentificationConsent,
    SelfIdentificationLink,
    SelfIdentificationRequest,
    User,
)
from consult.core.db import db
from consult.core.drafts import Draft
from consult.core.i18n import speaking
from consult.core.lockbox import Key
from consult.settings import current
from tests.builders import make_user, prepare_key
from tests.support.clock import StoppedClock
from tests.support.pages import Page
from tests.support.site import Site

ABOUT = "accounts.about_you"
TABLES = (SelfIdentification, SelfIdentificationLink, SelfIdentificationRequest, SelfIdentificationConsent)


@pytest.fixture(autouse=True)
def _key(app: Flask) -> None:
    prepare_key()


def kept() -> list[dict[str, object]]:
    """What the worker reads of everybody: the answers, without order."""
    key, rows = Key.of_file(current().instance), db.session.scalars(sa.select(SelfIdentification)).all()
    return [json.loads(key.unwrap(row.sealed, row.rep_id)) for row in rows]


def counts() -> tuple[int, ...]:
    """How many rows each of the four tables has."""
    return tuple(db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in TABLES)


def answer(browser: Site, lang: str = "en", **given: Any) -> Page:
    """Fill the page in and send it."""
    return browser.open(ABOUT, lang=lang).submit(ABOUT, consent=True, **given)


EVERYTHING: dict[str, Any] = {
    "community": "remote",
    "lands": ["inuit_nunangat"],
    "age": "25_34",
    "gender": ["woman", "two_spirit"],
    "identity": ["inuk", "not_sure"],
    "population": ["black", "another"],
    "population_written": "Afro-Acadian",
    "disability": "yes",
    "language": "both",
    "languages_written": "ᐃᓄᒃᑎᑐᑦ",
}


@pytest.mark.parametrize(("lang", "thanks"), [("en", "Your answers are sealed"), ("fr", "Vos réponses sont scellées")])
def test_every_answer_is_kept_as_given_and_none_is_shown_again(site: Site, lang: str, thanks: str) -> None:
    page = answer(site.as_(make_user()), lang, **EVERYTHING)
    assert thanks in page.text
    assert kept() == [{"answers": EVERYTHING, "consent": "1"}]
    assert "Afro-Acadian" not in page.text
    form = page.form(ABOUT)
    assert [pair for pair in form.standing() if pair[0] != "csrf_token" and pair[1]] == []


def test_the_page_says_that_and_when_one_answered_but_not_what(site: Site, clock: StoppedClock) -> None:
    browser = site.as_(make_user())
    answer(browser, gender=["two_spirit"])
    clock.move(hours=3)
    page = browser.open(ABOUT)
    assert "You answered in" in page.text
    assert "we cannot show you your answers" in page.text
    assert not page.form(ABOUT).value("gender")


def test_new_answers_replace_the_former_ones_all_of_them(site: Site) -> None:
    browser = site.as_(make_user())
    answer(browser, **EVERYTHING)
    answer(browser, disability="no")
    assert kept() == [{"answers": {"disability": "no"}, "consent": "1"}]
    assert counts() == (1, 1, 0, 1)


def test_what_one_would_rather_not_say_is_not_kept(site: Site) -> None:
    answer(site.as_(make_user()), age="prefer_not", gender=["prefer_not"], disability="no")
    assert kept() == [{"answers": {"disability": "no"}, "consent": "1"}]


@pytest.mark.parametrize("given", [{}, {"age": "prefer_not", "identity": ["prefer_not"]}])
def test_nothing_answered_needs_no_consent_and_leaves_nothing(site: Site, given: dict[str, Any]) -> None:
    user = make_user()
    page = site.as_(user).open(ABOUT).submit(ABOUT, **given)
    assert "You gave no answer" in page.text
    assert counts() == (0, 0, 0, 0)
    assert db.session.get_one(User, user.id).about_you is AboutYou.SETTLED


@pytest.mark.parametrize(("lang", "told"), [("en", "Tick this box"), ("fr", "Cochez cette case")])
def test_an_answer_without_consent_is_refused_and_nothing_typed_is_lost(site: Site, lang: str, told: str) -> None:
    page = site.as_(make_user()).open(ABOUT, lang=lang).submit(ABOUT, **EVERYTHING)
    assert page.status == 422
    assert [sentence for sentence in page.errors if told in sentence]
    form = page.form(ABOUT)
    standing = form.standing()
    for name, value in EVERYTHING.items():
        assert [text for field, text in standing if field == name] == (value if isinstance(value, list) else [value])
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("identity", ["no", "metis"]),
        ("identity", ["prefer_not", "inuk"]),
        ("identity", ["no", "prefer_not"]),
        ("gender", ["prefer_not", "woman"]),
        ("population", ["prefer_not", "white"]),
        ("lands", ["prefer_not", "reserve"]),
    ],
)
def test_answers_that_stand_alone_do_so(site: Site, field: str, sent: list[str]) -> None:
    given: dict[str, Any] = {field: sent}
    page = answer(site.as_(make_user()), **given)
    assert (page.status, len(page.errors)) == (422, 1)
    assert "stand alone" in page.errors[0]
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize("sent", [{"age": "12"}, {"identity": ["inuk", "celt"]}, {"community": "<script>"}, {"gender_written": "x" * 101}])
def test_what_is_no_answer_is_refused(site: Site, sent: dict[str, Any]) -> None:
    page = site.as_(make_user()).post(ABOUT, {"consent": "y", **sent})
    assert page.status == 422
    assert counts() == (0, 0, 0, 0)


def test_words_beside_prefer_not_to_say_are_asked_about(site: Site) -> None:
    page = answer(site.as_(make_user()), gender=["prefer_not"], gender_written="agender")
    assert (page.status, page.form(ABOUT).value("gender_written")) == (422, "agender")


def test_who_writes_another_gender_need_not_tick_its_box(site: Site) -> None:
    answer(site.as_(make_user()), gender_written="agender")
    assert kept()[0]["answers"] == {"gender": ["another"], "gender_written": "agender"}


@pytest.mark.parametrize(("lang", "gone"), [("en", "We delete your answers"), ("fr", "Nous supprimons vos réponses")])
def test_one_button_deletes_the_answers_and_the_note_of_them(site: Site, lang: str, gone: str) -> None:
    browser, other = site.as_(make_user()), site.as_(make_user())
    answer(browser, lang, **EVERYTHING)
    answer(other, disability="yes")
    page = browser.open(ABOUT, lang=lang)
    page = page.send(page.form("accounts.delete_answers"), {})
    assert gone in page.text
    assert not page.dom.all("form", action=f"/{lang}/about-you/delete")
    assert kept() == [{"answers": {"disability": "yes"}, "consent": "1"}]
    assert counts() == (1, 1, 0, 1)
    assert browser.post("accounts.delete_answers").status == 303
    assert counts() == (1, 1, 0, 1)


def test_the_account_keeps_the_month_the_words_and_no_more(site: Site, clock: StoppedClock) -> None:
    answer(site.as_(make_user(lang="fr")), "fr", age="75_plus")
    columns = {column.name for column in SelfIdentificationConsent.__table__.columns}
    assert columns == {"user_id", "given_in", "words", "lang"}
    note = db.session.scalars(sa.select(SelfIdentificationConsent)).one()
    assert (note.words, note.lang) == ("1", "fr")
    assert (type(note.given_in).__name__, note.given_in.day) == ("date", 1)


@pytest.mark.parametrize("endpoint", [ABOUT, "accounts.delete_answers"])
def test_what_a_visitor_sends_is_not_even_kept_for_the_sign_in(site: Site, endpoint: str) -> None:
    page = site.post(endpoint, {"consent": "y", "identity": ["inuk"], "gender_written": "agender"})
    assert (page.status, page.location.partition("?")[0]) == (303, "/en/sign-in")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 0
    assert counts() == (0, 0, 0, 0)


def test_an_expired_form_keeps_nothing_on_the_site_and_everything_on_the_page(site: Site) -> None:
    page = site.as_(make_user()).post(ABOUT, {"consent": "y", "age": "15_24"}, token=False)
    assert (page.status, page.form(ABOUT).value("age")) == (422, "15_24")
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_without_a_key_nothing_is_taken_and_the_page_says_so(site: Site, lang: str) -> None:
    browser = site.as_(make_user())
    (current().instance / "keys" / "selfid.pub").unlink()
    assert {"en": "cannot be sealed", "fr": "ne peut pas sceller"}[lang] in browser.open(ABOUT, lang=lang).text
    page = browser.open(ABOUT, lang=lang).submit(ABOUT, consent=True, age="15_24")
    assert (page.status, page.form(ABOUT).value("age")) == (422, "15_24")
    assert counts() == (0, 0, 0, 0)


def test_another_language_than_the_consent_is_agreed_to_anew(site: Site) -> None:
    browser = site.as_(make_user())
    answer(browser, "en", age="15_24")
    answer(browser, "fr", age="25_34")
    assert db.session.scalars(sa.select(SelfIdentificationConsent.lang)).all() == ["fr"]
    assert rows_apart.settle_requests(current().instance) == 0


def test_other_words_to_agree_to_have_another_number(site: Site) -> None:
    """What people are told before they answer, and what they agree to, in both languages. If they change, so does `CONSENT`."""
    told = []
    for lang in ("en", "fr"):
        with speaking(lang):
            told += [site.as_(make_user()).open(ABOUT, lang=lang).dom.first("dl").text, str(CONSENT_WORDS)]
    assert (CONSENT, sha256("\n".join(told).encode()).hexdigest()[:12]) == ("1", "be786d0221d5")
