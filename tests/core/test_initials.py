"""A name by its initials, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.names import initials


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("M. Leblanc", "M. L."),
        ("Marie-Ève Tremblay", "M.-È. T."),
        ("élise côté-roy", "É. C.-R."),
        ("E\u0301lise Roy", "É. R."),  # composed of two signs
        ("Jean de la Fontaine", "J. F."),
        ("Marie d’Amours", "M. A."),
        ("Nora van der Meer", "N. M."),
        ("De La Cruz", "D. L. C."),  # with capitals they belong to the name
        ("Claire L’Heureux-Dubé", "C. H.-D."),
        ("Shaun O’Brien", "S. O."),
        ("Zoe", "Z."),
        ("Sam (she/her) Lee", "S. L."),
        ("Constable, 9 years", "C. 9. Y."),
        ("ᐃᓄᒃ ᓄᓇ", "ᐃ. ᓄ."),
        ("محمد علي", "م. ع."),
        ("42", "4."),
        ("de", "D."),
        ("🌸", ""),
        ("", ""),
    ],
)
def test_a_name_is_shortened(name: str, short: str) -> None:
    assert initials(name) == short


@given(st.text(max_size=80))
def test_initials_of_initials_are_the_same(name: str) -> None:
    short = initials(name)
    assert initials(short) == short


@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), min_size=1, max_size=4))
def test_no_word_of_a_name_is_left_in_its_initials(words: list[str]) -> None:
    short = initials(" ".join(words))
    assert not any(word in short for word in words)
