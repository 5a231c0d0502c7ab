"""A text without any mark takes a short way into HTML; it must lead to the very same as the long one."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import richtext
from consult.core.richtext import comment_html

PUNCTUATION = " ,.;:!?'’“”«»()/%$€@…–—-\u00a0\u202f"


def as_read(text: str) -> tuple[str, str]:
    """What the short way makes of a text, and the long one, in both languages."""
    short, long = ("|".join(make(text, lang) for lang in ("en", "fr")) for make in (comment_html, richtext._read_comment))
    return short, long


@settings(max_examples=400)
@given(
    st.lists(st.text(st.sampled_from(f"aéZ19{PUNCTUATION}"), max_size=12).map("a".__add__), min_size=1, max_size=5),
    st.sampled_from(["\n", "\n\n"]),
)
def test_a_text_without_marks_is_read_as_any_other(lines: list[str], between: str) -> None:
    short, long = as_read(between.join(lines))
    assert short == long


def test_every_character_that_counts_as_plain_reads_the_same_both_ways() -> None:
    plain = [char for char in map(chr, range(sys.maxunicode + 1)) if richtext.PLAIN.fullmatch(f"a{char}b") and char != "\n"]
    assert {*PUNCTUATION} < {*plain}
    for start in range(0, len(plain), 5_000):
        short, long = as_read("".join(f"a{char}b" for char in plain[start : start + 5_000]))
        assert short == long


@pytest.mark.parametrize(
    "typed", ["- a", "1) a", "a\n2. b", "a*b*", "a_b_", "[a](https://b.ca)", "> a", "a & b", "a <b", "a  \nb ", "a\n b", "#a", "+ a"]
)
def test_where_a_mark_may_be_the_text_goes_the_long_way(typed: str) -> None:
    assert not richtext.PLAIN.fullmatch(typed)
