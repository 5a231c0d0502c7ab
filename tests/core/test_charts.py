"""Charts say the same to everybody: in drawing, in words, without colour, and whatever a label holds."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.charts import Answers, AnswerWords, Count, Judgements, JudgementWords, answers_chart, counts_chart, readiness_chart

EN = AnswerWords("Answers", "Agree", "Unsure", "Disagree", "People who answered (n)")
FR = AnswerWords("Réponses", "D’accord", "Je ne sais pas", "En désaccord", "Personnes qui ont répondu (n)")
JUDGED_EN = JudgementWords("Readiness", "Not ready", "Ready with changes", "Ready as is", "People who judged (n)")
JUDGED_FR = JudgementWords("Avis", "Pas prête", "Prête avec des changements", "Prête telle quelle", "Personnes (n)")
COUNT = st.integers(0, 100_000)


def parsed(chart: str) -> ET.Element:
    """The chart as a tree: it must be well-formed."""
    return ET.fromstring(f"<figure>{chart}</figure>")  # noqa: S314 - our own output


def drawings(tree: ET.Element) -> list[ET.Element]:
    """One image a row, the keys of the legend left out."""
    return [svg for svg in tree.iter("svg") if svg.get("role") == "img"]


def widths(drawing: ET.Element, style: str) -> list[float]:
    """How wide the bars of this class are, in per cent."""
    return [float(bar.get("width", "").rstrip("%")) for bar in drawing.iter("rect") if bar.get("class") == style]


def test_every_row_is_an_image_with_a_title_and_every_number_in_words():
    (drawing,) = drawings(parsed(answers_chart([Answers("Wait ten seconds", 21, 1, 1)], EN, key="f1", lang="en")))
    title, description = drawing.find("title"), drawing.find("desc")
    assert title is not None
    assert description is not None
    assert drawing.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Answers"
    assert description.text == "Agree 21, Unsure 1, Disagree 1, People who answered (n) 23"


def test_the_bar_is_split_by_share():
    (drawing,) = drawings(parsed(answers_chart([Answers("", 50, 30, 20)], EN, key="f1", lang="en")))
    (agree,), (unsure,), (disagree,) = (widths(drawing, style) for style in ("c-agree", "c-mid", "c-no"))
    assert (agree, unsure, disagree) == (41, 24.6, 16.4)


def test_shares_and_people_are_written_beside_their_signs():
    chart = answers_chart([Answers("", 1100, 100, 34)], FR, key="f1", lang="fr")
    texts = [text.text for text in parsed(chart).iter("text")]
    assert texts == ["1\u00a0234", "89\u00a0%", "8\u00a0%", "3\u00a0%"]
    assert len(list(drawings(parsed(chart))[0].iter("path"))) == 3


def test_disagreement_is_hatched_and_the_hatching_is_defined_once():
    chart = answers_chart([Answers("", 1, 0, 1), Answers("", 0, 0, 1)], EN, key="f1", lang="en")
    tree = parsed(chart)
    assert [pattern.get("id") for pattern in tree.iter("pattern")] == ["f1-p"]
    assert all(drawing.findall("rect[@fill='url(#f1-p)']") for drawing in drawings(tree))


def test_the_legend_shows_pattern_sign_and_word():
    items = parsed(answers_chart([Answers("", 1, 1, 1)], EN, key="f1", lang="en")).findall("ul/li")
    assert ["".join(item.itertext()).strip() for item in items] == ["Agree", "Unsure", "Disagree", "People who answered (n)"]
    assert [len(item.findall("svg[@aria-hidden='true']")) for item in items] == [2, 2, 2, 0]


def test_a_row_that_nobody_answered_is_an_empty_lane():
    (drawing,) = drawings(parsed(answers_chart([Answers("", 0, 0, 0)], EN, key="f1", lang="en")))
    assert [bar.get("class") for bar in drawing.iter("rect")] == ["lane"]
    assert [text.text for text in drawing.iter("text")] == ["0"]


def test_the_longest_count_fills_the_scale():
    tree = parsed(counts_chart([Count("Time", 31), Count("Practice", 0), Count("Tone", 62)], "Comments", key="f2", lang="en"))
    assert [widths(drawing, "c-agree") for drawing in drawings(tree)] == [[41], [], [82]]
    assert [text.text for text in tree.iter("text")] == ["31", "0", "62"]
    assert [drawing.findtext("desc") for drawing in drawings(tree)] == ["31", "0", "62"]


def test_a_chart_of_nothing_counted_still_stands():
    assert len(drawings(parsed(counts_chart([Count("Time", 0)], "Comments", key="f2", lang="en")))) == 1
    assert counts_chart([], "Comments", key="f2", lang="en") == ""


def test_a_label_in_another_language_says_so():
    tree = parsed(counts_chart([Count("La distance", 1, "fr-CA"), Count("Time", 1)], "Comments", key="f2", lang="en"))
    assert [label.get("lang") for label in tree.iter("p")] == ["fr-CA", None]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onload="x', "{key} {0} %s", "a & b"])
def test_a_label_is_only_ever_text(hostile):
    words = AnswerWords(hostile, hostile, hostile, hostile, hostile)
    for chart in (
        answers_chart([Answers(hostile, 1, 2, 3, hostile)], words, key="f1", lang="en"),
        counts_chart([Count(hostile, 1, hostile)], hostile, key="f2", lang="en"),
    ):
        tree = parsed(chart)
        assert not list(tree.iter("script"))
        assert not [element for element in tree.iter() if "onload" in element.attrib]
        assert tree.findtext(".//p") == hostile
        assert tree.findtext(".//title") == hostile


@given(st.lists(st.tuples(COUNT, COUNT, COUNT), min_size=1, max_size=5))
def test_ids_are_unique_and_bars_stay_on_their_scale(rows):
    chart = answers_chart([Answers("", *row) for row in rows], EN, key="f1", lang="en")
    tree = parsed(chart)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not re.search(r"style=|<script", chart)
    for drawing in drawings(tree):
        bars = [bar for bar in drawing.iter("rect") if bar.get("class") in {"c-agree", "c-mid", "c-no"}]
        assert sum(float(bar.get("width", "").rstrip("%")) for bar in bars) <= 82.02


def test_a_bar_of_readiness_is_centred_on_its_changes():
    rows = [Judgements("Distance", 10, 20, 70), Judgements("Afterwards", 40, 40, 20)]
    middles = []
    for drawing in drawings(parsed(readiness_chart(rows, JUDGED_EN, key="r", lang="en"))):
        (changes,) = (bar for bar in drawing.iter("rect") if bar.get("class") == "c-mid")
        middles.append(float(changes.get("x", "").rstrip("%")) + widths(drawing, "c-mid")[0] / 2)
        line = drawing.find("line")
        assert line is not None
        assert line.get("x1") == line.get("x2")
        assert float(line.get("x1", "").rstrip("%")) == pytest.approx(middles[-1], abs=0.02)
    assert middles[0] == pytest.approx(middles[1], abs=0.02)


def test_what_is_not_ready_is_hatched_and_at_the_left():
    (drawing,) = drawings(parsed(readiness_chart([Judgements("", 27, 38, 31)], JUDGED_FR, key="r", lang="fr")))
    starts = {bar.get("class"): float(bar.get("x", "").rstrip("%")) for bar in drawing.iter("rect") if bar.get("class")}
    assert starts["c-no"] < starts["c-mid"] < starts["c-agree"]
    assert len(drawing.findall("rect[@fill='url(#r-p)']")) == 1
    assert [text.text for text in drawing.iter("text")] == ["96", "28\u00a0%", "40\u00a0%", "32\u00a0%"]
    assert drawing.findtext("desc") == "Pas prête 27, Prête avec des changements 38, Prête telle quelle 31, Personnes (n) 96"


def test_a_section_that_nobody_judged_is_an_empty_lane():
    (drawing,) = drawings(parsed(readiness_chart([Judgements("", 0, 0, 0)], JUDGED_EN, key="r", lang="en")))
    assert [bar.get("class") for bar in drawing.iter("rect")] == ["lane"]


@given(st.lists(st.tuples(COUNT, COUNT, COUNT).filter(any), min_size=1, max_size=5))
def test_every_bar_of_readiness_stays_on_its_scale(rows):
    for drawing in drawings(parsed(readiness_chart([Judgements("", *row) for row in rows], JUDGED_EN, key="r", lang="en"))):
        bars = [bar for bar in drawing.iter("rect") if bar.get("class")]
        places = [(float(bar.get("x", "").rstrip("%")), float(bar.get("width", "").rstrip("%"))) for bar in bars]
        assert min(start for start, _width in places) >= -0.02
        assert max(start + width for start, width in places) <= 82.02
        (line,) = drawing.findall("line")
        assert 82 * 0.359 <= float(line.get("x1", "").rstrip("%")) <= 82 * 0.641


def test_a_label_of_readiness_is_only_ever_text():
    hostile = "<script>alert(1)</script>"
    tree = parsed(readiness_chart([Judgements(hostile, 1, 2, 3, hostile)], JudgementWords(*[hostile] * 5), key="r", lang="en"))
    assert not list(tree.iter("script"))
    assert tree.findtext(".//p") == tree.findtext(".//title") == hostile
