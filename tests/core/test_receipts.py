"""Receipt codes: 128 random bits, read however they are typed."""

import pytest

from consult.core import receipts

CODE = "2346 79AC EFHK MRWX 2346 79AC EFHK MRWX"


def test_a_code_is_eight_groups_of_four_signs_and_128_bits() -> None:
    groups = receipts.fresh().split(" ")
    assert [len(group) for group in groups] == [4] * 8
    assert set("".join(groups)) <= set(receipts.SIGNS)
    assert len(receipts.SIGNS) ** len("".join(groups)) == 2**128


def test_no_two_codes_are_alike() -> None:
    assert len({receipts.fresh() for _ in range(1_000)}) == 1_000


def test_every_sign_comes_up() -> None:
    assert set("".join(receipts.fresh() for _ in range(100))) == {*receipts.SIGNS, " "}


def test_no_sign_can_be_taken_for_another() -> None:
    for alike in ("O0DQ", "1IL7T", "2Z", "5S", "6G", "8B", "UVY", "9Q", "MN"):
        assert len(set(alike) & set(receipts.SIGNS)) <= 1, alike


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace(" ", ""),
        CODE.replace(" ", "-"),
        CODE.replace(" ", " – "),
        f"  {CODE}\n",
        CODE.replace(" ", "\u00a0"),
        CODE.replace("2", "z").replace("6", "G").replace("9", "q"),
        "".join(chr(ord(sign) + 0xFEE0) if sign != " " else "\u3000" for sign in CODE),  # the wide signs of some keyboards
        CODE + ".",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert receipts.fingerprint(typed) == receipts.fingerprint(CODE)


def test_another_code_has_another_fingerprint() -> None:
    assert receipts.fingerprint(CODE[:-1] + "W") != receipts.fingerprint(CODE)


def test_a_book_typed_as_a_code_costs_no_more_than_a_code() -> None:
    assert receipts.fingerprint("A" * 10_000_000) == receipts.fingerprint("A" * receipts.LONGEST_TYPED)
