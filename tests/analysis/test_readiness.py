"""The arithmetic of section ballots, against the golden values of METHOD 3.7."""

from collections import Counter
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.readiness import Judged, attention, middle, net, ranges, top_two

# Block `section_readiness`: ready, changes and not ready; importance by step.
GOLDEN = {
    "S1": (Judged(40, 15, 5), {5: 30, 4: 20, 3: 10}),
    "S2": (Judged(10, 25, 25), {5: 45, 4: 15}),
    "S3": (Judged(3, 1, 0), {5: 1, 4: 2, 3: 1}),
}
EXPECTED = {
    "S1": {
        "people": 60,
        "ready": (0.6667, 0.5406, 0.7727),
        "not_ready": (0.0833, 0.0361, 0.1807),
        "net": 0.5833,
        "importance": [4.5, 0.8333],
        "attention": 0.1894,
        "shown": True,
    },
    "S2": {
        "people": 60,
        "ready": (0.1667, 0.0931, 0.2803),
        "not_ready": (0.4167, 0.3006, 0.5427),
        "net": -0.25,
        "importance": [5.0, 1.0],
        "attention": 0.7197,
        "shown": True,
    },
    "S3": {
        "people": 4,
        "ready": (0.75, 0.3006, 0.9544),
        "not_ready": (0.0, 0.0, 0.4899),
        "net": 0.75,
        "importance": [4.0, 0.75],
        "attention": 0.0342,
        "shown": False,
    },
}
IMPORTANCE = st.dictionaries(st.integers(1, 5), st.integers(0, 30))
JUDGED = st.builds(Judged, *[st.integers(0, 200)] * 3)


@pytest.mark.parametrize("section", GOLDEN)
def test_the_golden_sections_have_their_figures(section):
    judged, importance = GOLDEN[section]
    found = {answer: (float(share), *bounds) for answer, (share, bounds) in ranges(judged).items()}
    expected = EXPECTED[section]
    assert judged.people == expected["people"]
    assert found["ready"] == pytest.approx(expected["ready"], abs=0.0001)
    assert found["not_ready"] == pytest.approx(expected["not_ready"], abs=0.0001)
    assert float(net(judged)) == pytest.approx(expected["net"], abs=0.0001)
    assert [middle(importance), top_two(importance)] == pytest.approx(expected["importance"], abs=0.0001)
    assert attention(judged, importance) == pytest.approx(expected["attention"], abs=0.0001)
    assert judged.enough is expected["shown"]


def test_ten_people_are_enough():
    assert not Judged(9, 0, 0).enough
    assert Judged(4, 3, 3).enough


def test_where_nobody_answered_nothing_is_said():
    nobody = Judged(0, 0, 0)
    assert net(nobody) == 0
    assert all(share == 0 and bounds == (0, 1) for share, bounds in ranges(nobody).values())
    for importance in ({}, {5: 0}):
        assert middle(importance) is top_two(importance) is attention(Judged(10, 0, 0), importance) is None


def test_the_middle_of_an_even_number_lies_half_way():
    assert middle({2: 1, 3: 1}) == Fraction(5, 2)
    assert middle({1: 2, 5: 1}) == 1


@given(IMPORTANCE)
def test_the_middle_is_the_median(importance):
    answers = list(Counter(importance).elements())
    assert middle(importance) == (median(answers) if answers else None)


@given(JUDGED)
def test_the_three_shares_make_a_whole(judged):
    shares = [share for share, _bounds in ranges(judged).values()]
    assert sum(shares) == (1 if judged.people else 0)
    assert -1 <= net(judged) <= 1


@given(JUDGED, IMPORTANCE)
def test_attention_is_a_share_and_grows_with_what_is_not_ready(judged, importance):
    found = attention(judged, importance)
    if found is None:
        return
    assert 0 <= found <= 1
    worse = attention(Judged(judged.ready, judged.changes, judged.not_ready + 10), importance)
    assert worse is not None
    assert worse >= found
