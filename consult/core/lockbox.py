"""A letter box: every process can put something in, and only who holds the key can take it out.

The web process holds a public key, and seals with it (HPKE, RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305). The private one lies in
a file that the worker alone reads. `cryptography` weighs several megabytes, so it is loaded where it is first needed, never with the site.
"""

import base64
import hmac
import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from consult.core.errors import DomainError

FOLDER, NAME = "keys", "selfid"
PUBLIC = f"{NAME}.pub"
KEY_BYTES = 32
NONCE_BYTES = 12
OWNER_ALONE, FOR_EVERYBODY = 0o600, 0o644
OTHERS = stat.S_IRWXG | stat.S_IRWXO
# Everything sealed is as long as a multiple of this: a length must not tell how much somebody answered.
BLOCK = 1024


class KeyFault(DomainError):
    """The key is not as it must be; the sentences say what to do. They name files, never what is in them."""


class WrongKey(KeyFault):
    """What was sealed does not open with this key, or was changed since."""


def private_file(instance: Path) -> Path:
    """Where the private key lies."""
    return instance / FOLDER / NAME


def has_key(instance: Path) -> bool:
    """There is a private key here. Whether it is a good one, `Key.of_file` tells."""
    return private_file(instance).exists()


def make_key(instance: Path) -> None:
    """Make the two keys where there are none; write the public one again where it is missing or another."""
    file = private_file(instance)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _write_once(file, base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)))
    public = Key.of_file(instance).public
    if public_key(instance) != public:
        beside = file.with_name(f"{PUBLIC}.{secrets.token_hex(4)}")
        beside.write_bytes(base64.urlsafe_b64encode(public))
        beside.chmod(FOR_EVERYBODY)
        beside.replace(file.with_name(PUBLIC))


def public_key(instance: Path) -> bytes | None:
    """The key to seal with; None where there is none yet."""
    try:
        return _read(instance / FOLDER / PUBLIC)
    except (OSError, ValueError):
        return None


def seal(public: bytes, words: str, purpose: str) -> bytes:
    """Seal words for whoever holds the private key. Who sealed them cannot open them again."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey  # noqa: PLC0415 - see the head of this module

    return bytes(_suite().encrypt(_padded(words), X25519PublicKey.from_public_bytes(public), purpose.encode()))


class Key:
    """The private key, and what is made of it: one key to open letters, one to name accounts, one to keep rows under."""

    def __init__(self, secret: bytes) -> None:
        self._opening = _derived(secret, b"open letters")
        self._naming = _derived(secret, b"name accounts")
        self._keeping = _derived(secret, b"keep rows")

    @classmethod
    def of_file(cls, instance: Path) -> "Key":
        """Read it; refuse one that is missing, broken, or readable by others."""
        file = private_file(instance)
        try:
            mode = file.stat().st_mode
            secret = _read(file)
        except FileNotFoundError:
            raise KeyFault(f"There is no key {file}. Put it back from its copy, or run `flask --app app consult init`.") from None
        except PermissionError:
            raise KeyFault(f"The key {file} cannot be read. It must belong to the user that the worker runs as.") from None
        except ValueError:
            raise KeyFault(f"The key {file} is broken. Put it back from its copy.") from None
        if mode & OTHERS:
            raise KeyFault(f"The key {file} can be reached by others than its owner. Run: chmod 600 {file}")
        return cls(secret)

    @property
    def public(self) -> bytes:
        """The key that others seal with."""
        found: bytes = self._private().public_key().public_bytes_raw()
        return found

    def open(self, letter: bytes, purpose: str) -> str:
        """Open what was sealed for this purpose."""
        return _opened(lambda: _suite().decrypt(letter, self._private(), purpose.encode()))

    def name_of(self, account_id: int) -> str:
        """What an account is called where nobody without the key shall know which it is."""
        return hmac.new(self._naming, str(account_id).encode(), sha256).hexdigest()

    def wrap(self, words: str, place: str) -> bytes:
        """Seal words for oneself. They open only for the row that they were written for."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + bytes(self._cipher().encrypt(nonce, _padded(words), place.encode()))

    def unwrap(self, kept: bytes, place: str) -> str:
        """Open them again."""
        return _opened(lambda: self._cipher().decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], place.encode()))

    def _private(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - see the head of this module

        return X25519PrivateKey.from_private_bytes(self._opening)

    def _cipher(self) -> Any:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 - see the head of this module

        return ChaCha20Poly1305(self._keeping)


def _opened(open_it: Callable[[], bytes]) -> str:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see the head of this module

    try:
        return open_it().decode().rstrip()
    except (InvalidTag, ValueError):
        raise WrongKey("Something sealed does not open with this key. Put back the key that was there when it was sealed.") from None


def _padded(words: str) -> bytes:
    """White space up to the next multiple; words end with none."""
    plain = words.encode()
    return plain.ljust(-(-len(plain) // BLOCK) * BLOCK)


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite  # noqa: PLC0415 - see the head of this module

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _derived(secret: bytes, use: bytes) -> bytes:
    """One key for each use: what is learnt of one says nothing of the others (HKDF-Expand for one block, RFC 5869)."""
    return hmac.new(secret, use + b"\x01", sha256).digest()


def _read(file: Path) -> bytes:
    key = base64.urlsafe_b64decode(file.read_bytes().strip())
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    return key


def _write_once(file: Path, text: bytes) -> None:
    """Of two processes that make it at the same moment, one does; and nobody ever reads half a key."""
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(text)
    with suppress(FileExistsError):
        os.link(beside, file)
    beside.unlink()
