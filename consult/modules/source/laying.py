"""From what the files say to the blocks of a version: the whole order, every key, and no key used for a second text."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.core.bilingual import Bilingual
from consult.core.sentences import N_
from consult.modules.models import Block, BlockKind
from consult.modules.source import keys
from consult.modules.source.faults import raise_all
from consult.modules.source.hashes import text_hashes
from consult.modules.source.pair import ModuleSource, PairedBlock


@dataclass(frozen=True)
class Laid:
    """A block as it will stand in the version."""

    key: str
    kind: BlockKind
    position: int
    section_key: str | None
    markdown: Bilingual


def laid_out(source: ModuleSource, earlier: Sequence[tuple[Block, int]], latest: int) -> list[Laid]:
    """The blocks in order. `earlier` are those of all versions so far, with their version's number; `latest` is the newest one's."""
    _refuse_retired(source, earlier, latest)
    before = {block.key: block.markdown for block, number in earlier if number == latest and block.kind is BlockKind.OUTCOME}
    outcomes = source.outcomes
    named = zip(keys.outcome_keys(outcomes, before, {block.key for block, _number in earlier}), outcomes, strict=True)
    laid = [Laid(key, BlockKind.OUTCOME, place, None, text) for place, (key, text) in enumerate(named, start=1)]
    if source.content_note.en:
        laid.insert(0, Laid(keys.CONTENT_NOTE, BlockKind.CONTENT_NOTE, 0, None, source.content_note))
    return laid + [
        Laid(block.key, block.kind, place, block.section_key, block.markdown)
        for place, block in enumerate(source.blocks, start=len(outcomes) + 1)
    ]


def _refuse_retired(source: ModuleSource, earlier: Sequence[tuple[Block, int]], latest: int) -> None:
    """A key that was taken out stays with its text. The same text may come back under it; another one may not."""
    current = {block.key for block, number in earlier if number == latest}
    retired = {block.key: (block, number) for block, number in earlier if block.key not in current}
    used = {block.key for block, _number in earlier} | {block.key for block in source.blocks}
    faults = []
    for block in source.blocks:
        if block.key in retired and not _is_back(block, retired[block.key][0]):
            number = retired[block.key][1]
            reason = N_("The key %(key)s belonged to another text, taken out after version %(number)d.", key=block.key, number=number)
            free = f"{{#{keys.next_free(block.kind.letter, used)}}}"
            faults.append(source.en.fault(block.line, reason, N_("Give the new block the next free key, %(key)s.", key=free)))
    raise_all(faults)


def _is_back(block: PairedBlock, retired: Block) -> bool:
    return block.kind is retired.kind and text_hashes(block.markdown) == retired.text_hash
