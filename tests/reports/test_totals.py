"""Totals that the source of an import states: shown apart, in the file whole, and never part of any figure."""

import csv
import io
import json

import pytest

from consult.accounts.rules import operator
from consult.core.bilingual import Bilingual
from consult.feedback.models import AuthorChoice, StatementOrigin, StatementStatus, Visibility
from consult.reports.presenters.view import TOTALS_SHOWN
from consult.reports.services import compile_report
from tests.builders import make_comment, make_consultation, make_report, make_statement, make_total, make_user, make_votes

pytestmark = pytest.mark.usefixtures("app")
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def imported():
    """A consultation from elsewhere, without anything in it."""
    return make_consultation("closed", imported=True, source="elsewhere")


def a_statement(consultation, text="Article 1", source_id="a61"):
    statement = make_statement(consultation)
    statement.origin, statement.text, statement.source_id = StatementOrigin.IMPORTED, Bilingual(text, ""), source_id
    return statement


def findings_of(consultation):
    return json.loads(compile_report(operator(), consultation).snapshot)["findings"]


def test_totals_are_passed_on_and_added_to_nothing(imported):
    statement, comment = a_statement(imported), make_comment(imported)
    make_votes(statement, [make_user(), make_user()], agree=1, disagree=1)
    make_total(statement, 2237, 49, 161)
    make_total(comment, 7, 0, 2)
    found = findings_of(imported)
    assert found["source_totals"] == [
        {"type": "statement", "number": 1, "source_id": "a61", "agree": 2237, "disagree": 49, "unsure": 161},
        {"type": "comment", "number": comment.id, "source_id": None, "agree": 7, "disagree": 0, "unsure": 2},
    ]
    assert found["votes"] == {"live": 2, "counted": 2}
    assert [(row["type"], row["seen"]) for row in found["items"]] == [("statement", 2), ("comment", 0)]
    assert found["participation"]["voters"] == 2


def test_totals_of_what_is_not_public_stay_inside(imported):
    for change in ({"visibility": Visibility.HIDDEN}, {"visibility": Visibility.PENDING}, {"author_choice": AuthorChoice.TEAM_ONLY}):
        make_total(make_comment(imported, **change), 5, 5, 5)
    rejected = a_statement(imported)
    rejected.status = StatementStatus.REJECTED
    make_total(rejected, 5, 5, 5)
    make_total(make_comment(make_consultation("closed", imported=True)), 1, 1, 1)
    assert findings_of(imported)["source_totals"] == []


@BOTH
def test_the_page_says_that_nobody_can_count_them_again(site, imported, lang):
    statement, comment = a_statement(imported), make_comment(imported)
    make_total(statement, 2237, 49, 161)
    make_total(comment, 7, 0, 2)
    page = site.open("reports.report", make_report(imported, published=True), lang=lang)
    part = page.article("totals")
    warning = {"en": "there are no rows behind them here, so nobody can count them again", "fr": "personne ne peut les recompter"}
    assert warning[lang] in part.text
    rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in part.first("tbody").all("tr")]
    thousands = {"en": "2,237", "fr": "2\u00a0237"}
    named = {"en": f"Comment {comment.id}", "fr": f"Commentaire\u00a0{comment.id}"}
    assert rows == [["1. Article 1", thousands[lang], "49", "161"], [named[lang], "7", "0", "2"]]
    assert part.all("a", href=site.path("feedback.comment", comment_id=comment.id, lang=lang))


def test_only_the_comments_with_the_most_answers_are_on_the_page(site, imported):
    comments = [make_comment(imported) for _ in range(TOTALS_SHOWN + 3)]
    for place, comment in enumerate(comments):
        make_total(comment, place, 0, 0)
    report = make_report(imported, published=True)
    part = site.open("reports.report", report).article("totals")
    shown = [row.first("th").text for row in part.first("tbody").all("tr")]
    assert shown == [f"Comment {comment.id}" for comment in comments[:2:-1]]
    # The three with the fewest; one of them has no answer at all.
    assert "The table leaves out 2 totals of comments with fewer answers. All totals of the source (CSV)" in part.text
    assert len(rows_of(site.open("reports.totals_csv", report))) == 1 + len(comments)


def rows_of(page):
    return list(csv.reader(io.StringIO(page.answer.get_data().decode("utf-8-sig"))))


@BOTH
def test_the_file_has_all_of_them(site, imported, lang):
    make_total(a_statement(imported, "=1+1"), 3, 2, 1)
    page = site.open("reports.totals_csv", make_report(imported, published=True), lang=lang)
    assert rows_of(page)[1:] == [["statement", "1", "a61", "'=1+1", "en", "3", "2", "1"]]
    name = {"en": "source-totals", "fr": "totaux-de-la-source"}[lang]
    assert page.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-')


def test_a_consultation_of_ours_has_no_such_part(site):
    page = site.open("reports.report", make_report(published=True))
    assert not page.has(id="totals")
    assert "source-totals.csv" not in page.html
