"""Writing and publishing: what is refused, what is frozen, and that nothing changes an edition afterwards."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.analysis.canonical import canonical
from consult.audit.models import AuditEntry
from consult.consultations.rules import Stage, stage
from consult.core import clock as site_clock
from consult.core import transaction
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Closed, Incomplete, Overtaken, Refused
from consult.feedback.models import Statement, Visibility
from consult.reports import queries
from consult.reports.models import Edition, Report, ReportStatus
from consult.reports.services import compile_report, publish_report, write_summary
from tests.builders import make_comment, make_committee, make_consultation, make_report, make_user, make_votes
from tests.builders.reports import SUMMARY
from tests.reports.rounds import make_round
from tests.support.database import settle
from tests.support.site import apart

pytestmark = pytest.mark.usefixtures("app")


def editions():
    return db.session.scalar(select(func.count(Edition.id)))


def test_publishing_freezes_everything_under_its_hash():
    consultation = make_round().consultation
    report = make_report(consultation)
    edition = publish_report(operator(), report)
    content = json.loads(edition.content)
    assert edition.sha256 == sha256(edition.content.encode()).hexdigest()
    assert edition.content == canonical(content)
    assert content["findings"] == json.loads(report.snapshot)["findings"]
    assert content["summary"] == {"en": SUMMARY.en, "fr": SUMMARY.fr}
    assert content["summary_html"]["fr"] == "<p>Les gens ont demandé des <strong>exemples</strong>.</p>"
    assert (content["edition"], content["report"]) == (1, report.id)
    assert report.status is ReportStatus.PUBLISHED
    assert stage(consultation, site_clock.now()) is Stage.REPORTED


def test_each_act_leaves_one_entry_without_a_word_of_anybody():
    report = make_report(make_round().consultation, published=True)
    assert report.edition
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.target == f"report:{report.id}").order_by(AuditEntry.seq)).all()
    assert [entry.action for entry in entries] == ["report_compiled", "report_written", "report_published"]
    assert json.loads(entries[-1].detail) == {"edition": 1, "sha256": report.edition.sha256}


@pytest.mark.parametrize("before", [Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN])
def test_nothing_is_published_before_the_round_has_closed(site, before):
    report = make_report(make_consultation(before))
    with pytest.raises(Closed, match="not closed yet"):
        publish_report(operator(), report)
    page = site.as_(make_user(roles=[Role.EDITOR])).post("reports.publish", report_id=report.id)
    assert (page.status, editions()) == (409, 0)
    assert report.status is ReportStatus.DRAFT


@pytest.mark.parametrize(
    ("summary", "lang", "sentence"),
    [
        (Bilingual("Words.", " "), "en", "The French summary is missing."),
        (Bilingual("", "Des mots."), "en", "The English summary is missing."),
        (Bilingual("", "Des mots."), "fr", "Il manque le résumé en anglais."),
    ],
)
def test_nothing_is_published_in_one_language(site, summary, lang, sentence):
    report = make_report(summary=summary)
    with pytest.raises(Incomplete):
        publish_report(operator(), report)
    page = site.as_(make_user(roles=[Role.EDITOR])).post("reports.publish", lang=lang, report_id=report.id)
    assert (page.status, editions()) == (409, 0)
    assert sentence in page.text


def test_figures_from_before_the_closing_are_not_published(site, clock):
    consultation = make_consultation(Stage.OPEN)
    report = make_report(consultation)
    clock.set(consultation.closes_at)
    page = site.as_(make_user(roles=[Role.EDITOR])).post("reports.publish", report_id=report.id)
    assert (page.status, editions()) == (409, 0)
    assert "compiled before the consultation closed" in page.text
    compile_report(operator(), consultation)
    assert publish_report(operator(), report).number == 1


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.SAFETY_OFFICER])
def test_nobody_else_compiles_writes_or_publishes(site, role):
    committee = make_committee()
    consultation = make_consultation("closed", committee_id=committee.id)
    report, person = make_report(consultation), make_user(roles=[role] if role else [])
    before = report.snapshot
    for act in (
        lambda: compile_report(person, consultation),
        lambda: write_summary(person, report, summary=Bilingual("a", "b")),
        lambda: publish_report(person, report),
    ):
        with pytest.raises(Refused):
            act()
    browser = site.as_(person)
    for page in (
        browser.post("reports.publish", report_id=report.id),
        browser.post("reports.compile_now", subject=consultation),
        browser.post("reports.workspace", {"summary_en": "a", "summary_fr": "b"}, subject=consultation),
        browser.open("reports.workspace", consultation),
    ):
        assert page.status == 404
    assert (editions(), report.summary, report.snapshot) == (0, SUMMARY, before)


def test_an_analyst_of_another_consultation_is_nobody_here(site):
    report, elsewhere = make_report(), make_consultation("closed")
    person = make_user(roles=[(Role.ANALYST, {"consultation_id": elsewhere.id})])
    assert site.as_(person).post("reports.publish", report_id=report.id).status == 404
    assert site.as_(person).open("reports.workspace", elsewhere).status == 200


def test_a_visitor_is_asked_to_sign_in_and_nothing_happens(site):
    report = make_report()
    page = site.post("reports.publish", report_id=report.id)
    assert (page.status, editions()) == (303, 0)
    assert page.location.startswith("/en/sign-in")


def test_an_act_without_a_good_token_changes_nothing(site):
    report = make_report()
    editor = site.as_(make_user(roles=[Role.EDITOR]))
    assert editor.post("reports.publish", report_id=report.id, token=False).status == 422
    assert editor.post("reports.compile_now", subject=report.consultation, token=False).status == 422
    assert editions() == 0


def test_a_report_is_published_once(site):
    report = make_report(published=True)
    with pytest.raises(Overtaken):
        publish_report(operator(), report)
    with pytest.raises(Overtaken):
        write_summary(operator(), report, summary=Bilingual("Other words.", "D’autres mots."))
    assert site.as_(make_user(roles=[Role.EDITOR])).post("reports.publish", report_id=report.id).status == 409
    assert editions() == 1


def test_what_happens_later_changes_neither_page_nor_files(site):
    made = make_round()
    report = make_report(made.consultation, published=True)
    paths = [
        site.path(f"reports.{name}", report, lang=lang)
        for name in ("report", "items_csv", "comments_csv", "snapshot")
        for lang in ("en", "fr")
    ]
    before = [site.send("GET", path, follow=True).text for path in paths]
    make_votes(made.statements["divided"], [make_user()], agree=1)
    made.statements["agreed"].text = Bilingual("Other words.", "D’autres mots.")
    made.comments["heading"].visibility = Visibility.HIDDEN
    make_comment(made.consultation)
    made.consultation.title = Bilingual("Another title", "Un autre titre")
    compile_report(operator(), made.consultation)
    assert [site.send("GET", path, follow=True).text for path in paths] == before


def test_compiling_after_publication_begins_a_second_edition():
    made = make_round()
    first = make_report(made.consultation, published=True)
    made.statements["agreed"].text = Bilingual("Other words.", "D’autres mots.")
    second = make_report(made.consultation)
    assert second is not first
    assert publish_report(operator(), second).number == 2
    assert first.edition
    assert "Other words." not in first.edition.content
    assert db.session.query(Statement).count() == 3


def test_saving_the_same_summary_again_leaves_no_entry():
    report = make_report()
    entries = select(func.count(AuditEntry.id))
    before = db.session.scalar(entries)
    assert not write_summary(operator(), report, summary=Bilingual(f"{SUMMARY.en}\r\n", SUMMARY.fr))
    assert db.session.scalar(entries) == before


def test_a_report_is_published_at_the_very_moment_of_closing(clock):
    consultation = make_consultation(Stage.OPEN)
    assert consultation.closes_at
    clock.set(consultation.closes_at - timedelta(seconds=1))
    with pytest.raises(Closed):
        publish_report(operator(), make_report(consultation))
    clock.move(seconds=1)
    assert publish_report(operator(), make_report(consultation)).number == 1


def test_a_page_that_was_open_meanwhile_cannot_publish_again(app):
    report = make_report()
    settle()
    number, loaded = report.id, (report.status, report.consultation.title)
    db.session.commit()

    def elsewhere():
        with app.app_context():
            publish_report(operator(), queries.report(number, operator()))
            transaction.commit()

    apart(elsewhere)
    assert (report.status, report.consultation.title) == loaded
    with pytest.raises(Overtaken):
        publish_report(operator(), report)
    assert editions() == 1


def test_a_consultation_has_one_draft_at_a_time():
    report = make_report()
    db.session.add(Report(consultation=report.consultation, snapshot="{}", compiled_at=site_clock.now()))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
