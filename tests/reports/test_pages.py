"""The page of a report and its files: both languages, the same numbers everywhere, nothing that a reader's software would run."""

import csv
import io
import json
from hashlib import sha256

import pytest

from consult.accounts.models import Role
from consult.core.bilingual import Bilingual
from consult.feedback.models import StatementOrigin, Visibility
from consult.modules.models import BlockKind
from consult.reports.presenters.figures import SECTIONS_CHARTED
from consult.reports.presenters.view import COMMENTS_SHOWN
from consult.reports.queries import REPORTS_A_PAGE
from tests.builders import (
    make_block,
    make_comment,
    make_consultation,
    make_report,
    make_statement,
    make_user,
    make_version,
    make_votes,
)
from tests.reports.rounds import make_round

pytestmark = pytest.mark.usefixtures("app")
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def report():
    """The published report of the hand-made round."""
    return make_report(make_round().consultation, published=True)


def rows_of(page):
    """The cells of a CSV answer."""
    text = page.answer.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def table(page, caption):
    """The cells of a table of a page, by its caption."""
    found = next(one for one in page.all("table") if one.first("caption").text == caption)
    return [[cell.text for cell in row.all("th") + row.all("td")] for row in found.first("tbody").all("tr")]


@BOTH
def test_the_page_says_what_was_heard(site, report, lang):
    page = site.open("reports.report", report, lang=lang)
    facts = {
        "en": ["30 people commented or voted", "5 published comments", "2 statements to agree or disagree with", "51 answers counted"],
        "fr": [
            "30 personnes ont commenté ou voté",
            "5 commentaires publiés",
            "2 énoncés sur lesquels se prononcer",
            "51 réponses comptées",
        ],
    }
    assert page.status == 200
    assert page.h1 == report.consultation.title[lang]
    assert [fact.text for fact in page.first("ul", class_="facts").all("li")] == facts[lang]
    assert page.article("summary").first("strong").text == {"en": "examples", "fr": "exemples"}[lang]
    assert page.article("limits").first("code").text == report.edition.sha256


@BOTH
def test_the_files_recount_to_the_page(site, report, lang):
    page = site.open("reports.report", report, lang=lang)
    header, *rows = rows_of(site.open("reports.items_csv", report, lang=lang))
    answered = [row for row in rows if int(row[8])]
    caption = {
        "en": "Answers to every statement and comment, in people",
        "fr": "Réponses à chaque énoncé et à chaque commentaire, en nombre de personnes",
    }
    shown = table(page, caption[lang])
    assert [[row[index] for index in (5, 6, 7, 8)] for row in answered] == [cells[1:5] for cells in shown]
    assert page.all("ul", class_="facts")[0].text.endswith({"en": "51 answers counted", "fr": "51 réponses comptées"}[lang])
    assert sum(int(row[8]) for row in rows) == 51
    assert len({len(row) for row in rows} | {len(header)}) == 1
    sections = rows_of(site.open("reports.comments_csv", report, lang=lang))[1:]
    by_section = table(page, {"en": "Published comments by section", "fr": "Commentaires publiés, par section"}[lang])
    assert [(row[1], row[2]) for row in sections] == [(cells[0], cells[2]) for cells in by_section]
    assert sum(int(row[2]) for row in sections) == 5


@BOTH
def test_shares_stand_beside_their_number_of_people(site, report, lang):
    page = site.open("reports.report", report, lang=lang)
    first = {
        "en": "=1+1 is <b>two</b>. Statement 1 Agree: 20 of 23 people (87%) Disagree: 1 Unsure: 2",
        "fr": "=1+1 font <b>deux</b>. Énoncé\u00a01 D’accord\u00a0: 20 sur 23 personnes (87\u00a0%) "
        "En désaccord\u00a0: 1 Ne savent pas\u00a0: 2",
    }
    headline = {
        "en": "Statement 1 has the most agreement: 20 of 23 people (87%)",
        "fr": "L’énoncé\u00a01 rallie le plus de personnes\u00a0: 20 sur 23 (87\u00a0%)",
    }
    assert page.first("ol", class_="ranked").first("li").text == first[lang]
    assert page.article("figure-agreement-h").text == headline[lang]


