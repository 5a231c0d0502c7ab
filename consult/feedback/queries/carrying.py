"""Quotes in newer versions of the text: each is looked for again, first where it stood, and never by likeness outside its own block."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.analysis.text_quotes import Found, TextQuote, find_alike, find_same
from consult.core.db import db
from consult.core.richtext import plain_text
from consult.feedback.models import Anchor, AnchorState
from consult.modules.models import Block, ModuleVersion, VersionStatus

AT_ONCE = 500
# Fewer characters may stand anywhere: that they do elsewhere does not mean that they moved.
MOVES_FROM = 20


@dataclass(frozen=True)
class Carried:
    """What became of a quote, and where it stands."""

    state: AnchorState
    key: str | None = None
    found: Found | None = None


def carried(anchor: Anchor, before: Block, now: dict[str, Block]) -> Carried:
    """What became of a quote of this block in a version of these blocks."""
    quote = TextQuote(anchor.first, anchor.last, anchor.exact, anchor.prefix, anchor.suffix)
    same = now.get(anchor.block_key)
    if same is not None and same.text_hash[anchor.lang] == before.text_hash[anchor.lang]:
        return Carried(AnchorState.EXACT, same.key, Found(quote.start, quote.stop, 100))
    text = plain_text(same.markdown[anchor.lang]) if same else ""
    found = find_same(quote, text)
    if same is not None and found is not None:
        return Carried(AnchorState.CARRIED, same.key, found)
    moved = _elsewhere(quote, anchor, now) if len(quote.exact) >= MOVES_FROM else []
    if len(moved) == 1:
        return Carried(AnchorState.MOVED, *moved[0])
    alike = find_alike(quote, text)
    return Carried(AnchorState.REWORDED, anchor.block_key, alike) if alike else Carried(AnchorState.REMOVED)


def _elsewhere(quote: TextQuote, anchor: Anchor, now: dict[str, Block]) -> list[tuple[str, Found]]:
    """The very words in other blocks."""
    texts = ((key, plain_text(block.markdown[anchor.lang])) for key, block in now.items() if key != anchor.block_key)
    return [(key, found) for key, text in texts if quote.exact in text and (found := find_same(quote, text))]


def quotes_behind() -> Sequence[tuple[Anchor, int]]:
    """Quotes that were last looked for in a version which another one has replaced, with the one that is published now."""
    versions = db.session.execute(select(ModuleVersion.id, ModuleVersion.module_id, ModuleVersion.status)).all()
    newest = {module_id: number for number, module_id, status in versions if status is VersionStatus.PUBLISHED}
    replaced = [number for number, module_id, status in versions if status is VersionStatus.SUPERSEDED and module_id in newest]
    # Asked for by their numbers: so the database goes along the index, and reads none of the quotes that were found already.
    query = select(Anchor).where(Anchor.carried_to_id.in_(replaced)).limit(AT_ONCE).with_for_update()
    return [(anchor, newest[anchor.module_id]) for anchor in db.session.scalars(query)] if replaced else []


def texts_of(version_ids: Collection[int]) -> dict[int, dict[str, Block]]:
    """The blocks of these versions, by version and key."""
    texts: dict[int, dict[str, Block]] = {number: {} for number in version_ids}
    for block in db.session.scalars(select(Block).where(Block.version_id.in_(version_ids))) if version_ids else ():
        texts[block.version_id][block.key] = block
    return texts
