"""Words for shares: fixed boundaries, inclusive below."""

import pytest

from consult.analysis.words import Frequency, frequency

GOLDEN = [
    (9, Frequency.FEW),
    (10, Frequency.SOME),
    (29, Frequency.SOME),
    (30, Frequency.MANY),
    (59, Frequency.MANY),
    (60, Frequency.MOST),
    (89, Frequency.MOST),
    (90, Frequency.NEARLY_ALL),
]


@pytest.mark.parametrize(("k", "word"), GOLDEN)
def test_each_word_starts_at_its_boundary(k, word):
    assert frequency(k, 100) is word


def test_the_ends_have_words_too():
    assert frequency(0, 7) is Frequency.FEW
    assert frequency(7, 7) is Frequency.NEARLY_ALL


@pytest.mark.parametrize(("k", "n"), [(0, 0), (8, 7), (-1, 7)])
def test_what_is_no_part_of_a_whole_has_no_word(k, n):
    with pytest.raises(ValueError, match="not a count of a whole"):
        frequency(k, n)