def test_every_drawing_has_a_role_a_title_and_its_numbers_in_words(site, report):
    page = site.open("reports.report", report, lang="fr")
    drawings = [drawing for drawing in page.main.all("svg", class_="chart") if drawing.get("aria-hidden") != "true"]
    assert len(drawings) == 2 + 3  # two statements, three places in the text
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert drawing.first("title")["id"] in drawing["aria-labelledby"].split()
        assert drawing.first("desc").children
    assert "".join(map(str, drawings[-1].first("desc").children)).startswith("D’accord 12")


@BOTH
def test_comments_that_are_not_public_are_counted_by_state(site, report, lang):
    make_comment(report.consultation, visibility=Visibility.RETURNED)
    page = site.open("reports.report", make_report(report.consultation, published=True), lang=lang)
    sentence = {
        "en": "Comments that are not public: 1 waiting, 2 returned, 1 not published, 1 withdrawn, 1 for the team only.",
        "fr": "Commentaires qui ne sont pas publics\u00a0: 1 en attente, 2 renvoyés, 1 non publié, 1 retiré, 1 pour l’équipe seulement.",
    }
    assert sentence[lang] in page.article("limits").text


@BOTH
def test_what_a_spreadsheet_would_run_is_text(site, report, lang):
    items, sections = (rows_of(site.open(f"reports.{name}", report, lang=lang)) for name in ("items_csv", "comments_csv"))
    assert items[1][3].startswith("'=1+1")
    assert items[1][4] == lang
    report = make_report(_commented_everywhere(), published=True)
    sections = rows_of(site.open("reports.comments_csv", report, lang=lang))
    assert any(row[1].startswith("'=A") for row in sections[1:])
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in items + sections for cell in row)


def _commented_everywhere():
    made = make_round()
    make_comment(made.consultation, block_key="b03")
    return made.consultation


def test_statements_are_shown_as_they_were_written(site, report):
    page = site.open("reports.report", report)
    assert "<b>two</b>" in page.text
    assert not page.article("agreement").has("b")


@BOTH
def test_a_file_says_what_it_is(site, report, lang):
    names = {
        "items_csv": ("answers", "reponses", "text/csv"),
        "comments_csv": ("comments", "commentaires", "text/csv"),
        "snapshot": ("report", "rapport", "application/json"),
    }
    for endpoint, (english, french, mimetype) in names.items():
        page = site.open(f"reports.{endpoint}", report, lang=lang)
        name = {"en": english, "fr": french}[lang]
        assert page.answer.mimetype == mimetype
        assert page.headers["Content-Disposition"] == f'attachment; filename="{name}-{report.id}-{lang}.{mimetype.partition("/")[2]}"'


def test_the_snapshot_has_the_hash_that_the_page_prints(site, report):
    printed = site.open("reports.report", report).article("limits").first("code").text
    for lang in ("en", "fr"):
        assert sha256(site.open("reports.snapshot", report, lang=lang).answer.get_data()).hexdigest() == printed


def test_the_snapshot_of_a_draft_has_its_figures(site):
    editor, draft = make_user(roles=[Role.EDITOR]), make_report()
    content = site.as_(editor).open("reports.snapshot", draft).json
    assert set(content) == {"findings", "labels"}
    page = site.as_(editor).open("reports.report", draft)
    assert not page.has("code", class_="hash")
    assert page.first(class_="banner").text.startswith("Draft")


