"""What changed between two wordings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.word_changes import Fate, Piece, changed_lines

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


def words(pieces: list[Piece], *fates: Fate) -> list[str]:
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
