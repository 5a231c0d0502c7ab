"""The order of statements for one person: repeatable, and nobody's choice."""

from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.ordering import shuffled


def test_each_seed_has_its_golden_order():
    assert shuffled("p-17", [3, 7, 12, 18, 25]) == [7, 18, 12, 3, 25]
    assert shuffled("p-18", [3, 7, 12, 18, 25]) == [3, 12, 18, 25, 7]


@given(st.text(st.characters(codec="utf-8")), st.sets(st.integers(0, 10**6)), st.randoms())
def test_the_order_depends_on_the_seed_alone(seed, ids, random):
    once = shuffled(seed, ids)
    assert set(once) == ids
    assert shuffled(seed, random.sample(once, len(once))) == once
    assert shuffled(seed, once[1:]) == once[1:]
