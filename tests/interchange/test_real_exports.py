"""The real exports, where they are at hand: what they hold is known, so the import and the report can be held to it."""

import json
import time

import pytest

from consult.accounts.rules import operator
from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.paths import ROOT
from consult.reports.services import compile_report, publish_report, write_summary
from tests.support.commands import everything, run

pytestmark = pytest.mark.usefixtures("app")
DATASETS = ROOT.parent / "shared" / "datasets"
SETS = {
    "london.youth.policing": "39 statements (3 rejected), 638 live votes, 26 voters",
    "scoop-hivemind.biodiversity": "316 statements (162 rejected), 29719 live votes, 536 voters",
    "15-per-hour-seattle": "54 statements (23 rejected), 2872 live votes, 339 voters",
}
VOTES = {"london.youth.policing": (638, 638), "scoop-hivemind.biodiversity": (29_719, 29_188)}
COMPILED_WITHIN = 10  # seconds


def original(name):
    """The folder of an export."""
    folder = DATASETS / name / "original"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: put the data sets beside the project to run this test.")
    return folder


def bring_in(app, name):
    """Import a set; what the command printed."""
    outcome = run(app, "import-polis", str(original(name)))
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    return outcome.stdout.splitlines()


def findings_of(app):
    consultation = db.session.scalars(db.select(Consultation)).one()
    return json.loads(run(app, "findings", str(consultation.id), "--json").stdout)


@pytest.mark.parametrize("name", SETS)
def test_an_export_comes_in_whole_and_again_writes_nothing(app, name):
    first, second = bring_in(app, name)
    assert first == f"consultation {db.session.scalars(db.select(Consultation.id)).one()}"
    assert second.startswith(f"{SETS[name]}; ")
    assert second.endswith(" 0 rows skipped")
    before = everything()
    assert bring_in(app, name)[1] == f"{SETS[name]}; 0 rows written, 0 rows skipped"
    assert everything() == before


@pytest.mark.parametrize("name", VOTES)
def test_votes_on_what_was_rejected_are_kept_and_in_no_tally(app, name):
    bring_in(app, name)
    found = findings_of(app)
    assert (found["votes"]["live"], found["votes"]["counted"]) == VOTES[name]
    assert sum(item["seen"] for item in found["items"]) == VOTES[name][1]


def test_the_most_agreed_statements_of_london_are_known(app):
    bring_in(app, "london.youth.policing")
    found = findings_of(app)
    by_number = {item["number"]: (item["agree"], item["disagree"], item["unsure"]) for item in found["items"]}
    assert [(number, *by_number[number]) for number in found["most_agreed"]] == [
        (20, 21, 1, 1),
        (17, 20, 0, 1),
        (23, 20, 1, 1),
        (15, 19, 2, 1),
        (16, 19, 2, 1),
    ]


@pytest.mark.parametrize("name", SETS)
def test_its_report_compiles_in_time_and_opens_in_both_languages(app, site, name):
    bring_in(app, name)
    consultation = db.session.scalars(db.select(Consultation)).one()
    start = time.monotonic()
    report = compile_report(operator(), consultation)
    assert time.monotonic() - start <= COMPILED_WITHIN
    write_summary(operator(), report, summary=Bilingual("Heard.", "Entendu."))
    publish_report(operator(), report)
    for lang in ("en", "fr"):
        page = site.open("reports.report", report, lang=lang)
        assert page.status == 200
        assert page.first(class_="banner--important").lang == lang
        assert {label.lang for label in page.all("p", class_="chart-label")} == {"en"}


def test_one_unknown_vote_is_left_out_and_named(app, tmp_path):
    lines = (original("london.youth.policing") / "votes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    lines[100] = lines[100].rpartition(",")[0] + ",maybe\n"
    for name in ("comments.csv", "summary.csv"):
        (tmp_path / name).write_bytes((original("london.youth.policing") / name).read_bytes())
    (tmp_path / "votes.csv").write_text("".join(lines), encoding="utf-8")
    before = everything()
    strict = run(app, "import-polis", str(tmp_path), "--strict")
    assert strict.exit_code == 1
    assert everything() == before
    outcome = run(app, "import-polis", str(tmp_path))
    assert outcome.exit_code == 0
    assert outcome.stderr.startswith(f"{tmp_path / 'votes.csv'}:101: The vote 'maybe' is unknown. ")
    assert "637 live votes" in outcome.stdout
    assert outcome.stdout.endswith("1 rows skipped\n")
