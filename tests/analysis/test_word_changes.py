"""What changed between two wordings."""

from collections.abc import Sequence
from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.word_changes import Budget, Fate, Piece, changed_lines, changed_words

KEPT, REMOVED, ADDED = Fate.KEPT, Fate.REMOVED, Fate.ADDED


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The same.", "The same.", []),
        ("One.\n\nTwo.", "One.\nTwo.", []),
        (
            "Call us at any hour.",
            "Call us at any time.",
            [[Piece(KEPT, "Call us at any"), Piece(REMOVED, "hour."), Piece(ADDED, "time.")]],
        ),
        ("One.", "One.\n\nTwo.", [[Piece(ADDED, "Two.")]]),
        ("One.\nTwo.", "Two.", [[Piece(REMOVED, "One.")]]),
        ("Kept here.", "All else.", [[Piece(REMOVED, "Kept here."), Piece(ADDED, "All else.")]]),
    ],
)
def test_known_changes(before, after, expected):
    assert changed_lines(before, after) == expected


def words(pieces: Sequence[Piece], *fates: Fate) -> list[str]:
    return " ".join(piece.words for piece in pieces if piece.fate in fates).split()


@given(*[st.lists(st.text("ab c", min_size=1).filter(str.strip), max_size=5).map("\n".join) for _ in range(2)])
def test_both_texts_can_be_told_from_the_changes(before, after):
    lines = changed_lines(before, after)
    removed = sorted(word for line in lines for word in words(line, REMOVED))
    added = sorted(word for line in lines for word in words(line, ADDED))
    kept_before, kept_after = before.split(), after.split()
    for word in removed:
        kept_before.remove(word)
    for word in added:
        kept_after.remove(word)
    assert sorted(kept_before) == sorted(kept_after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The same.", "The same.", [Piece(KEPT, "The same.")]),
        # Two words between two changes are read with them.
        (
            "Keep far from the car at all times.",
            "Stand far from every car at night.",
            [Piece(REMOVED, "Keep far from the car at all times."), Piece(ADDED, "Stand far from every car at night.")],
        ),
        # Texts with little in common may still begin and end alike.
        (
            "When a person may be in a crisis, call the team and wait for it there.",
            "When a person may be in a crisis, ask early whether a clinician, or somebody whom they trust, can come or speak by phone.",
            [
                Piece(KEPT, "When a person may be in a crisis,"),
                Piece(REMOVED, "call the team and wait for it there."),
                Piece(ADDED, "ask early whether a clinician, or somebody whom they trust, can come or speak by phone."),
            ],
        ),
        # A French sign goes with its word.
        ("Parlez\u00a0: ici.", "Parlez ici.", [Piece(REMOVED, "Parlez\u00a0:"), Piece(ADDED, "Parlez"), Piece(KEPT, "ici.")]),
        ("", "New.", [Piece(ADDED, "New.")]),
    ],
)
def test_known_changes_of_one_text(before, after, expected):
    assert list(changed_words(before, after)) == expected


def test_a_very_long_text_is_not_aligned_word_by_word():
    before, after = ("start of it all " + "word " * 2_000 + end for end in ("one", "two"))
    assert [piece.fate for piece in changed_words(before, after)] == [KEPT, REMOVED, ADDED]


@given(*[st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join) for _ in range(2)])
def test_both_wordings_of_a_text_can_be_read_from_its_pieces(before, after):
    pieces = changed_words(before, after)
    assert words(pieces, KEPT, REMOVED) == before.split()
    assert words(pieces, KEPT, ADDED) == after.split()


def alternating(words: int, between: str) -> str:
    """What takes longest to compare: one word again and again, each time apart from the next."""
    return " ".join(["q", between] * (words // 2))


SLOW = {
    "many short lines": tuple("\n".join(choice("abcdef") for _ in range(10_000)) for choice in (Random(1).choice, Random(2).choice)),
    "a few long lines": tuple(
        "\n".join(" ".join(choice("ab") for _ in range(1_900)) for _ in range(5)) for choice in (Random(3).choice, Random(4).choice)
    ),
    "lines that look alike": tuple("\n".join(f"{alternating(150, f'{end}{i}')} {i}" for i in range(44)) for end in "st"),
    "one long line": (alternating(10_000, "s"), alternating(10_000, "t")),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_keeps_a_page_waiting(name):
    before, after = SLOW[name]
    begun = perf_counter()
    lines = changed_lines(before, after)
    assert perf_counter() - begun < 1.5, "Half a second at worst; a test machine may be slow."
    assert lines


def test_too_many_lines_are_shown_whole_without_those_that_begin_and_end_alike():
    before, after = ("\n".join(["Start.", *(word + str(n % 7) for n in range(5_000)), "End."]) for word in ("a", "b"))
    (line,) = changed_lines("Kept.\n" + before, "Kept.\n" + after)
    assert [piece.fate for piece in line] == [REMOVED, ADDED]
    assert "Start." not in line[0].words
    assert len(line[0].words.split()) == len(line[1].words.split()) == 5_000


def test_the_texts_of_a_page_draw_on_one_budget():
    budget = Budget(200)
    assert [piece.fate for piece in changed_words("one two three four", "one two three five", budget)] == [KEPT, REMOVED, ADDED]
    several = " ".join(str(n) for n in range(20))
    assert [piece.fate for piece in changed_words("a " + several + " b", "c " + several + " d", budget)] == [REMOVED, ADDED]
