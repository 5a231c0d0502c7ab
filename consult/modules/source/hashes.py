"""Fingerprints of texts: of one block in one language, of a section, and of a whole version."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby

from consult.analysis.canonical import canonical
from consult.core.bilingual import Bilingual
from consult.core.richtext import plain_text
from consult.modules.models import Block


def text_hash(markdown: str) -> str:
    """SHA-256 of the words of a block: emphasis and line ends may change without changing it."""
    return sha256(plain_text(markdown).encode()).hexdigest()


def text_hashes(markdown: Bilingual) -> Bilingual:
    """The fingerprint in each language; none where there is no text."""
    return Bilingual(*(text_hash(text) if text else "" for text in (markdown.en, markdown.fr)))


def version_hash(blocks: Iterable[tuple[str, str, Bilingual]]) -> str:
    """SHA-256 of the canonical JSON of (key, kind, Markdown en, Markdown fr), in the order of the text."""
    return sha256(canonical([[key, kind, markdown.en, markdown.fr] for key, kind, markdown in blocks]).encode()).hexdigest()


def section_hashes(blocks: Iterable[Block]) -> dict[str, str]:
    """The fingerprint of each section, by its key, of the blocks of one version in order: the heading and what stands under it.

    A ballot is pinned to it: it changes with the words in either language, and with nothing else of the module.
    """
    sections = groupby((block for block in blocks if block.section_key), key=lambda block: block.section_key)
    return {key: version_hash((one.key, one.kind.value, one.markdown) for one in members) for key, members in sections if key}
