"""Section ballots in the findings, on the page and in the file: only of the words that were asked about, never of fewer than ten people."""

import csv
import io
import json

import pytest

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Readiness
from consult.modules.models import BlockKind, VersionStatus
from consult.reports.services import compile_report
from tests.builders import (
    make_ballot,
    make_block,
    make_comment,
    make_consultation,
    make_judgements,
    make_report,
    make_user,
    make_version,
)

pytestmark = pytest.mark.usefixtures("app")
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
NUMBERS = {
    "en": "Readiness and importance of each section: people, share and range",
    "fr": "Avis sur chaque section et son importance\u00a0: personnes, part et intervalle",
}


@pytest.fixture
def asked():
    """A closed round that asked about three sections of one module."""
    return make_consultation("closed", versions=[three_sections()])


def three_sections(module=None):
    version = make_version(module)
    for key, title in (("s1", ("Distance", "La distance")), ("s2", ("Time", "Le temps")), ("s3", ("Practice", "La pratique"))):
        make_block(version, key=key, kind=BlockKind.SECTION, markdown=Bilingual(*title))
        make_block(version, key=f"b0{key[1]}", section_key=key)
    return version


def findings_of(consultation):
    return json.loads(compile_report(operator(), consultation).snapshot)["findings"]


def ballots_of(consultation):
    return findings_of(consultation)["ballots"]


def table(page, caption):
    """The cells of a table of a page, by its caption."""
    found = next(one for one in page.all("table") if one.first("caption").text == caption)
    return [[cell.text for cell in row.all("th") + row.all("td")] for row in found.first("tbody").all("tr")]


def published(consultation):
    return make_report(consultation, published=True)


def test_a_section_is_counted_and_worked_out(asked):
    make_judgements(asked, (40, 15, 5, 7), importance=[5] * 30 + [4] * 20 + [3] * 10 + [1] * 7)
    assert ballots_of(asked) == [
        {
            "module": asked.modules[0].module_id,
            "section": "s1",
            "ready": 40,
            "changes": 15,
            "not_ready": 5,
            "not_for_me": 7,
            "n": 60,
            "shares": {
                "ready": {"share": "0.6667", "low": "0.5406", "high": "0.7727"},
                "changes": {"share": "0.2500", "low": "0.1578", "high": "0.3723"},
                "not_ready": {"share": "0.0833", "low": "0.0361", "high": "0.1807"},
            },
            "net": "0.5833",
            # Of the people who judged: the seven for whom it is not to say are not among them.
            "importance": {"1": 0, "2": 0, "3": 10, "4": 20, "5": 30},
            "importance_median": "4.5000",
            "importance_top2": "0.8333",
            "attention": "0.1894",
            "earlier_wording": 0,
        }
    ]


def test_of_fewer_than_ten_people_the_team_has_the_counts_alone(asked):
    make_judgements(asked, (3, 1, 0, 20), importance=[5, 3, 4, 4])
    (section,) = ballots_of(asked)
    assert (section["ready"], section["changes"], section["not_ready"], section["not_for_me"], section["n"]) == (3, 1, 0, 20, 4)
    assert section["importance"] == {"1": 0, "2": 0, "3": 1, "4": 2, "5": 1}
    assert [section[key] for key in ("shares", "net", "importance_median", "importance_top2", "attention")] == [None] * 5


def test_of_fewer_than_ten_people_nothing_is_published(site, asked):
    make_judgements(asked, (10, 0, 0, 1), importance=[5] * 10)
    make_judgements(asked, (9, 0, 0, 0), key="s2", importance=[4] * 9)
    make_judgements(asked, (0, 0, 0, 30), key="s3")
    make_judgements(asked, (12, 0, 0, 0), key="s3", wording="other words")
    report = published(asked)
    content = json.loads(site.open("reports.snapshot", report).answer.get_data())
    shown, *hidden = content["findings"]["ballots"]
    assert shown == {**ballots_of(asked)[0], "earlier_wording": None}
    assert [(row.pop("module"), row.pop("section")) for row in hidden] == [(shown["module"], "s2"), (shown["module"], "s3")]
    assert [row.pop("earlier_wording") for row in hidden] == [None, 12]
    assert [set(row) for row in hidden] == [set(shown) - {"module", "section", "earlier_wording"}] * 2
    assert [set(row.values()) for row in hidden] == [{None}] * 2


def test_the_draft_of_the_team_keeps_every_count(site, asked):
    make_judgements(asked, (3, 1, 0, 20))
    draft = make_report(asked)
    team = site.as_(make_user(roles=[Role.ADMINISTRATOR]))
    content = json.loads(team.open("reports.snapshot", draft).answer.get_data())
    assert [(row["ready"], row["n"], row["earlier_wording"]) for row in content["findings"]["ballots"]] == [(3, 4, 0)]
    assert "Fewer than 10 people judged these sections: not shown. Distance" in team.open("reports.report", draft).article("readiness").text


