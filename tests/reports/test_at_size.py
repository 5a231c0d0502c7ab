"""The report of a real consultation at size: compiled in time, small enough to read, and true to the rows that came in."""

import json
import time

import pytest

from consult.consultations.models import Consultation
from consult.core.db import db
from consult.core.paths import ROOT
from consult.reports.models import Report
from consult.reports.presenters.view import COMMENTS_SHOWN, TOTALS_SHOWN
from tests.builders.reports import SUMMARY
from tests.support.commands import run

pytestmark = pytest.mark.usefixtures("app")
TIDY = ROOT.parent / "shared" / "datasets" / "republique-numerique-2015" / "tidy"
COMPILED_WITHIN = 20  # seconds
PAGE_WITHIN = 300_000  # bytes, before they are compressed


@pytest.fixture
def report(app, tmp_path):
    """The published report of the consultation on a digital republic, made by the commands."""
    if not TIDY.is_dir():
        pytest.skip(f"{TIDY} is not here: put the data sets beside the project to run this test.")
    assert run(app, "import-tidy", str(TIDY)).exit_code == 0
    consultation = db.session.scalars(db.select(Consultation)).one()
    started = time.monotonic()
    number = run(app, "compile-report", str(consultation.id)).stdout.strip()
    assert time.monotonic() - started < COMPILED_WITHIN
    for lang, words in (("en", SUMMARY.en), ("fr", SUMMARY.fr)):
        (tmp_path / lang).write_text(words, encoding="utf-8")
    published = run(app, "publish-report", number, "--summary-en", str(tmp_path / "en"), "--summary-fr", str(tmp_path / "fr"))
    assert published.exit_code == 0
    return db.session.get_one(Report, int(number))


def test_five_thousand_contributions_make_a_page_that_can_be_read(site, report):
    found = json.loads(report.edition.content)["findings"]
    items = {(row["type"], row["source_id"]): row for row in found["items"]}
    totals = {(row["type"], row["source_id"]): row for row in found["source_totals"]}
    article = next(row for row in found["items"] if row["seen"] == 1311 + 1728 + 281)
    assert (article["type"], article["agree"], article["disagree"], article["unsure"]) == ("statement", 1311, 1728, 281)
    first = next(row for row in found["source_totals"] if row["type"] == "statement")
    assert (first["agree"], first["disagree"], first["unsure"]) == (2237, 49, 161)
    assert items["statement", first["source_id"]]["seen"] == 0  # what the source states is in no figure of ours
    assert found["votes"]["live"] == 12_836
    for lang in ("en", "fr"):
        page = site.open("reports.report", report, lang=lang)
        assert page.status == 200
        assert len(page.html.encode()) < PAGE_WITHIN
        answers, stated = (page.article(part).first("tbody").all("tr") for part in ("answers", "stated"))
        assert sum(row.first("th").has("a") for row in answers) == COMMENTS_SHOWN
        assert sum(row.first("th").has("a") for row in stated) == TOTALS_SHOWN
        rows = site.open("reports.totals_csv", report, lang=lang).answer.get_data().decode().count("\r\n")
        assert rows == 1 + len(totals)
