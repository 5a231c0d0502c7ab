"""Which items people agree on most, and which divide them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.agreement import Tally, division, most_agreed, most_divided, share

# The most agreed and the most divided statements of the Polis conversation london.youth.policing, counted from its live votes.
LONDON = [
    Tally(1, 9, 13, 1),
    Tally(4, 12, 10, 1),
    Tally(6, 13, 10, 1),
    Tally(10, 12, 8, 3),
    Tally(12, 10, 13, 1),
    Tally(14, 18, 3, 2),
    Tally(15, 19, 2, 1),
    Tally(16, 19, 2, 1),
    Tally(17, 20, 0, 1),
    Tally(18, 18, 2, 2),
    Tally(20, 21, 1, 1),
    Tally(23, 20, 1, 1),
    Tally(24, 7, 9, 4),
]
TALLIES = st.lists(st.builds(Tally, st.integers(0, 99), *[st.integers(0, 60)] * 3), unique_by=lambda tally: tally.number)


def numbers(tallies):
    return [tally.number for tally in tallies]


def test_the_most_agreed_of_london_are_in_order():
    assert numbers(most_agreed(LONDON)) == [20, 17, 23, 15, 16]


def test_the_most_divided_of_london_are_in_order():
    assert numbers(most_divided(LONDON)) == [4, 24, 6, 12, 1]


def test_among_equals_fewer_against_come_first_then_the_lower_number():
    tallies = [Tally(3, 20, 2, 0), Tally(2, 20, 1, 0), Tally(1, 20, 2, 5)]
    assert numbers(most_agreed(tallies)) == [2, 1, 3]


def test_the_unsure_have_seen_it_too():
    assert numbers(most_agreed([Tally(1, 10, 0, 10), Tally(2, 19, 0, 0)])) == [1]
    assert numbers(most_divided([Tally(1, 5, 5, 10), Tally(2, 9, 10, 0)])) == [1]


def test_division_adds_one_to_each_side_of_those_who_decided():
    assert division(Tally(1, 10, 10, 50)) == 1
    assert division(Tally(1, 7, 3, 0)) == Fraction(4 * 8 * 4, 12 * 12)
    assert division(Tally(1, 0, 20, 0)) == Fraction(4 * 21, 22 * 22)


def test_the_most_divided_are_the_most_even():
    tallies = [Tally(4, 15, 5, 0), Tally(3, 10, 10, 0), Tally(2, 12, 12, 9), Tally(1, 20, 0, 0)]
    assert numbers(most_divided(tallies)) == [2, 3, 4, 1]


def test_where_nobody_took_a_side_nothing_is_divided():
    assert division(Tally(1, 0, 0, 30)) == 0


def test_a_list_has_five_items():
    tallies = [Tally(number, 20, number, 0) for number in range(8)]
    assert numbers(most_agreed(tallies)) == [0, 1, 2, 3, 4]
    assert numbers(most_divided(tallies)) == [7, 6, 5, 4, 3]


def test_share_is_of_all_who_saw_it():
    assert share(Tally(1, 21, 1, 1)) == Fraction(21, 23)
    assert share(Tally(1, 0, 0, 0)) == 0


@given(TALLIES)
def test_no_list_holds_what_fewer_than_twenty_have_seen(tallies):
    assert all(tally.seen >= 20 for tally in [*most_agreed(tallies), *most_divided(tallies)])


@given(TALLIES, st.randoms())
def test_lists_do_not_depend_on_the_order_of_the_rows(tallies, random):
    shuffled = random.sample(tallies, len(tallies))
    assert most_agreed(shuffled) == most_agreed(tallies)
    assert most_divided(shuffled) == most_divided(tallies)


@given(st.integers(0, 500), st.integers(0, 500))
def test_division_is_the_same_for_both_sides_and_at_most_one(agree, disagree):
    assert division(Tally(1, agree, disagree, 0)) == division(Tally(1, disagree, agree, 0)) <= 1
