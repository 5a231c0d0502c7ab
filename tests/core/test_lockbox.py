"""The letter box: sealed by all, opened by one; and a key that is not as it must be is refused with what to do."""

from pathlib import Path

import pytest

from consult.core import lockbox
from consult.core.lockbox import BLOCK, Key, KeyFault, WrongKey


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder with both keys."""
    lockbox.make_key(tmp_path)
    return tmp_path


def test_what_is_sealed_with_the_public_key_opens_with_the_private_one(instance: Path) -> None:
    sealed = lockbox.seal(lockbox.public_key(instance) or b"", "ᐃᓄᒃ et Métis", "purpose")
    assert Key.of_file(instance).open(sealed, "purpose") == "ᐃᓄᒃ et Métis"


def test_the_same_words_are_never_sealed_alike(instance: Path) -> None:
    public, key = lockbox.public_key(instance) or b"", Key.of_file(instance)
    assert lockbox.seal(public, "a", "p") != lockbox.seal(public, "a", "p")
    assert key.wrap("a", "p") != key.wrap("a", "p")


@pytest.mark.parametrize(("one", "other"), [("", "a"), ("a", "b" * (BLOCK - 1))])
def test_a_length_tells_nothing(instance: Path, one: str, other: str) -> None:
    public = lockbox.public_key(instance) or b""
    assert len(lockbox.seal(public, one or "x", "p")) == len(lockbox.seal(public, other, "p"))


@pytest.mark.parametrize("change", [lambda box: box[:-1], lambda box: box[:-1] + bytes([box[-1] ^ 1]), lambda _box: b""])
def test_what_was_changed_does_not_open(instance: Path, change) -> None:
    key, public = Key.of_file(instance), lockbox.public_key(instance) or b""
    with pytest.raises(WrongKey):
        key.open(change(lockbox.seal(public, "a", "p")), "p")
    with pytest.raises(WrongKey):
        key.unwrap(change(key.wrap("a", "p")), "p")


def test_it_opens_only_for_what_it_was_sealed_for(instance: Path) -> None:
    key, public = Key.of_file(instance), lockbox.public_key(instance) or b""
    with pytest.raises(WrongKey):
        key.open(lockbox.seal(public, "a", "p"), "q")
    with pytest.raises(WrongKey):
        key.unwrap(key.wrap("a", "p"), "q")


def test_an_account_has_another_name_under_another_key(instance: Path, tmp_path: Path) -> None:
    lockbox.make_key(tmp_path / "other")
    key, other = Key.of_file(instance), Key.of_file(tmp_path / "other")
    assert key.name_of(7) == key.name_of(7)
    assert len({key.name_of(7), key.name_of(8), other.name_of(7)}) == 3


def test_a_key_is_made_once_and_its_public_half_as_often_as_it_is_missing(instance: Path) -> None:
    before = lockbox.private_file(instance).read_bytes()
    (instance / "keys" / "selfid.pub").unlink()
    lockbox.make_key(instance)
    assert lockbox.private_file(instance).read_bytes() == before
    assert lockbox.public_key(instance) == Key.of_file(instance).public
    assert sorted(found.name for found in (instance / "keys").iterdir()) == ["selfid", "selfid.pub"]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606, 0o660])
def test_a_key_that_others_reach_is_refused(instance: Path, mode: int) -> None:
    lockbox.private_file(instance).chmod(mode)
    with pytest.raises(KeyFault, match="chmod 600"):
        Key.of_file(instance)


@pytest.mark.parametrize("text", ["", "short", "é", "%%%%"])
def test_a_broken_key_is_refused(instance: Path, text: str) -> None:
    lockbox.private_file(instance).write_text(text, encoding="utf-8")
    with pytest.raises(KeyFault, match="is broken"):
        Key.of_file(instance)
    (instance / "keys" / "selfid.pub").write_text(text, encoding="utf-8")
    assert lockbox.public_key(instance) is None


def test_a_missing_key_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyFault, match="consult init"):
        Key.of_file(tmp_path)
