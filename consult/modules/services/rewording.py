"""The next version of a module with other words in one of its blocks, made of its files like every other version."""

import re
import unicodedata
from difflib import SequenceMatcher

from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.errors import FileFault
from consult.core.richtext import plain_text
from consult.core.sentences import N_
from consult.modules import queries
from consult.modules.models import Block, ModuleVersion
from consult.modules.services.proposing import Proposal, propose
from consult.modules.source import gathered, pair, source_text, written

MARKS = re.compile(r"([\\`*_\[\]<>])")


def reword(start: ModuleVersion, key: str, markdown: Bilingual) -> Proposal:
    """What the module would be, went on from this version with these words in that block; nothing else of it changes.

    Words that are no single block (an empty line, a mark at their beginning, a key at their end) are a fault of their file.
    """
    blocks = [_block(one, markdown if one.key == key else one.markdown) for one in queries.blocks(start)]
    texts = [written(start, blocks, lang, as_base=True) for lang in LANGUAGES]
    proposal = propose(pair(*gathered(lambda: source_text("en", texts[0]), lambda: source_text("fr", texts[1]))))
    if [(one.key, one.kind) for one in proposal.blocks] != [(one.key, one.kind) for one in blocks]:
        raise FileFault(key, None, N_("This is more than one block."), N_("Write it as one paragraph, without a key at its end."))
    return proposal


def carried_over(markdown: str, words: str) -> str:
    """Plain words as the Markdown of a block: where they are those of the block, with its emphasis and its links; else without."""
    words = " ".join(unicodedata.normalize("NFC", words).split())
    old, new = markdown.replace("\\\n", " ").split(), words.split()
    bare = plain_text(markdown).split()
    if len(old) == len(bare):
        codes = SequenceMatcher(None, bare, new, autojunk=False).get_opcodes()
        parts = [old[first:last] if tag == "equal" else map(_escaped, new[start:end]) for tag, first, last, start, end in codes]
        found = " ".join(word for part in parts for word in part)
        if plain_text(found) == words:
            return found
    return _escaped(words)


def _escaped(words: str) -> str:
    return MARKS.sub(r"\\\1", words)


def _block(one: Block, markdown: Bilingual) -> Block:
    """A block for the writer of files; it belongs to no session."""
    return Block(key=one.key, kind=one.kind, position=one.position, markdown=markdown)
