"""Other words for a passage: kept beside the comment that says why, with the difference made once for every page that shows it."""

from consult.core.db import db
from consult.core.errors import Refused
from consult.core.richtext import comment_html
from consult.core.word_marks import changes_html, same_words
from consult.feedback import queries
from consult.feedback.models import REPLACEMENT_MAX, WHOLE_MODULE, Comment, Kind, More, Suggestion


def suggest_wording(comment: Comment, more: More) -> Suggestion | None:
    """Keep the words that a comment proposes. Those that stand there already, and none at all, propose nothing."""
    words = more.replacement.replace("\r\n", "\n").replace("\r", "\n").strip()
    is_on_a_passage = comment.kind is Kind.SUGGESTION and comment.parent_id is None and comment.block_key != WHOLE_MODULE
    if not words or not is_on_a_passage:
        return None
    if len(words) > REPLACEMENT_MAX:
        raise Refused("replacement")
    block = queries.block_of(comment.version_id, comment.block_key)
    before = queries.original(block, queries.language_of(more.worded, comment.lang))
    if same_words(before.text, words):
        return None
    suggestion = Suggestion(
        comment_id=comment.id,
        lang=before.lang,
        original=before.text,
        original_hash=before.hash,
        replacement=words,
        safe_html=comment_html(words, before.lang),
        changes_html=changes_html(before.text, words, before.lang),
    )
    db.session.add(suggestion)
    db.session.flush()
    return suggestion
