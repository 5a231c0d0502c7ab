"""Texts that say much the same are found, in each language by itself."""

import pytest

from consult.analysis.likeness import alike, stems

ENGLISH = {
    1: "Recruits should hear from families who lost somebody, not only from officers.",
    2: "The paragraph on body cameras is too short.",
    3: "Ask families who have lost a relative to speak to the recruits. Officers alone cannot teach this. I was a teacher for ten years.",
    4: "Thank you for this module.",
}
FRENCH = {
    1: "Les recrues devraient rencontrer des familles endeuillées avant leur première patrouille.",
    2: "Le ton est juste, merci.",
}


def test_a_thought_is_found_in_other_words_and_in_a_longer_text() -> None:
    assert alike("Let the recruits meet families that lost someone.", ENGLISH, lang="en", most=3) == [1, 3]


def test_french_is_compared_without_accents_endings_and_small_words() -> None:
    assert alike("Une recrue devrait rencontrer la famille endeuillée.", FRENCH, lang="fr", most=3) == [1]
    assert stems("Les Élèves étudient là", "fr") == stems("eleve etudie la", "fr")


@pytest.mark.parametrize("text", ["", "Yes.", "Thank you for this module.", "I agree with all of it!", "🌸", "ᐃᓄᒃ"])
def test_a_text_that_says_little_is_like_nothing_but_itself(text: str) -> None:
    assert alike(text, {key: words for key, words in ENGLISH.items() if words != text}, lang="en", most=3) == []


def test_the_most_alike_come_first_and_only_so_many() -> None:
    others = {number: "Recruits should meet the families of victims" + " and more words" * number for number in range(6)}
    assert alike("Recruits should meet the families of victims", others, lang="en", most=3) == [0, 1, 2]


def test_a_language_without_small_words_of_its_own_is_compared_as_it_is() -> None:
    assert alike("ᓄᓇᕗᑦ ᐃᓄᐃᑦ ᐱᖃᑎᒌᑦ ᐅᖃᐅᓯᖅ", {1: "ᓄᓇᕗᑦ ᐃᓄᐃᑦ ᐱᖃᑎᒌᑦ ᐅᖃᐅᓯᖅ"}, lang="iu", most=3) == [1]
