"""Quotes of a text: what is kept of them, where they are found again, and how overlapping ones share their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.text_quotes import CONTEXT, Found, Segment, TextQuote, find_alike, find_same, quote_at, segments, short_hash

TEXT = "Two extra steps back can turn a threat into a conversation. Plan an exit for the other person too; who feels trapped may fight."
WORDS = st.text(alphabet=st.sampled_from("ab cé\u0301😀ᐃא\U0001d518\n"), max_size=40)


def quote(words: str, text: str = TEXT) -> TextQuote:
    start = text.index(words)
    found = quote_at(text, start, start + len(words))
    assert found is not None
    return found


def test_a_quote_keeps_what_stands_around_it() -> None:
    found = quote("Plan an exit")
    assert (found.prefix, found.suffix) == (TEXT[found.start - CONTEXT : found.start], TEXT[found.stop : found.stop + CONTEXT])


@given(WORDS, st.integers(-3, 45), st.integers(-3, 45))
def test_a_quote_is_words_without_the_white_space_around_them(text: str, start: int, stop: int) -> None:
    found = quote_at(text, start, stop)
    if found is None:
        assert not (0 <= start < stop <= len(text)) or not text[start:stop].strip()
    else:
        assert text[found.start : found.stop] == found.exact == text[start:stop].strip()
        assert len(found.exact) == found.stop - found.start


def test_the_short_hash_is_the_one_that_browsers_make() -> None:
    """FNV-1a of the code points: these are the values of js/modules/quote.js."""
    assert [short_hash(words) for words in ("", "a", "é😀")] == ["811c9dc5", "e40c292c", "58b0d90c"]


@given(WORDS, st.data())
def test_words_that_are_the_same_are_found_in_their_place(text: str, data: st.DataObject) -> None:
    found = quote_at(text, *sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))))))
    if found is not None:
        assert find_same(found, text) == Found(found.start, found.stop, 100)


def test_of_the_same_words_twice_those_in_the_same_context_are_meant() -> None:
    text = "He waits. She waits. They go, and she waits."
    second = quote_at(text, 14, 19)
    assert second is not None
    new = "First he waits, and then he waits. She waits. They go, and she waits."
    assert find_same(second, new) == Found(new.index("She waits") + 4, new.index("She waits") + 9, 100)


@pytest.mark.parametrize(
    ("words", "new", "expected"),
    [
        (
            "Plan an exit for the other person too",
            "Then plan a way out, an exit, for the other person.",
            "exit, for the other person",
        ),
        ("can turn a threat into a conversation.", "Two steps back turn threats into a conversation! Plan an exit.", "turn threats into"),
    ],
)
def test_words_put_differently_are_found_by_what_is_left_of_them(words: str, new: str, expected: str) -> None:
    found = find_alike(quote(words), new)
    assert found is not None
    assert 50 <= found.score < 100
    assert new[found.start : found.stop].count(expected)


def test_words_that_are_gone_are_not_found() -> None:
    assert find_same(quote("Plan an exit"), "Nothing of the kind.") is None
    assert find_alike(quote("Plan an exit for the other person"), "Nothing of the kind stands in this text any more, at all.") is None


@given(WORDS, WORDS.filter(lambda text: text.strip()))
def test_what_is_found_lies_in_the_text(new: str, old: str) -> None:
    whole = quote_at(old, 0, len(old))
    assert whole is not None
    found = find_same(whole, new) or find_alike(whole, new)
    assert found is None or (0 <= found.start < found.stop <= len(new) and 50 <= found.score <= 100)


def test_overlapping_quotes_share_their_words() -> None:
    assert segments([(0, 10), (5, 15), (20, 22), (22, 25)]) == [
        Segment(0, 5, 1),
        Segment(5, 10, 2),
        Segment(10, 15, 1),
        Segment(20, 22, 1),
        Segment(22, 25, 1),
    ]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair))), max_size=12))
def test_every_character_carries_the_number_of_its_quotes(ranges: list[tuple[int, int]]) -> None:
    found = segments(ranges)
    for place in range(45):
        counts = [one.count for one in found if one.start <= place < one.stop]
        quotes = sum(start <= place < stop for start, stop in ranges)
        assert counts == ([quotes] if quotes else [])
