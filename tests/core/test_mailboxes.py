"""Which spellings name one mailbox."""

import pytest

from consult.core.mailboxes import mailbox_address, mailbox_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Name@Example.CA", "name@example.ca"),
        (" name@example.ca\n", "name@example.ca"),
        ("\uff4eame\uff20example.ca", "name@example.ca"),
        ("name@québec.ca", "name@xn--qubec-csa.ca"),
        ("name@QUÉBEC.ca", "name@xn--qubec-csa.ca"),
        ("name@que\u0301bec.ca", "name@xn--qubec-csa.ca"),
        ("name@xn--qubec-csa.ca", "name@xn--qubec-csa.ca"),
        ("name+consult@example.ca", "name+consult@example.ca"),
        ("o'brien@example.ca", "o'brien@example.ca"),
        ("name@demo.invalid", "name@demo.invalid"),
    ],
)
def test_every_spelling_has_one_key(typed: str, key: str) -> None:
    assert mailbox_key(typed) == key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "name",
        "name@",
        "@example.ca",
        "a@b",
        "a b@example.ca",
        "a@@example.ca",
        "a@example..ca",
        "a@[127.0.0.1]",
        "x" * 300 + "@example.ca",
        "é@example.ca",
        "a@exa mple.ca",
        "a\r\nb@example.ca",
        '"a b"@example.ca',
        "Name <a@example.ca>",
    ],
)
def test_what_is_no_address_has_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        mailbox_key(typed)


def test_an_address_keeps_the_capitals_that_its_owner_gave_it() -> None:
    assert mailbox_address("Name@Example.ca") == "Name@example.ca"
