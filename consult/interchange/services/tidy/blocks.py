"""The blocks of an imported version: a heading for each section, a block for each paragraph of its body; keys by the rule of the house."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from sqlalchemy import delete, update

from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.interchange.services.records import one_language, set_where_different
from consult.interchange.source.tidy import Draft, Section, body
from consult.modules import queries
from consult.modules.models import Block, BlockKind, ModuleVersion
from consult.modules.services import new_key, say

NUMBERED = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM})
Name = tuple[str, int]  # a section, and which of its blocks


@dataclass(frozen=True)
class Wanted:
    """A block as the files say it."""

    name: Name
    kind: BlockKind
    markdown: Bilingual

    @property
    def source_id(self) -> str | None:
        """The section, on the block that stands for it: its heading, or its first words where it has none."""
        return None if self.name[1] else self.name[0]


class Written(NamedTuple):
    """The blocks of a version as they are now, and how many rows were written."""

    blocks: list[Block]
    rows: int
    replaced: dict[str, str]  # of sections that another block stands for now, the old key


def write_blocks(version: ModuleVersion, draft: Draft) -> Written:
    """Write the blocks that are new or different. Sections that left the files stay, at the end."""
    known = _named(queries.blocks(version))
    wanted = list(_wanted(draft))
    gone, stay = _leftovers(known, wanted)
    replaced = {block.source_id: block.key for block in gone if block.source_id}
    used = {*(version.last_keys or ()), *(block.key for block in known.values())}
    if gone:
        db.session.execute(delete(Block).where(Block.id.in_([block.id for block in gone])))
    blocks = []
    for one in wanted:
        block = known.get(one.name)
        if block is None or block in gone:
            block = _new(version, one, used)
        blocks.append(block)
    written = _lay(version, [*zip(blocks, wanted, strict=True), *((block, None) for block in stay)])
    set_where_different(version, {"last_keys": _last(used)})
    return Written([*blocks, *stay], written + len(gone), replaced)


def _named(blocks: list[Block]) -> dict[Name, Block]:
    """The blocks that are there, by section and place in it."""
    named: dict[Name, Block] = {}
    section, place = "", 0
    for block in blocks:
        section, place = (block.source_id, 0) if block.source_id else (section, place + 1)
        named[section, place] = block
    return named


def _leftovers(known: dict[Name, Block], wanted: list[Wanted]) -> tuple[list[Block], list[Block]]:
    """Of the blocks that are there: those whose section no longer has them, and those whose section is no longer in the files."""
    kinds = {one.name: one.kind for one in wanted}
    sections = {section for section, _place in kinds}
    here = [(name, block) for name, block in known.items() if name[0] in sections]
    gone = [block for name, block in here if name not in kinds or kinds[name].letter != block.key[0]]
    return gone, [block for name, block in known.items() if name[0] not in sections]


def _new(version: ModuleVersion, one: Wanted, used: set[str]) -> Block:
    key = new_key(one.kind, used)
    used.add(key)
    return Block(version_id=version.id, module_id=version.module_id, key=key)


def _last(used: set[str]) -> list[str]:
    """Of each letter the highest key: what is kept, so that a key of a block that is gone is never given again."""
    highest: dict[str, str] = {}
    for key in sorted(used, key=lambda key: (len(key), key)):
        highest[key[0]] = key
    return sorted(highest.values())


def _lay(version: ModuleVersion, laid: list[tuple[Block, Wanted | None]]) -> int:
    """Put the blocks in their order, with what follows from it: the section each stands in, the number of each paragraph."""
    section, number, written, moved = None, 0, 0, _moved(version, [block for block, _wanted in laid])
    for position, (block, one) in enumerate(laid, start=1):
        kind = one.kind if one else block.kind
        section = block.key if kind is BlockKind.SECTION else section
        number += kind in NUMBERED
        values = {"position": position, "kind": kind, "section_key": section, "number": number if kind in NUMBERED else None}
        is_new = block.id is None
        changed = set_where_different(block, values | ({"source_id": one.source_id} if one else {}))
        changed |= one is not None and _say(block, one.markdown)
        db.session.add(block)
        written += is_new or changed
    db.session.flush()
    return written if not moved else max(written, 1)


def _moved(version: ModuleVersion, blocks: list[Block]) -> bool:
    """Two blocks never share a place, not even while they change: where the order is new, all first step out of the way."""
    there = [(block.position, place) for place, block in enumerate(blocks, start=1) if block.id is not None]
    moved = any(before != after for before, after in there)
    if moved:
        aside = update(Block).where(Block.version_id == version.id).values(position=-Block.position)
        db.session.execute(aside, execution_options={"synchronize_session": False})
        for block in blocks:
            if block.id is not None:
                db.session.refresh(block, ["position"])
    return moved


def _say(block: Block, markdown: Bilingual) -> bool:
    if block.markdown == markdown:
        return False
    say(block, markdown)
    return True


def _wanted(draft: Draft) -> Iterator[Wanted]:
    for section, mate in draft.sections:
        made = [*_heading(draft, section, mate), *_body(draft, section, mate)]
        if not made:  # neither a heading nor a word: the title stands for it
            made = [(BlockKind.SECTION, _both(draft, *(document.title for document in draft.documents)))]
        for place, (kind, markdown) in enumerate(made):
            yield Wanted((section.id, place), kind, markdown)


def _heading(draft: Draft, section: Section, mate: Section | None) -> Iterator[tuple[BlockKind, Bilingual]]:
    words = [body.heading(one) for one in (section, mate) if one]
    if any(words):
        yield BlockKind.SECTION, _both(draft, *words)


def _body(draft: Draft, section: Section, mate: Section | None) -> Iterator[tuple[BlockKind, Bilingual]]:
    """Paragraph beside paragraph; where one language has more of them, the rest of it stays together with its last one."""
    halves = [body.parts(one) for one in (section, mate) if one]
    fewest = min((len(half) for half in halves if half), default=0)
    cut = [_merged(half, fewest) for half in halves]
    for pair in zip_longest(*cut):
        kind = next(part.kind for part in pair if part)
        yield kind, _both(draft, *(part.markdown if part else "" for part in pair))


def _merged(half: list[body.Part], most: int) -> list[body.Part]:
    if len(half) <= most:
        return half
    last = half[most - 1 :]
    return [*half[: most - 1], body.Part(last[0].kind, "\n".join(part.markdown for part in last))]


def _both(draft: Draft, words: str, translated: str = "") -> Bilingual:
    if draft.translation is None:
        return one_language(words, draft.document.lang)
    return Bilingual(words, translated) if draft.document.lang == "en" else Bilingual(translated, words)
