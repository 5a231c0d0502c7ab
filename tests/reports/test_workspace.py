"""The workspace: compile, write in both languages, publish; what was typed is never lost."""

from datetime import timedelta

import pytest

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.consultations.rules import Stage
from consult.consultations.services import give_late_pass
from consult.consultations.services.passes import count_late
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.errors import Incomplete
from consult.reports.models import SUMMARY_MAX, ReportStatus
from consult.reports.queries import draft_of, of_consultation
from consult.reports.services import compile_report, publish_report
from tests.builders import make_consultation, make_report, make_user
from tests.reports.rounds import make_round

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def editor(site):
    """The site as an editor sees it."""
    return site.as_(make_user(roles=[Role.EDITOR]))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_from_nothing_to_a_published_report(editor, site, lang):
    consultation = make_round().consultation
    page = editor.open("reports.workspace", consultation, lang=lang).submit("reports.compile_now")
    assert page.has(class_="banner--ok")
    page = page.submit("reports.workspace", summary_en="## Heard\n\nMore *examples*.", summary_fr="## Entendu\n\nPlus d’*exemples*.")
    page = page.submit("reports.publish")
    assert page.path == site.path("reports.report", of_consultation(consultation.id)[0], lang=lang)
    read = site.open("reports.latest", consultation, lang=lang)
    assert read.article("summary").first("h3").text == {"en": "Heard", "fr": "Entendu"}[lang]
    assert read.article("summary").first("em").text == {"en": "examples", "fr": "exemples"}[lang]


def test_one_language_is_saved_and_the_other_is_still_asked_for(editor):
    report = make_report(summary=Bilingual("", ""))
    page = editor.open("reports.workspace", report.consultation).submit("reports.workspace", summary_en="Words.\r\nMore.", summary_fr="")
    assert report.summary == Bilingual("Words.\nMore.", "")
    assert "The French summary is missing." in page.text
    assert "The English summary is missing." not in page.text
    assert page.first("textarea", name="summary_en").text == "Words. More."


def test_a_summary_that_is_too_long_stays_in_its_field(editor):
    report = make_report()
    words = "x" * (SUMMARY_MAX + 1)
    page = editor.post("reports.workspace", {"summary_en": words, "summary_fr": "Des mots."}, subject=report.consultation)
    assert page.status == 422
    assert page.errors == ["The summary has more than 20,000 characters."]
    assert page.first("textarea", name="summary_en").text == words
    assert page.first("textarea", name="summary_fr").text == "Des mots."


def test_line_breaks_count_as_one_character_as_they_are_kept(editor):
    report = make_report()
    words = "\r\n".join(["x" * 99] * 200)
    assert editor.post("reports.workspace", {"summary_en": words, "summary_fr": "Mots."}, subject=report.consultation).status == 303
    assert len(report.summary.en) == SUMMARY_MAX - 1


def test_an_expired_page_keeps_what_was_typed(editor):
    report = make_report()
    page = editor.post("reports.workspace", {"summary_en": "Mine.", "summary_fr": "À moi."}, subject=report.consultation, token=False)
    assert page.status == 422
    assert page.first("textarea", name="summary_fr").text == "À moi."


def test_a_summary_sent_after_publication_is_shown_again(editor):
    report = make_report(published=True)
    page = editor.post("reports.workspace", {"summary_en": "Too late.", "summary_fr": "Trop tard."}, subject=report.consultation)
    assert page.status == 409
    assert "Too late." in page.html
    assert report.status is ReportStatus.PUBLISHED


def test_a_summary_is_cleaned_when_it_is_written(editor):
    report = make_report()
    words = "<script>alert(1)</script> [x](javascript:alert(1)) *so*"
    editor.post("reports.workspace", {"summary_en": words, "summary_fr": words}, subject=report.consultation)
    for html in (report.summary_html.en, report.summary_html.fr):
        assert "<em>so</em>" in html
        assert "<script" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.OPEN])
def test_before_the_closing_there_is_no_button_to_publish(editor, stage):
    report = make_report(make_consultation(stage))
    page = editor.open("reports.workspace", report.consultation)
    assert "A report is published after its consultation has closed." in page.text
    assert not any(form.get("action", "").endswith("/publication") for form in page.all("form"))


def test_the_workspace_names_the_editions(editor):
    report = make_report(published=True)
    make_report(report.consultation)
    page = editor.open("reports.workspace", report.consultation, lang="fr")
    assert page.links[page.main.all("ul")[-1].text].startswith(f"/fr/rapports/{report.id}-")


def test_the_workspace_stays_within_its_selects(editor, statements):
    consultation = make_report(make_round().consultation).consultation
    with statements as seen:
        editor.open("reports.workspace", consultation)
    assert len(seen.selects) <= 16


def test_compiling_by_the_button_keeps_the_summary(editor):
    report = make_report()
    editor.post("reports.compile_now", subject=report.consultation)
    assert draft_of(report.consultation_id) is not None
    assert report.summary.complete


@pytest.mark.parametrize(
    ("lang", "holds", "left_out"), [("en", "A late pass still holds", "leaves out"), ("fr", "individuelle court", "ne tient pas compte")]
)
def test_what_came_by_a_late_pass_is_counted_before_publishing(site, clock, lang, holds, left_out):
    consultation, person, host = make_consultation("closed"), make_user(), make_user(roles=[Role.EDITOR])
    give_late_pass(operator(), consultation, person, until=site_clock.now() + timedelta(days=2), reason="Ill.")
    report = make_report(consultation)
    page = site.as_(host).open("reports.workspace", consultation, lang=lang)
    assert (holds in page.text, left_out in page.text) == (True, False)
    clock.move(days=1)
    count_late(person, consultation, "comment:1", site_clock.now())
    assert left_out in site.as_(host).open("reports.workspace", consultation, lang=lang).text
    with pytest.raises(Incomplete) as refusal:
        publish_report(operator(), report)
    assert refusal.value.missing == ["late"]
    clock.move(days=1)
    compile_report(operator(), consultation)
    page = site.as_(host).open("reports.workspace", consultation, lang=lang)
    assert (holds in page.text, left_out in page.text) == (False, False)
    assert publish_report(operator(), report).number == 1