@pytest.mark.parametrize(
    ("few", "words"),
    [(0, "120 views on sections"), (9, "120 views on sections that at least 10 people judged"), (10, "130 views on sections")],
)
@BOTH
def test_no_sum_gives_a_hidden_section_away(site, asked, few, words, lang):
    for key in ("s1", "s2"):
        make_judgements(asked, (40, 10, 5, 5), key=key)
    make_judgements(asked, (few, 0, 0, 0), key="s3")
    french = words.replace("views on sections", "avis sur des sections").replace(
        "that at least 10 people judged", "jugées par au moins 10 personnes"
    )
    facts = [fact.text for fact in site.open("reports.report", published(asked), lang=lang).article("who").all("li")]
    assert {"en": words, "fr": french}[lang] in facts


def test_importance_that_fewer_than_ten_people_gave_is_not_published(site, asked):
    make_judgements(asked, (10, 0, 0, 0), importance=[5] * 9)
    (section,) = json.loads(published(asked).edition.content)["findings"]["ballots"]
    assert (section["n"], section["importance"]) == (10, None)


def test_importance_needs_ten_people_of_its_own(asked):
    make_judgements(asked, (10, 0, 0, 0), importance=[5] * 9)
    (section,) = ballots_of(asked)
    assert section["shares"]["ready"]["share"] == "1.0000"
    assert [section[key] for key in ("importance_median", "importance_top2", "attention")] == [None] * 3


def test_sections_come_in_the_order_of_the_text_and_only_where_somebody_answered(asked):
    other = three_sections()
    make_comment(asked)  # the other module has nothing to do with this consultation
    elsewhere = make_consultation("closed", versions=[other])
    make_judgements(elsewhere, (11, 0, 0, 0), key="s2")
    for key in ("s3", "s1"):
        make_judgements(asked, (1, 0, 0, 0), key=key)
    assert [row["section"] for row in ballots_of(asked)] == ["s1", "s3"]


def test_modules_come_in_the_order_of_the_consultation():
    first, second = three_sections(), three_sections()
    consultation = make_consultation("closed", versions=[second, first])
    for module in (1, 0):
        make_judgements(consultation, (1, 0, 0, 0), module=module)
    assert [row["module"] for row in ballots_of(consultation)] == [second.module_id, first.module_id]


def test_an_answer_to_earlier_words_is_counted_apart(asked):
    make_judgements(asked, (10, 0, 0, 0))
    old = asked.modules[0].version
    old.status = VersionStatus.SUPERSEDED
    new = three_sections(old.module)
    heading = next(block for block in db.session.query(type(make_block())).filter_by(version_id=new.id, key="s1"))
    asked.modules[0].version = new
    db.session.flush()
    assert [(row["ready"], row["earlier_wording"]) for row in ballots_of(asked)] == [(10, 0)]  # the same words in a new version
    heading.markdown = Bilingual("Distance and time", "La distance et le temps")
    db.session.flush()
    make_ballot(asked, readiness=Readiness.NOT_READY)
    assert [(row["ready"], row["not_ready"], row["n"], row["earlier_wording"]) for row in ballots_of(asked)] == [(0, 1, 1, 10)]


def test_whoever_only_gave_ballots_took_part(asked):
    person, writer = make_user(), make_user()
    for key in ("s1", "s2"):
        make_ballot(asked, person, key=key)
    make_comment(asked, author=writer)
    make_ballot(asked, writer, readiness=Readiness.NOT_FOR_ME)
    found = findings_of(asked)
    assert found["participation"] == {"participants": 2, "commenters": 1, "voters": 2, "by_language": {"en": 1}}
    assert found["votes"] == {"live": 0, "counted": 0}


@BOTH
def test_the_page_shows_sections_that_enough_people_judged(site, asked, lang):
    make_judgements(asked, (75, 18, 5, 4), importance=[4] * 30 + [5] * 10)
    make_judgements(asked, (31, 38, 27, 0), key="s2", importance=[5] * 60 + [4] * 20 + [3] * 10)
    make_judgements(asked, (9, 0, 0, 2), key="s3")
    page = site.open("reports.report", published(asked), lang=lang)
    headline = {
        "en": "“Distance” is seen as the most ready: 75 of 98 people (76.5%) say it is ready as is",
        "fr": "«\u00a0La distance\u00a0» est la section jugée la plus prête\u00a0: 75 personnes sur 98 (76,5\u00a0%) "
        "la disent prête telle quelle",
    }
    assert page.article("figure-readiness-h").text == headline[lang]
    first, second = table(page, NUMBERS[lang])
    expected = {
        "en": [
            "Distance",
            "5 (5.1%) 2.2 to 11.4%",
            "18 (18.4%) 12 to 27.2%",
            "75 (76.5%) 67.2 to 83.8%",
            "98",
            "4",
            "Very important 40 of 40 (100%)",
        ],
        "fr": [
            "La distance",
            "5 (5,1\u00a0%) 2,2 à 11,4\u00a0%",
            "18 (18,4\u00a0%) 12 à 27,2\u00a0%",
            "75 (76,5\u00a0%) 67,2 à 83,8\u00a0%",
            "98",
            "4",
            "Très importante 40 sur 40 (100\u00a0%)",
        ],
    }
    assert first == expected[lang]
    assert second[4:6] == ["96", "0"]
    ranked = [item.first("p").text for item in page.article("readiness").first("ol", class_="ranked").all("li") if item.all("p")]
    assert ranked == {"en": ["Time", "Distance"], "fr": ["Le temps", "La distance"]}[lang]
    too_few = {
        "en": "Fewer than 10 people judged these sections: not shown. Practice",
        "fr": "Moins de 10 personnes se sont prononcées sur ces sections\u00a0: leurs réponses ne sont pas montrées. La pratique",
    }
    assert too_few[lang] in page.article("readiness").text


