"""The components every page is built from: names, descriptions, languages and links between their parts."""

import pytest
from flask import Flask
from jinja2 import UndefinedError

from consult.core.bilingual import Passage
from consult.core.paging import Page
from tests.support.fragments import heard, rendered

TEXT = '{% from "components/text.html" import said, tag, lang_tag, icon, crumbs, pages, notice %}'
VOTE = '{% from "components/vote.html" import tally, choices %}'
COMMENT = '{% from "components/comment.html" import quoted, voice %}'
CARDS = '{% from "components/cards.html" import module_card, timeline, empty %}'
FIGURE = '{% from "components/figure.html" import figure, legend, bar, facts %}'
COUNTS = {"agree": 33, "disagree": 2, "unsure": 1200}


@pytest.mark.parametrize(
    ("path", "lang", "tagged"), [("/en/", "en", ""), ("/en/", "fr", "fr-CA"), ("/fr/", "fr", ""), ("/fr/", "en", "en-CA")]
)
def test_only_a_passage_of_the_other_language_is_tagged(app: Flask, path: str, lang: str, tagged: str) -> None:
    """In both directions."""
    page = rendered(app, TEXT + '{{ said(words, "p") }}', path=path, words=Passage("Mots", lang))
    assert page.first("p").get("lang") == tagged


def test_own_words_are_escaped_and_left_alone(app: Flask) -> None:
    """A plain string gets no element around it."""
    assert rendered(app, TEXT + "{{ said(words) }}", words="a < b").children == ["a < b"]


def test_language_tag_is_seen_short_and_heard_in_full(app: Flask) -> None:
    """FR is for the eyes."""
    tag = rendered(app, TEXT + '{{ lang_tag("fr") }}').first("span", class_="tag--lang")
    assert tag.first("span", aria_hidden="true").text == "FR"
    assert tag.first("span", class_="vh").text == "in French"


def test_unknown_icon_stops_the_page(app: Flask) -> None:
    """A misspelt name must not become an empty drawing."""
    with pytest.raises(UndefinedError):
        rendered(app, TEXT + '{{ icon("crest") }}')
    assert rendered(app, TEXT + '{{ icon("flag") }}').first("svg")["aria-hidden"] == "true"


def test_notice_carries_its_kind_and_its_words(app: Flask) -> None:
    """The kind is a class and an icon, the words say the rest."""
    page = rendered(app, TEXT + '{% call notice("stop", title="Not sent") %}<p>Kept here.</p>{% endcall %}')
    assert page.first("div", class_="banner--stop").text == "Not sent Kept here."
    assert page.first("h2").text == "Not sent"


def test_breadcrumb_tags_a_title_in_the_other_language(app: Flask) -> None:
    """Titles of imported consultations may exist in one language only."""
    page = rendered(app, TEXT + "{{ crumbs(steps) }}", steps=[("Home", "/en/"), (Passage("Formation", "fr"), "/x")])
    assert page.first("nav", aria_label="Breadcrumb").all("a")[1].first("span", lang="fr-CA").text == "Formation"


def test_next_page_keeps_the_rest_of_the_query(app: Flask) -> None:
    """A filter must survive paging."""
    page = rendered(app, TEXT + "{{ pages(page) }}", path="/en/list?kind=question&after=7", page=Page([], 12))
    assert [link["href"] for link in page.all("a")] == ["/en/list?kind=question", "/en/list?kind=question&after=12"]


def test_short_list_has_no_page_links(app: Flask) -> None:
    """Nothing to go to."""
    assert not rendered(app, TEXT + "{{ pages(page) }}", page=Page([], None)).has("a")


def test_closed_vote_shows_numbers_without_buttons(app: Flask) -> None:
    """Not a disabled button without a reason."""
    page = rendered(app, VOTE + "{{ tally(counts) }}", counts=COUNTS)
    assert [item.text for item in page.all("li")] == ["Agree 33", "Disagree 2", "Unsure 1,200"]
    assert not page.has("button")


def test_no_answer_to_a_statement_is_chosen_beforehand(app: Flask) -> None:
    """A suggestion would be a push."""
    page = rendered(app, VOTE + '{{ choices("Wait first.", error="Choose an answer") }}')
    assert page.first("legend").text == "Wait first."
    assert [answer["value"] for answer in page.all("input", type="radio")] == ["agree", "disagree", "unsure"]
    assert not [answer for answer in page.all("input") if "checked" in answer.attributes]
    assert page.first("fieldset")["aria-describedby"] == page.first("p", class_="error-text")["id"]


def test_figure_has_a_headline_a_drawing_and_a_text_version(app: Flask) -> None:
    """The table is never more than one click away."""
    source = (
        FIGURE
        + '{% call(part) figure("f1", "Most agree") %}{% if part == "chart" %}<svg></svg>{% else %}<table></table>{% endif %}{% endcall %}'
    )
    page = rendered(app, source)
    assert page.first("figure")["aria-labelledby"] == page.first("h3")["id"]
    assert heard(page.first("summary")) == "Text version of this figure, Most agree"
    assert page.first("details").has("table")


def test_bar_says_its_numbers(app: Flask) -> None:
    """A drawing with a sentence instead of a tooltip."""
    page = rendered(app, FIGURE + '{{ bar([("agree", 0, 75, "3"), ("no", 75, 25, "1")], "3 of 4 agree") }}')
    assert page.first("svg", role="img")["aria-label"] == "3 of 4 agree"
    assert [part["width"] for part in page.all("rect")] == ["75%", "25%"]


def test_timeline_marks_the_present_step(app: Flask) -> None:
    """For eyes and ears."""
    page = rendered(app, CARDS + '{{ timeline([("Open", "May", "done"), ("Analysis", "June", "now"), ("Report", "", "")]) }}')
    assert page.first("li", aria_current="step").text.startswith("Analysis")


def test_module_card_says_its_content_note_is_one(app: Flask) -> None:
    """Seen as an icon, heard as words."""
    page = rendered(
        app, CARDS + '{{ module_card("Before the Call", "/m", "History.", note=note, number=1) }}', note=Passage("Des enfants.", "fr")
    )
    assert page.first("p", class_="note").text == "Content note: Des enfants."
    assert page.first("p", class_="note").first("span", lang="fr-CA").text == "Des enfants."
    assert page.first("span", class_="num")["aria-hidden"] == "true"