@BOTH
def test_an_imported_report_says_so_and_marks_the_language_of_its_text(site, lang):
    consultation = make_consultation(
        "closed",
        imported=True,
        versions=[],
        source="polis",
        source_id="https://pol.is/example",
        title=Bilingual("How should a patrol begin?", ""),
        summary=Bilingual("", ""),
    )
    voters = [make_user() for _ in range(20)]
    statement = make_statement(consultation)
    statement.origin, statement.text = StatementOrigin.IMPORTED, Bilingual("With a walk.", "")
    make_votes(statement, voters, agree=20)
    make_votes(make_statement(consultation), voters, disagree=20)
    report = make_report(consultation, published=True)
    page = site.open("reports.report", report, lang=lang)
    banner = page.first(class_="banner--important")
    assert banner.lang == lang
    assert {"en": "in English only", "fr": "qu’en anglais"}[lang] in banner.text
    assert banner.first("a")["href"] == "https://pol.is/example"
    assert page.first("h1").lang == "en"
    ranked, label = page.first("ol", class_="ranked").first("p"), page.first("p", class_="chart-label")
    assert (ranked.text, ranked.lang) == ("With a walk.", "en")
    assert (label.text, label.lang) == ("1. With a walk.", "en")
    assert page.article("answers").first("tbody").first("span" if lang == "fr" else "th").lang == "en"
    assert page.article("summary").first("p").lang == lang


def test_the_address_of_a_source_is_a_link_only_on_the_web(site):
    consultation = make_consultation("closed", imported=True, versions=[], source="polis", source_id="javascript:alert(1)")
    page = site.open("reports.report", make_report(consultation, published=True))
    assert page.has(class_="banner--important")
    assert "javascript:" not in page.html


def test_a_small_round_has_a_table_but_no_list(site):
    consultation = make_consultation("closed")
    make_votes(make_statement(consultation), [make_user() for _ in range(19)], agree=19)
    page = site.open("reports.report", make_report(consultation, published=True))
    assert not page.has("ol", class_="ranked")
    assert "Nothing was answered by 20 people or more" in page.article("agreement").text
    assert table(page, "Answers to every statement and comment, in people")[0][1:5] == ["19", "0", "0", "19"]


@BOTH
def test_one_item_alone_is_neither_the_most_agreed_nor_the_most_divided(site, lang):
    consultation = make_consultation("closed")
    make_votes(make_statement(consultation), [make_user() for _ in range(20)], agree=5, disagree=15)
    page = site.open("reports.report", make_report(consultation, published=True), lang=lang)
    headline = {"en": "Statement 1. Agree: 5 of 20 people (25%)", "fr": "Énoncé\u00a01. D’accord\u00a0: 5 sur 20 personnes (25\u00a0%)"}
    assert page.article("figure-agreement-h").text == headline[lang]
    assert not page.has("ol", class_="ranked")


def test_a_long_table_is_cut_and_says_so(site):
    consultation, voters = make_consultation("closed"), [make_user() for _ in range(3)]
    comments = [make_comment(consultation) for _ in range(COMMENTS_SHOWN + 2)]
    for place, comment in enumerate(comments):
        make_votes(comment, voters, agree=3 if place == COMMENTS_SHOWN else 1)
    page = site.open("reports.report", make_report(consultation, published=True))
    shown = table(page, "Answers to the statements and to the comments with the most answers, in people")
    assert len(shown) == COMMENTS_SHOWN
    assert shown[0][:2] == [f"Comment {comments[COMMENTS_SHOWN].id}", "3"]
    assert shown[1][0] == f"Comment {comments[0].id}"
    assert "The table leaves out 2 comments that fewer people answered. All answers (CSV)" in page.article("agreement").text


def test_many_sections_have_a_short_figure_and_a_whole_table(site):
    version, sections = make_version(), SECTIONS_CHARTED + 1
    for number in range(1, sections + 1):
        make_block(version, key=f"s{number}", kind=BlockKind.SECTION, markdown=Bilingual(f"Part {number}", f"Partie {number}"))
    consultation = make_consultation("closed", versions=[version])
    for number in range(1, sections + 1):
        for _ in range(1 if number == 3 else 2):
            make_comment(consultation, block_key=f"s{number}")
    page = site.open("reports.report", make_report(consultation, published=True))
    figure = page.article("where")
    assert "Part 3" not in [label.text for label in figure.all("p", class_="chart-label")]
    assert len(figure.all("p", class_="chart-label")) == SECTIONS_CHARTED
    assert len(table(page, "Published comments by section")) == sections
    assert "The 20 sections with the most comments" in figure.text