def test_the_drawing_says_every_number_in_words(site, asked):
    make_judgements(asked, (7, 2, 1, 0))
    page = site.open("reports.report", published(asked))
    (drawing,) = [one for one in page.article("readiness").all("svg", class_="chart") if one.get("role") == "img"]
    description = "".join(map(str, drawing.first("desc").children))
    assert description == "Not ready 1, Ready with changes 2, Ready as is 7, People who judged (n) 10"
    assert page.article("figure-readiness-h").text == "“Distance”: 7 of 10 people (70%) say it is ready as is"
    assert not page.article("readiness").all("ol", class_="ranked")


def test_two_sections_at_the_top_have_no_winner(site, asked):
    for key in ("s1", "s2"):
        make_judgements(asked, (6, 4, 0, 0), key=key)
    make_judgements(asked, (1, 4, 9, 0), key="s3")
    page = site.open("reports.report", published(asked))
    headline = "No section stands out: 2 sections are called ready as is by the same share of people (60%)"
    assert page.article("figure-readiness-h").text == headline


def test_where_nobody_judged_enough_there_is_no_figure(site, asked):
    make_judgements(asked, (4, 0, 0, 0))
    page = site.open("reports.report", published(asked))
    assert not page.has(id="figure-readiness-h")
    assert "No section was judged by 10 people or more" in page.article("readiness").text
    assert page.article("readiness").all("li")[0].text == "Distance"


def test_words_that_changed_since_are_said_to_be_kept(site, asked):
    for key, people in (("s1", 12), ("s2", 9)):
        make_judgements(asked, (people, 0, 0, 0), key=key, wording="other words")
    page = site.open("reports.report", published(asked))
    assert "12 more views were given on an earlier wording" in page.article("readiness").text
    assert "Sections with fewer than 10 such views are left out of this count." in page.article("readiness").text


def test_a_round_without_ballots_has_no_such_part(site, asked):
    page = site.open("reports.report", published(asked))
    assert not page.has(id="readiness")
    assert "readiness.csv" not in page.html


@BOTH
def test_the_file_has_the_numbers_of_the_page_and_none_of_too_few_people(site, asked, lang):
    make_judgements(asked, (1, 4, 9, 2), importance=[5] * 10)
    make_judgements(asked, (7, 2, 0, 0), key="s2", importance=[5] * 9)
    report = published(asked)
    assert site.open("reports.report", report, lang=lang).main.all("a", href=site.path("reports.ballots_csv", report, lang=lang))
    text = site.open("reports.ballots_csv", report, lang=lang).answer.get_data().decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text))
    assert len(header) == len(first) == len(second)
    assert header[17] == {"en": "ready less not ready", "fr": "écart entre «\u00a0prête\u00a0» et «\u00a0pas prête\u00a0»"}[lang]
    assert first[2:8] == ["", "9", "4", "1", "14", "2"]
    assert first[17:18] == ["-0.5714"]
    assert first[18:] == ["0", "0", "0", "0", "10", "5.0000", "1.0000", first[-1]]
    assert second[1] == {"en": "Time", "fr": "Le temps"}[lang]
    assert set(second[2:]) == {""}


def test_an_edition_of_the_time_before_ballots_still_has_its_page(site, asked):
    make_comment(asked)
    report = published(asked)
    content = json.loads(report.edition.content)
    del content["findings"]["source_totals"], content["findings"]["parameters"]["minimum_judged"]
    report.edition.content = json.dumps(content)
    db.session.flush()
    for name in ("report", "items_csv", "comments_csv", "ballots_csv", "totals_csv", "snapshot"):
        assert site.open(f"reports.{name}", report).status == 200


def test_the_page_of_an_edition_that_has_every_count_hides_them(site, asked):
    make_judgements(asked, (11, 0, 0, 0))
    make_judgements(asked, (3, 1, 0, 20), key="s2")
    report = published(asked)
    content = json.loads(report.edition.content)
    content["findings"]["ballots"] = ballots_of(asked)
    report.edition.content = json.dumps(content)
    db.session.flush()
    page = site.open("reports.report", report)
    assert "11 views on sections that at least 10 people judged" in page.article("who").text
    assert "Fewer than 10 people judged these sections: not shown. Time" in page.article("readiness").text
