"""French and English typography: the printed table of the design, and what must hold for any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.formats import english_spacing, french_spacing, spacing

NBSP = "\u00a0"
NARROW = "\u202f"


def shown(text: str) -> str:
    """The no-break space made visible, as in the design's table."""
    return text.replace(NBSP, "⍽")


PRINTED = [
    (
        "L'agent demande: \"Pourquoi?\" - c'est tout !",
        "L’agent demande⍽: «⍽Pourquoi?⍽» - c’est tout!",
        "L'agent demande: \"Pourquoi?\" - c'est tout⍽!",
    ),
    (
        "Voir https://exemple.ca/a:b?c=1 : rapport à 14:30",
        "Voir https://exemple.ca/a:b?c=1⍽: rapport à 14:30",
        "Voir https://exemple.ca/a:b?c=1⍽: rapport à 14:30",
    ),
    (
        "62,5% des 1 234 567 réponses, soit 12 $",
        "62,5⍽% des 1⍽234⍽567 réponses, soit 12⍽$",
        "62,5% des 1⍽234⍽567 réponses, soit 12⍽$",
    ),
    (
        "Le 1 mars 2026 à 14 h 5 ; êtes-vous prêt ?",
        "Le 1er⍽mars⍽2026 à 14⍽h⍽5; êtes-vous prêt?",
        "Le 1⍽mars⍽2026 à 14⍽h⍽5⍽; êtes-vous prêt⍽?",
    ),
    (
        "« Bonjour » dit Mme Leblanc au module 3",
        "«⍽Bonjour⍽» dit Mme⍽Leblanc au module⍽3",
        "«⍽Bonjour⍽» dit Mme⍽Leblanc au module⍽3",
    ),
    ("« Bonjour » dit Mme Leblanc", "«⍽Bonjour⍽» dit Mme⍽Leblanc", "«⍽Bonjour⍽» dit Mme⍽Leblanc"),
    (
        "Il reste {n} jours: écrivez à info@exemple.ca",
        "Il reste {n} jours⍽: écrivez à info@exemple.ca",
        "Il reste {n} jours: écrivez à info@exemple.ca",
    ),
    (
        "Énoncé no 5: d'accord à 48,2 %...",
        "Énoncé no⍽5⍽: d’accord à 48,2⍽%…",
        "Énoncé no⍽5: d'accord à 48,2⍽%...",
    ),
]


@pytest.mark.parametrize(("typed", "repaired", "displayed"), PRINTED)
def test_french_follows_the_printed_table(typed, repaired, displayed):
    assert shown(french_spacing(typed, edit=True)) == repaired
    assert shown(french_spacing(typed, edit=False)) == displayed


REPAIRS = [
    ("«Oui»", "«⍽Oui⍽»"),
    ('Il dit: « lisez "La minute" »', "Il dit⍽: «⍽lisez “La minute”⍽»"),
    ('l\'"agent"', "l’«⍽agent⍽»"),
    ("“ oui ”", "“oui”"),
    ("(vraiment ?)", "(vraiment?)"),
    ("Quoi ?!", "Quoi?!"),
    ("À demain ;)", "À demain⍽;)"),
    ("Rendez-vous à 14h30, à 14h05, à 9h et à 14 h 00.", "Rendez-vous à 14⍽h⍽30, à 14⍽h⍽5, à 9⍽h et à 14⍽h."),
    ("12$, 12 €, 5%", "12⍽$, 12⍽€, 5⍽%"),
    ("Du 1 mars au 15 avril 2026", "Du 1er⍽mars au 15⍽avril⍽2026"),
    ("Les 11 mai, 21 juin et 1,1 juin", "Les 11⍽mai, 21⍽juin et 1,1 juin"),
    ("En 2026 500 personnes", "En 2026 500 personnes"),
    ("En 2026 500 000 personnes", "En 2026 500⍽000 personnes"),
    ("Un fichier de 180 Mo", "Un fichier de 180⍽Mo"),
    ("Les 3 s'en vont", "Les 3 s’en vont"),
    ("La police — et nous — écoute", "La police —⍽et nous⍽— écoute"),
    ("— Bonjour", "—⍽Bonjour"),
    ("Elle a dit ...", "Elle a dit…"),
    ("5'10 et 'ici'", "5'10 et 'ici'"),
    ("Dr Roy, Dre Roy, M. Roy, Mx Roy, MM. Roy", "Dr⍽Roy, Dre⍽Roy, M.⍽Roy, Mx⍽Roy, MM.⍽Roy"),
    ("cœur, œuvre, É", "cœur, œuvre, É"),
    (f"62,5{NARROW}%{NARROW}: oui{NARROW}!", "62,5⍽%⍽: oui!"),
    ("Objet:", "Objet⍽:"),
    ("Un :\nDeux ;", "Un⍽:\nDeux;"),
    ("ratio 3:1, a::b", "ratio 3:1, a::b"),
]


