"""`compile-report`, `publish-report` and `findings`, as they are typed."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from consult.accounts.rules import operator
from consult.analysis.canonical import canonical
from consult.consultations.rules import Stage
from consult.reports.models import SUMMARY_MAX, ReportStatus
from consult.reports.services import compile_report
from tests.builders import make_consultation, make_report
from tests.builders.reports import SUMMARY
from tests.reports.rounds import make_round
from tests.support.commands import changed, everything, run

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def summaries(tmp_path):
    """Two summary files, English and French."""
    files = tmp_path / "en.md", tmp_path / "fr.md"
    for file, words in zip(files, (SUMMARY.en, SUMMARY.fr), strict=True):
        file.write_text(words, encoding="utf-8")
    return files


def publish(app, report, english, french):
    """Type the command."""
    return run(app, "publish-report", str(report), "--summary-en", str(english), "--summary-fr", str(french))


@pytest.mark.parametrize("reference", ["id", "slug"])
def test_compile_report_prints_the_number_of_the_report(app, reference):
    consultation = make_round().consultation
    outcome = run(app, "compile-report", str(consultation.id) if reference == "id" else consultation.slug.en)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    report = compile_report(operator(), consultation)
    assert outcome.stdout == f"{report.id}\n"
    assert report.compiled_by is None


@pytest.mark.parametrize("command", ["compile-report", "findings"])
@pytest.mark.parametrize("reference", ["404", "no-such-slug", "99999999999999999999", "²"])
def test_a_consultation_that_is_not_there_is_named(app, command, reference):
    before = everything()
    outcome = run(app, command, reference)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert reference in outcome.stderr
    assert everything() == before


def test_publish_report_takes_two_files_and_prints_the_hash(app, summaries):
    report = compile_report(operator(), make_round().consultation)
    outcome = publish(app, report.id, *summaries)
    assert outcome.exit_code == 0
    assert report.status is ReportStatus.PUBLISHED
    assert report.summary == SUMMARY
    assert report.edition
    digest = sha256(report.edition.content.encode()).hexdigest()
    assert outcome.stdout == f"report {report.id} edition 1 sha256 {digest}\n"


def test_a_byte_order_mark_is_no_part_of_the_summary(app, summaries):
    summaries[0].write_bytes(b"\xef\xbb\xbf" + SUMMARY.en.encode())
    report = compile_report(operator(), make_consultation("closed"))
    assert publish(app, report.id, *summaries).exit_code == 0
    assert report.summary == SUMMARY


def missing(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_text(" \n\n", encoding="utf-8")


def latin(path: Path) -> None:
    path.write_bytes("Résumé".encode("latin-1"))


def too_long(path: Path) -> None:
    path.write_text("x" * (SUMMARY_MAX + 1), encoding="utf-8")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [missing, empty, latin, too_long, folder])
@pytest.mark.parametrize("which", [0, 1])
def test_a_summary_file_that_cannot_be_used_changes_nothing(app, summaries, spoil, which):
    report = compile_report(operator(), make_round().consultation)
    spoil(summaries[which])
    before = everything()
    outcome = publish(app, report.id, *summaries)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith(f"{summaries[which]}: ")
    assert outcome.stderr.count(". ") == 1  # the reason, and how to mend it
    assert everything() == before


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SCHEDULED, Stage.OPEN])
def test_publish_report_waits_for_the_closing(app, summaries, stage):
    report = compile_report(operator(), make_consultation(stage))
    before = everything()
    outcome = publish(app, report.id, *summaries)
    assert outcome.exit_code == 1
    assert "has not closed yet" in outcome.stderr
    assert everything() == before


def test_publish_report_asks_for_figures_of_the_whole_round(app, summaries, clock):
    consultation = make_consultation(Stage.OPEN)
    report = compile_report(operator(), consultation)
    clock.set(consultation.closes_at)
    outcome = publish(app, report.id, *summaries)
    assert outcome.exit_code == 1
    assert "Compile the report again." in outcome.stderr


def test_a_report_is_published_once_from_the_command_line_too(app, summaries):
    report = make_report(published=True)
    before = everything()
    assert publish(app, report.id, *summaries).exit_code == 1
    assert everything() == before


@pytest.mark.parametrize(("number", "status"), [("404", 1), ("0", 2), ("99999999999999999999", 2), ("one", 2)])
def test_publish_report_wants_the_number_of_a_report(app, summaries, number, status):
    outcome = publish(app, number, *summaries)
    assert outcome.exit_code == status
    assert number in outcome.stderr


def test_publish_report_wants_both_files(app, summaries):
    assert run(app, "publish-report", "1", "--summary-en", str(summaries[0])).exit_code == 2


def test_findings_prints_one_object_and_keeps_nothing(app, clock):
    consultation = make_round().consultation
    before = everything()
    outcome = run(app, "findings", consultation.slug.en, "--json")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert everything() == before
    found = json.loads(outcome.stdout)
    assert outcome.stdout == f"{canonical(found)}\n"
    assert found == json.loads(compile_report(operator(), consultation).snapshot)["findings"]


def test_findings_prints_a_few_lines_for_people(app):
    outcome = run(app, "findings", str(make_round().consultation.id))
    assert outcome.exit_code == 0
    assert "most_agreed: [1,2]" in outcome.stdout.splitlines()
    assert "--json" in outcome.stderr


def test_compiling_writes_one_report_and_one_entry(app):
    consultation = make_round().consultation
    before = everything()
    run(app, "compile-report", str(consultation.id))
    assert changed(before, everything()) == {"reports": 1, "audit_entries": 1, "audit_heads": 1}
