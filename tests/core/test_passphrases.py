"""Hashing, and what everybody would try first."""

import threading

import pytest

from consult.core import passphrases
from tests.builders.accounts import REAL_HASHER


def test_the_site_hashes_with_argon2id_and_64_mib() -> None:
    assert REAL_HASHER.hash("violet otters draw maps").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_two_hashes_of_one_passphrase_differ_and_both_match() -> None:
    first, second = (passphrases.hashed("violet otters draw maps") for _ in range(2))
    assert first != second
    assert passphrases.matches(first, "violet otters draw maps")
    assert not passphrases.matches(second, "violet otters draw map")


def test_a_broken_hash_matches_nothing() -> None:
    assert not passphrases.matches("not a hash", "violet otters draw maps")


def test_no_more_than_two_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = [0], [0]
    lock = threading.Lock()
    everybody = threading.Event()

    class Slow:
        """Stands in for argon2."""

        def hash(self, _passphrase: str) -> str:
            """Count who is inside."""
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            everybody.wait(0.05)
            with lock:
                inside[0] -= 1
            return "x"

    monkeypatch.setattr(passphrases, "HASHER", Slow())
    threads = [threading.Thread(target=passphrases.hashed, args=("x",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == passphrases.AT_ONCE == 2


@pytest.mark.parametrize(
    "passphrase",
    [
        "password1234",
        "P4ssw0rd!!!!",
        "p@$$w0rd2026",
        "passwordpassword",
        "Password Password",
        "motdepasse123",
        "Mot de passe secret!",
        "phrasedepasse1",
        "qwertyuiop12",
        "azertyuiop12",
        "asdfghjkl;12",
        "1qaz2wsx3edc",
        "1q2w3e4r5t6y",
        "zxcvbnm12345",
        "123456789012",
        "098765432109",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abababababab",
        "abc123abc123",
        "            ",
        "iloveyou1234",
        "jetaime12345",
        "Je me souviens",
        "O Canada 2026",
        "welcomewelcome",
        "bienvenue2026",
        "police123456",
        "montreal2026",
        "letmein!!!!!",
        "liverpoolfc1",
        "correct horse battery staple",
    ],
)
def test_what_everybody_tries_is_common(passphrase: str) -> None:
    assert passphrases.is_common(passphrase)


@pytest.mark.parametrize(
    "passphrase",
    [
        "violet otters draw maps",
        "la neige tombe sur Moncton",
        "vingt-deux hiboux",
        "zebra-lamp-river",
        "k9!v2#x7@p4$",
        "my password is a blue heron",
        "Tr0ub4dor&3xyz",
        "police horses like apples",
        "qwerty is not enough",
        "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ",
    ],
)
def test_one_s_own_words_are_not(passphrase: str) -> None:
    assert not passphrases.is_common(passphrase)


def test_the_list_is_ready_to_compare() -> None:
    phrases, words = passphrases._lists()
    assert len(words) > 150
    assert len(phrases) > 60
    assert all(word == word.casefold() and word.isalpha() for word in words | phrases)
