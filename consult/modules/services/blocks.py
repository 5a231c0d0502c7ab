"""How a block gets its words and its key, and a version its fingerprint: also for who imports from elsewhere."""

from collections.abc import Iterable

from consult.core.bilingual import Bilingual
from consult.core.richtext import authored_html
from consult.modules.models import Block, BlockKind, ModuleVersion
from consult.modules.source.hashes import text_hashes, version_hash
from consult.modules.source.keys import next_free


def say(block: Block, markdown: Bilingual) -> None:
    """Give a block its words, with what is made of them once and for all: safe HTML and fingerprints."""
    block.markdown = markdown
    block.html = Bilingual(authored_html(markdown.en, "en"), authored_html(markdown.fr, "fr"))
    block.text_hash = text_hashes(markdown)


def new_key(kind: BlockKind, used: Iterable[str]) -> str:
    """The next free key for a block of this kind, in a version where these were ever used."""
    return next_free(kind.letter, used)


def set_fingerprint(version: ModuleVersion, blocks: Iterable[Block]) -> None:
    """Say what text a version has, by its blocks in their order."""
    version.hash = version_hash((block.key, block.kind.value, block.markdown) for block in blocks)
