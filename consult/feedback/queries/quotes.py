"""Quotes: the words that a form names, and those that are highlighted in a text."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from consult.analysis.text_quotes import TextQuote, quote_at, short_hash
from consult.core.db import db
from consult.core.richtext import plain_text
from consult.feedback.models import Anchor, Comment
from consult.feedback.queries.public import publishable
from consult.modules.models import Block

# What a form says of a quote: the language, from which code point to which, and a name for the very words.
VALUE = re.compile(r"(en|fr):(\d{1,7})-(\d{1,7}):([0-9a-f]{8})")


@dataclass(frozen=True)
class Quote:
    """Words of a block, in one of its languages."""

    lang: str
    words: TextQuote

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.lang}:{self.words.start}-{self.words.stop}:{short_hash(self.words.exact)}"


class MarkedRange(NamedTuple):
    """Words of a block that a public comment quotes."""

    block_key: str
    lang: str
    first: int
    last: int


def quote_in(block: Block, value: str) -> Quote | None:
    """The words that a form names; nothing where they are not, or no longer, the words that stand there."""
    found = VALUE.fullmatch(value)
    if found is None:
        return None
    lang, start, stop = found[1], int(found[2]), int(found[3])
    words = quote_at(plain_text(block.markdown[lang]), start, stop)
    return Quote(lang, words) if words and Quote(lang, words).value == value else None


def quote_on(version_id: int, block_key: str, value: str) -> Quote | None:
    """The same by the place of the block."""
    block = db.session.scalar(select(Block).where(Block.version_id == version_id, Block.key == block_key))
    return quote_in(block, value) if block else None


def marked_ranges(consultation_id: int, version_id: int, keys: Collection[str] | None = None) -> list[MarkedRange]:
    """What public comments quote of a version, or of these blocks of it: at most `MARKED_MOST` of each block (see `services.quotes`)."""
    query = (
        select(Anchor.block_key, Anchor.lang, Anchor.first, Anchor.last)
        .join(Comment, Comment.id == Anchor.comment_id)
        .where(Anchor.version_id == version_id, Anchor.is_marked, Comment.consultation_id == consultation_id, publishable(Comment))
    )
    query = query if keys is None else query.where(Anchor.block_key.in_(keys))
    return [MarkedRange(*row) for row in db.session.execute(query)]
