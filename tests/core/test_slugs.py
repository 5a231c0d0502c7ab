"""Slugs from titles in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.slugs import SLUG_MAX, first_free, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Recruit training: first foundations", "recruit-training-first-foundations"),
        ("La première minute\u00a0: premier tour", "la-premiere-minute-premier-tour"),
        ("L’entrée en matière", "l-entree-en-matiere"),
        ("Cœur à cœur, Æthelred", "coeur-a-coeur-aethelred"),
        ("ÉCOUTER", "ecouter"),
        ("  $15 per hour?  ", "15-per-hour"),
        ("ᐃᓄᒃᑎᑐᑦ", ""),
        ("", ""),
    ],
)
def test_a_title_makes_a_slug_in_ascii(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_long_title_is_cut_between_words() -> None:
    slug = slug_of("consultation " * 20)
    assert len(slug) <= SLUG_MAX
    assert set(slug.split("-")) == {"consultation"}


def test_one_very_long_word_is_cut_within() -> None:
    assert slug_of("a" * 200) == "a" * SLUG_MAX


@given(st.text())
def test_a_slug_is_always_good_in_an_address(title: str) -> None:
    slug = slug_of(title)
    assert slug.isascii()
    assert len(slug) <= SLUG_MAX
    assert slug_of(slug) == slug
    assert all(part.isalnum() and part == part.lower() for part in slug.split("-")) or not slug


def test_a_taken_slug_gets_the_first_free_number() -> None:
    assert first_free("round", set()) == "round"
    assert first_free("round", {"round", "round-2", "round-4"}) == "round-3"
