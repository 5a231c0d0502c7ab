"""The text of a module as it will be read, before it is published."""

from consult.core.db import db
from consult.modules import queries as modules
from consult.modules.models import Block, BlockKind, ModuleVersion
from consult.modules.rules import is_frozen

UNNUMBERED = frozenset({BlockKind.SECTION, BlockKind.OUTCOME, BlockKind.CONTENT_NOTE})


def blocks_ahead(version: ModuleVersion) -> list[Block]:
    """Its blocks; those of a draft numbered as their publication will number them. That number belongs to no session: it is never saved."""
    blocks = list(modules.blocks(version))
    if is_frozen(version):
        return blocks
    numbered = [block for block in blocks if block.kind not in UNNUMBERED]
    for block in blocks:
        db.session.expunge(block)
    for number, block in enumerate(numbered, start=1):
        block.number = number
    return blocks
