"""Canonical JSON, its hash, and the chain of hashes: byte for byte."""

import json
import unicodedata
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.analysis.canonical import GENESIS, NotCanonical, canonical, chain_hash, decimal, digest

# The accent of « école » comes in two code points, as some keyboards send it.
REPORT = {
    "report": "wwh-2027-01",
    "version": 1,
    "lang": ["en", "fr"],
    "title": {"en": "What we heard", "fr": "Ce que nous avons entendu"},
    "counts": {"participants": 312, "comments": 1045},
    "note": "e\u0301cole",
}
FIRST = {"seq": 1, "at": "2027-01-04T15:00:00Z", "actor": "mod:17", "action": "reject", "target": "comment:88", "reason": "PII"}
SECOND = {"seq": 2, "at": "2027-01-04T15:09:00Z", "actor": "mod:4", "action": "second_approve", "target": "comment:88"}

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.map(lambda key: unicodedata.normalize("NFC", key)), inner, max_size=4),
    max_leaves=12,
)


def test_the_golden_report_has_its_spelling_and_hash():
    assert canonical(REPORT) == (
        '{"counts":{"comments":1045,"participants":312},"lang":["en","fr"],"note":"école","report":"wwh-2027-01",'
        '"title":{"en":"What we heard","fr":"Ce que nous avons entendu"},"version":1}'
    )
    assert digest(REPORT) == "7bf8dac1c1f594b43e30726b82bbb02f680a8dca2455a9e71bdbe1a4a3da48bf"


def test_the_golden_chain_has_its_hashes():
    first = chain_hash(GENESIS, FIRST)
    assert first == "e10494fb0a7d4cdf1a58a10f3c5ee9bbb9086cc692d0230417182ce69c2c399b"
    assert chain_hash(first, SECOND) == "83c7a58830a4e379149de7874f7c9d030bcf23093390d2340fb1f574c132b62f"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"items": [{"share": 0.5}]}, r"value\.items\[0\]\.share: 0\.5 has no single spelling"),
        ({"share": Decimal("0.5")}, "fixed decimals"),
        ({"share": Fraction(1, 2)}, "fixed decimals"),
        ({"share": float("nan")}, "no single spelling"),
        ({1: "a"}, "the key 1 is not text"),
        ({"e\u0301": 1, "é": 2}, "two keys are both spelled 'é'"),
        ({"body": b"bytes"}, r"value\.body: a bytes is not JSON"),
        ({"codes": {"a"}}, r"value\.codes: a set is not JSON"),
        ({"body": "\ud83d"}, "half a character"),
    ],
)
def test_what_could_be_spelled_twice_is_refused_and_named(value, message):
    with pytest.raises(NotCanonical, match=message):
        canonical(value)


def test_an_enum_is_written_as_its_value():
    class Stance(StrEnum):
        AGREE = "agree"

    assert canonical({"stance": Stance.AGREE, Stance.AGREE: (1, True, None)}) == '{"agree":[1,true,null],"stance":"agree"}'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(21, 23), "0.9130"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(1, 20_000), "0.0001"),
        (0, "0.0000"),
        (1.0, "1.0000"),
        (-0.00001, "0.0000"),
        (-1.5, "-1.5000"),
        (1234.5, "1234.5000"),
    ],
)
def test_a_fraction_is_a_string_of_four_decimals(value, written):
    assert decimal(value) == written


@given(VALUES)
def test_the_spelling_is_json_and_settles_at_once(value):
    written = canonical(value)
    assert canonical(json.loads(written)) == written
    assert unicodedata.is_normalized("NFC", json.loads(json.dumps(written)))


@given(st.dictionaries(st.text("abcé", max_size=3), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value):
    assert digest(dict(reversed(value.items()))) == digest(value)


@given(st.fractions(-1000, 1000))
def test_a_fixed_decimal_is_never_further_than_half_a_step(value):
    assert abs(Fraction(decimal(value)) - value) <= Fraction(1, 20_000)