@pytest.mark.parametrize(("typed", "repaired"), REPAIRS)
def test_authored_french_is_repaired(typed, repaired):
    assert shown(french_spacing(typed, edit=True)) == repaired


KEPT = [
    '`a ? b : "c"`',
    "%(count)s",
    "{name}",
    "<a href=\"%(url)s\" title='x : y'>",
    "https://exemple.ca/?q=1;r=2!",
    "www.exemple.ca/l'avis",
    "info@exemple.ca",
]


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("edit", [True, False])
def test_what_is_not_prose_stays_as_it_is(kept, edit):
    assert kept in french_spacing(f"Voir {kept} : c'est ici !", edit=edit)
    assert kept in english_spacing(f"See {kept} : it's here !", edit=edit)


def test_a_placeholder_stands_for_a_word():
    assert shown(french_spacing("%(name)s: « %(answer)s », l'%(role)s, %(share)s %% et {n} $", edit=True)) == (
        "%(name)s⍽: «⍽%(answer)s⍽», l’%(role)s, %(share)s⍽%% et {n}⍽$"
    )


def test_a_private_character_of_the_text_is_not_lost():
    assert french_spacing("a\ue000b {n} c", edit=True) == "a\ue000b {n} c"


ENGLISH = [
    ('She said "no" - it\'s fine...', "She said “no” - it’s fine…", 'She said "no" - it\'s fine...'),
    ("On March 1, 2026, at 2:05 p.m. sharp", "On March⍽1, 2026, at 2:05⍽p.m. sharp", "On March⍽1, 2026, at 2:05⍽p.m. sharp"),
    ("Note : read this !", "Note: read this!", "Note : read this !"),
    ("May 20 people speak?", "May⍽20 people speak?", "May⍽20 people speak?"),
]


@pytest.mark.parametrize(("typed", "repaired", "displayed"), ENGLISH)
def test_english_needs_the_same_care_in_small(typed, repaired, displayed):
    assert shown(english_spacing(typed, edit=True)) == repaired
    assert shown(english_spacing(typed, edit=False)) == displayed


def test_each_language_has_its_own_rules_and_a_third_one_none():
    assert spacing("Oui ?", "fr", edit=True) == "Oui?"
    assert spacing('A "b"', "en", edit=True) == "A “b”"
    assert spacing("Ullaakkut ?", "iu", edit=True) == "Ullaakkut ?"


def test_a_page_of_spaces_is_read_once():
    assert french_spacing(" " * 100_000 + "x", edit=True) == " " * 100_000 + "x"
    assert french_spacing("a" * 100_000 + '"' * 1000, edit=True).startswith("aaa")


PIECES = [
    *" .'\"«»“”:;!?%$—…h1205\n({})`<@",
    NBSP,
    NARROW,
    "\u2009",
    "...",
    "a",
    "É",
    "1 mars 2026",
    "14 h 05",
    "14h00",
    "no 5",
    "M. Roy",
    "module 3",
    " — ",
    "%(n)s",
    "{n}",
    "https://exemple.ca/a:b",
    "a@b.ca",
    "1 234 567",
    "March 1",
    "p.m.",
    "\ue000",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


@given(TEXTS, st.sampled_from(["en", "fr"]), st.booleans())
def test_setting_a_text_twice_is_as_good_as_once(text, lang, edit):
    once = spacing(text, lang, edit=edit)
    assert spacing(once, lang, edit=edit) == once


@given(TEXTS, st.sampled_from(["en", "fr"]))
def test_a_participants_words_keep_every_visible_character(text, lang):
    spaces = str.maketrans({NBSP: " ", NARROW: " "})
    assert spacing(text, lang, edit=False).translate(spaces) == text.translate(spaces)


@given(TEXTS, st.sampled_from(["en", "fr"]), st.booleans())
def test_the_narrow_space_is_never_written(text, lang, edit):
    assert NARROW not in spacing(text, lang, edit=edit)


@given(TEXTS, st.booleans())
def test_addresses_and_placeholders_survive_any_company(text, edit):
    set_text = french_spacing(f"{text} {{n}} https://exemple.ca/a:b?c=1 %(n)s", edit=edit)
    assert re.search(r"\{n\}.https://exemple\.ca/a:b\?c=1.%\(n\)s$", set_text)