def test_a_round_in_which_nobody_took_part_has_a_page(site):
    page = site.open("reports.report", make_report(published=True), lang="fr")
    assert page.status == 200
    assert [fact.text for fact in page.first("ul", class_="facts").all("li")] == ["0 personne a commenté ou voté"]
    assert not page.has(id="agreement")
    assert not page.has(id="where")


def test_languages_are_shown_where_no_group_is_small(site):
    consultation = make_consultation("closed")
    for lang, people in (("en", 12), ("fr", 10)):
        for _ in range(people):
            make_comment(consultation, lang=lang)
    shown = table(site.open("reports.report", make_report(consultation, published=True)), "Participation, in people")
    assert shown[-2:] == [["People who wrote in English", "12"], ["People who wrote in French", "10"]]
    make_comment(consultation, lang="iu")
    page = site.open("reports.report", make_report(consultation, published=True))
    assert len(table(page, "Participation, in people")) == 3
    assert "fewer than 10 people" in page.article("limits").text


@pytest.mark.parametrize(
    ("places", "headline"),
    [
        (["", ""], "“The whole module” drew the most comments: 2 of 2"),
        (["b01", "b02"], "No section stands out: 2 sections have 1 comment each, and none has more"),
        (["s1", "s1", "b01"], "“Distance” drew the most comments: 2 of 3"),
    ],
)
def test_the_headline_of_the_sections_says_the_finding(site, places, headline):
    version = make_round().consultation.modules[0].version
    consultation = make_consultation("closed", versions=[version])
    for place in places:
        make_comment(consultation, block_key=place)
    page = site.open("reports.report", make_report(consultation, published=True))
    assert page.article("figure-sections-h").text == headline


def test_the_switch_of_language_keeps_the_place(site, report):
    english = site.open("reports.report", report)
    french = english.follow("Français")
    assert french.lang == "fr"
    assert french.follow("English").path == english.path


def test_an_old_slug_leads_to_the_page(site, report):
    page = site.open(f"/fr/rapports/{report.id}-un-ancien-titre")
    assert page.hops == [(301, site.path("reports.report", report, lang="fr"))]
    assert site.open(f"/en/reports/{report.id}").status == 200


def test_a_consultation_leads_to_its_newest_report(site, report):
    assert site.open("reports.latest", report.consultation).path == site.path("reports.report", report)
    second = make_report(report.consultation, published=True)
    assert site.open("reports.latest", report.consultation).path == site.path("reports.report", second)


@BOTH
def test_the_list_has_the_newest_first_and_goes_on(site, lang):
    titles = [f"Round {number}" for number in range(REPORTS_A_PAGE + 1)]
    for title in titles:
        make_report(make_consultation("closed", title=Bilingual(title, title)), published=True)
    page = site.open("reports.index", lang=lang)
    assert [heading.text for heading in page.main.all("h3")] == titles[:0:-1]
    page = page.follow({"en": "Next page", "fr": "Page suivante"}[lang])
    assert [heading.text for heading in page.main.all("h3")] == titles[:1]


def test_an_empty_list_says_so(site):
    assert "Aucun rapport n’est publié pour l’instant." in site.open("reports.index", lang="fr").text


def test_no_page_asks_the_database_more_as_the_round_grows(site, statements, report):
    large = _commented_everywhere()
    for number in range(60):
        make_statement(large, number=100 + number)
    large = make_report(large, published=True)
    site.open("home.index")  # a process that has just started reads the words of the site, once
    counts: dict[str, set[int]] = {}
    for one in (report, large):
        for name in ("report", "items_csv", "comments_csv", "snapshot", "index"):
            path = site.path(f"reports.{name}", None if name == "index" else one)
            with statements as seen:
                site.open(path)
            counts.setdefault(name, set()).add(len(seen.selects))
    assert all(len(found) == 1 and max(found) <= 8 for found in counts.values()), counts


def test_the_files_are_the_canonical_numbers(site, report):
    content = site.open("reports.snapshot", report).json
    assert json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == report.edition.content
