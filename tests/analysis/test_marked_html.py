"""Marks in safe HTML: on the right words, whatever stands between them, and never a letter more or less."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.marked_html import mark
from consult.analysis.text_quotes import Segment, segments
from consult.core.richtext import authored_html, bare, plain_text

FRAKTUR = "\U0001d518"
SCRIPTS = [
    *("a", "b", "é", "e\u0301", "😀", FRAKTUR, "ᐃᓄᒃ", "שלום", "\u200f", "क्षि", "ﬁ", "ᄒ\u1161\u11ab", "\u00a0", "\n"),
    *("*", "**", "_", "[x](https://x.ca)", "`c`", "&", "&amp;", "<", "«", "»", ":", "...", "'", '"', "14h05", "1 mai", "%", ","),
]
MARKDOWN = st.lists(st.sampled_from([*SCRIPTS, " "]), max_size=30).map("".join)
RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], sum(pair))), max_size=5)


def marked(markdown: str, words: list[str], lang: str = "en") -> str:
    plain = plain_text(markdown)
    ranges = [(plain.index(one), plain.index(one) + len(one)) for one in words]
    return mark(authored_html(markdown, lang), plain, segments(ranges), lambda count: f"[{count}]")


def in_marks(html: str) -> str:
    return "".join(re.findall("<mark>(.*?)</mark>", html, re.DOTALL))


@pytest.mark.parametrize(
    ("markdown", "words", "expected"),
    [
        ("One two three.", ["two"], "One <mark>two</mark>[1] three."),
        (
            "A **bold *and slanted* word** here.",
            ["bold and"],
            "A <strong><mark>bold </mark><em><mark>and</mark>[1] slanted</em> word</strong> here.",
        ),
        ("A **bold** word.", ["A bold"], "<mark>A </mark><strong><mark>bold</mark></strong>[1] word."),
        ("Salt & <pepper>.", ["& <pep"], "Salt <mark>&amp; &lt;pep</mark>[1]per&gt;."),
        (f"😀 Grin. {FRAKTUR} then.", [f"{FRAKTUR} then"], f"😀 Grin. <mark>{FRAKTUR} then</mark>[1]."),
        ("ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ ok", ["ᐅᖃᐅᓯᖅ"], "ᐃᓄᒃᑎᑐᑦ <mark>ᐅᖃᐅᓯᖅ</mark>[1] ok"),
        ("אבג דהו זחט", ["דהו"], "אבג <mark>דהו</mark>[1] זחט"),
        ("Cafe\u0301 ouvert", ["Café"], "<mark>Cafe\u0301</mark>[1] ouvert"),
        (
            "One two three four",
            ["One two three", "three four", "two"],
            "<mark>One</mark>[1] <mark>two</mark>[2] <mark>three</mark>[2] <mark>four</mark>[1]",
        ),
    ],
)
def test_marks_stand_around_the_words(markdown: str, words: list[str], expected: str) -> None:
    assert marked(markdown, words) == expected


def test_a_link_is_marked_inside_and_around() -> None:
    html = marked("See [the *rule* book](https://x.ca) now.", ["See the rule book"])
    link = '<a href="https://x.ca" rel="noopener"><mark>the </mark><em><mark>rule</mark></em><mark> book</mark></a>'
    assert html == f"<mark>See </mark>{link}[1] now."


@pytest.mark.parametrize(
    ("markdown", "words", "expected"),
    [
        ("Il dit: attends!", "Il dit: attends!", "Il dit\u00a0: attends!"),
        ('Il dit "bon" puis part', "puis part", "puis part"),
        ("Il dort... puis part à 14h05 du bureau", "du bureau", "du bureau"),
        ("Fin... et suite", "et suite", "et suite"),
    ],
)
def test_typography_moves_no_mark(markdown: str, words: str, expected: str) -> None:
    assert in_marks(marked(markdown, [words], "fr")) == expected


@given(MARKDOWN, RANGES, st.sampled_from(["en", "fr"]))
def test_marking_never_changes_the_text(markdown: str, ranges: list[tuple[int, int]], lang: str) -> None:
    html, plain = authored_html(markdown, lang), plain_text(markdown)
    made = mark(html, plain, segments(ranges), lambda _count: "")
    assert made.replace("<mark>", "").replace("</mark>", "") == html
    assert made.count("<mark>") == made.count("</mark>")


@given(MARKDOWN, st.data())
def test_the_words_marked_are_the_words_quoted(markdown: str, data: st.DataObject) -> None:
    """In English nothing is set anew, so the two are the same but for white space."""
    html, plain = authored_html(markdown, "en"), plain_text(markdown)
    start, stop = sorted(data.draw(st.tuples(st.integers(0, len(plain)), st.integers(0, len(plain)))))
    # A place inside what normalisation makes of several characters has none of its own in the HTML.
    if start < stop and plain == " ".join(bare(html).split()):
        made = mark(html, plain, [Segment(start, stop, 1)], lambda _count: "")
        words = bare("".join(re.findall("<mark>(.*?)</mark>", made, re.DOTALL)))
        assert "".join(words.split()) == "".join(plain[start:stop].split())


@given(MARKDOWN)
def test_all_of_a_text_can_be_marked(markdown: str) -> None:
    html, plain = authored_html(markdown, "fr"), plain_text(markdown)
    if plain and "".join(plain.split()) == "".join(bare(html).split()):
        made = mark(html, plain, [Segment(0, len(plain), 1)], lambda _count: "")
        assert re.sub(r"<mark>.*?</mark>|<[^>]*>|\s", "", made, flags=re.DOTALL) == ""
