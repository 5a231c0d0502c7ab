"""Where sentences end, in English, French and other scripts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.sentence_ends import sentences


def cut(text: str) -> list[str]:
    return [text[start:stop] for start, stop in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith met Dr. Roy at 5 p.m.", "Then he left.", "Why?", "Nobody knows!"],
        ["Say it out loud: “We have time. Really.”", "Then wait."],
        ["“We have time.”", "That is 3.5 km away (or more. Or less)."],
        ["See art. 5 and No. 7 of the Act.", "No.", "It is J. Smith’s."],
        ["He waits…", "And then he goes... e.g. home."],
        ["The U.S. Army, i.e. Others."],
        ["It began in 2024.", "It ended in 2025."],
        ["« Avons-nous le temps? Oui. » dit-elle.", "M. Tremblay attend."],
        ["Prenez, p. ex. une pause, c.-à-d. Rien.", "Voir l’art. 12 de la loi.", "Est-ce sûr ?", "Oui!"],
        ["Mme Roy et Dr. Côté sont là.", "« Bien! »", "Elle sourit…", "Puis elle part."],
        ["ᐃᓄᒃᑎᑐᑦ\u166e", "ᐅᖃᐅᓯᖅ."],
        ["هل هذا واضح؟", "نعم."],
        ["1. Speak first.", "2. Then wait."],
        ["A title without a full stop"],
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_a_quotation_that_is_a_text_of_its_own_is_cut() -> None:
    long = "Somebody said this at length, and then again. " * 8
    assert len(cut(f"“{long}”")) > 5


def test_white_space_has_no_sentence() -> None:
    assert cut("") == cut(" \n ") == []


@given(st.text(alphabet=st.sampled_from("ab A.!?…»«“”() 1’é\u0301😀"), max_size=80))
def test_nothing_but_white_space_is_left_out(text: str) -> None:
    found = sentences(text)
    kept = "".join(text[start:stop] for start, stop in found)
    assert kept.replace(" ", "") == text.replace(" ", "")
    assert all(text[start:stop].strip() == text[start:stop] != "" for start, stop in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
