"""Wilson's interval, against the published cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.intervals import wilson

# The first four are Newcombe (1998), table I, method 3; the others are the formula.
GOLDEN = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (0, 10, 0.0, 0.2775),
    (5, 10, 0.2366, 0.7634),
    (8, 10, 0.4902, 0.9433),
    (10, 10, 0.7225, 1.0),
    (30, 50, 0.4618, 0.7239),
    (45, 60, 0.6277, 0.8422),
    (300, 400, 0.7053, 0.7899),
    (1, 1, 0.2065, 1.0),
    (2, 2, 0.3424, 1.0),
]
COUNTS = st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("k", "n", "low", "high"), GOLDEN)
def test_wilson_gives_the_published_bounds(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=0.00005)


def test_where_nobody_was_counted_nothing_is_known():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (1, 0)])
def test_a_part_larger_than_the_whole_is_refused(k, n):
    with pytest.raises(ValueError, match="not a count of a whole"):
        wilson(k, n)


@given(COUNTS)
def test_the_share_lies_inside_and_the_ends_are_exact(counts):
    k, n = counts
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert (low == 0) == (k == 0)
    assert (high == 1) == (k == n)


@given(COUNTS)
def test_agreement_and_its_opposite_mirror_each_other(counts):
    k, n = counts
    (low, high), (opposite_low, opposite_high) = wilson(k, n), wilson(n - k, n)
    assert (low, high) == pytest.approx((1 - opposite_high, 1 - opposite_low))
