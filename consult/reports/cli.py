"""Commands of reports: compile, publish, print findings."""

from pathlib import Path

import click

from consult.accounts.rules import operator
from consult.analysis.canonical import canonical
from consult.consultations import queries as consultations
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.commands import say, verb
from consult.core.errors import FileFault, Incomplete
from consult.core.intake import LAST_NUMBER
from consult.reports import queries, services
from consult.reports.findings import findings
from consult.reports.forms import SummaryForm
from consult.reports.jobs import compile_findings
from consult.reports.presenters import missing_sentences

FILE = click.Path(path_type=Path)


@verb("compile-report")
@click.argument("consultation")
def compile_report(consultation: str) -> None:
    """Count a consultation (its number or English slug) into its draft report; print the report's number."""
    click.echo(compile_findings(consultations.by_reference(consultation).id, None))


@verb("publish-report")
@click.argument("report_id", metavar="REPORT", type=click.IntRange(1, LAST_NUMBER))
@click.option("--summary-en", type=FILE, required=True, help="Markdown file of the English summary.")
@click.option("--summary-fr", type=FILE, required=True, help="Markdown file of the French summary.")
def publish_report(report_id: int, summary_en: Path, summary_fr: Path) -> None:
    """Give a draft report its summary in both languages and publish it; print its edition and hash."""
    actor = operator()
    report = queries.report(report_id, actor)
    services.write_summary(actor, report, summary=Bilingual(_read(summary_en, "summary_en"), _read(summary_fr, "summary_fr")))
    try:
        edition = services.publish_report(actor, report)
    except Incomplete as fault:
        raise Incomplete(missing_sentences(fault.missing)) from fault
    click.echo(f"report {report.id} edition {edition.number} sha256 {edition.sha256}")


@verb("findings")
@click.argument("consultation")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the findings snapshot.")
def print_findings(consultation: str, *, as_json: bool) -> None:
    """Print what the rows of a consultation say today; nothing is kept."""
    subject = consultations.by_reference(consultation)
    found = findings(subject, queries.evidence(subject), clock.now())
    if as_json:
        click.echo(canonical(found))
        return
    say(f"Findings of consultation {subject.id}; --json prints all of them.")
    for name, part in found.items():
        if name in {"participation", "votes", "most_agreed", "most_divided"}:
            click.echo(f"{name}: {canonical(part)}")


def _read(path: Path, field: str) -> str:
    """The text of a summary file, held to the form of the page; what cannot be used is a fault of the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as fault:
        raise FileFault(str(path), None, "There is no such file.", "Give the path of a Markdown file.") from fault
    except UnicodeDecodeError as fault:
        raise FileFault(str(path), None, "The file is not UTF-8.", "Save it as UTF-8.") from fault
    except OSError as fault:
        raise FileFault(str(path), None, "The file cannot be read.", "Give the path of a Markdown file that you may open.") from fault
    if not text.strip():
        raise FileFault(str(path), None, "The file is empty.", "Write the summary: both languages are published together.")
    form = SummaryForm.of_values({field: text})
    if not form.validate():
        raise FileFault(str(path), None, form.faults[0][1], "Mend the file and try again.")
    return text
