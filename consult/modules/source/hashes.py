"""Fingerprints of texts: of one block in one language, and of a whole version."""

from collections.abc import Iterable
from hashlib import sha256

from consult.analysis.canonical import canonical
from consult.core.bilingual import Bilingual
from consult.core.richtext import plain_text


def text_hash(markdown: str) -> str:
    """SHA-256 of the words of a block: emphasis and line ends may change without changing it."""
    return sha256(plain_text(markdown).encode()).hexdigest()


def text_hashes(markdown: Bilingual) -> Bilingual:
    """The fingerprint in each language; none where there is no text."""
    return Bilingual(*(text_hash(text) if text else "" for text in (markdown.en, markdown.fr)))


def version_hash(blocks: Iterable[tuple[str, str, Bilingual]]) -> str:
    """SHA-256 of the canonical JSON of (key, kind, Markdown en, Markdown fr), in the order of the text."""
    return sha256(canonical([[key, kind, markdown.en, markdown.fr] for key, kind, markdown in blocks]).encode()).hexdigest()
