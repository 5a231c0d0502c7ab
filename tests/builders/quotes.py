"""Quotes of the text under discussion."""

from sqlalchemy import select

from consult.analysis.text_quotes import quote_at
from consult.core.db import db
from consult.core.richtext import plain_text
from consult.feedback.models import Anchor, Comment, Visibility
from consult.feedback.queries import Quote
from consult.feedback.services.quotes import keep_quote, mark_quote
from consult.modules.models import Block


def quote_value(version_id: int, block_key: str, words: str, lang: str = "en") -> str:
    """How a form names these words of a block."""
    block = db.session.scalars(select(Block).where(Block.version_id == version_id, Block.key == block_key)).one()
    text = plain_text(block.markdown[lang])
    found = quote_at(text, text.index(words), text.index(words) + len(words))
    assert found is not None
    return Quote(lang, found).value


def give_quote(comment: Comment, words: str, lang: str = "en") -> Anchor:
    """Let a comment quote these words of its block."""
    keep_quote(comment, quote_value(comment.version_id, comment.block_key, words, lang))
    if comment.visibility is Visibility.PUBLISHED:
        mark_quote(comment, is_public=True)
    return db.session.get_one(Anchor, comment.id)
