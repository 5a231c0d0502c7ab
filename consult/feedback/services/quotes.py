"""The words that a comment quotes: kept with it, highlighted while it is public, and carried over to newer versions of the text."""

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from consult.core.db import db
from consult.core.errors import Overtaken
from consult.feedback import queries
from consult.feedback.models import MARKED_MOST, WHOLE_MODULE, Anchor, Comment
from consult.feedback.queries import Quote


class StaleQuote(Overtaken):
    """The words that were to be quoted are not the words that stand there: nothing was kept."""


def chosen_quote(version_id: int, block_key: str, value: str) -> Quote | None:
    """The words that a form names; none where it names none."""
    if not value:
        return None
    found = queries.quote_on(version_id, block_key, value) if block_key != WHOLE_MODULE else None
    if found is None:
        raise StaleQuote(value)
    return found


def keep_quote(comment: Comment, value: str) -> None:
    """Keep the words that a form names with the comment, which is new: nobody reads it yet. A reply is about what it answers."""
    quote = None if comment.parent_id else chosen_quote(comment.version_id, comment.block_key, value)
    # Whoever counts the comment next need not ask the database what was just written.
    set_committed_value(comment, "anchor", _kept(comment, quote) if quote else None)


def _kept(comment: Comment, quote: Quote) -> Anchor:
    words = quote.words
    anchor = Anchor(
        comment_id=comment.id,
        consultation_id=comment.consultation_id,
        module_id=comment.module_id,
        version_id=comment.version_id,
        block_key=comment.block_key,
        lang=quote.lang,
        first=words.start,
        last=words.stop,
        exact=words.exact,
        prefix=words.prefix,
        suffix=words.suffix,
        carried_to_id=comment.version_id,
        found_key=comment.block_key,
        found_first=words.start,
        found_last=words.stop,
    )
    db.session.add(anchor)
    db.session.flush()
    return anchor


def mark_quote(comment: Comment, *, is_public: bool) -> None:
    """Highlight the words of a comment that is public now, or no longer those of one that is not.

    Of one block so many at most: a page costs the same however many people quote. Room that is left goes to whoever is published next.
    """
    anchor = comment.anchor
    if anchor is not None:
        anchor.is_marked = is_public and _marked(anchor) < MARKED_MOST
        db.session.flush()


def _marked(anchor: Anchor) -> int:
    here = (Anchor.version_id == anchor.version_id, Anchor.is_marked, Anchor.block_key == anchor.block_key)
    return db.session.scalar(select(func.count()).where(*here, Anchor.comment_id != anchor.comment_id)) or 0
