"""Suggested wordings, as the service keeps them."""

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.richtext import comment_html
from consult.core.word_marks import changes_html
from consult.feedback.models import Comment, Kind, Suggestion, SuggestionDecision, SuggestionStatus
from consult.feedback.queries import block_of, original

WHY = Bilingual("It is clearer so.", "C’est plus clair ainsi.")


def make_suggestion(comment: Comment, words: str = "Three steps back.", *, lang: str = "en") -> Suggestion:
    """Other words for the passage of this comment, which becomes a suggestion."""
    passage = original(block_of(comment.version_id, comment.block_key), lang)
    comment.kind = Kind.SUGGESTION
    suggestion = Suggestion(
        comment_id=comment.id,
        lang=passage.lang,
        original=passage.text,
        original_hash=passage.hash,
        replacement=words,
        safe_html=comment_html(words, passage.lang),
        changes_html=changes_html(passage.text, words, passage.lang),
    )
    db.session.add(suggestion)
    db.session.flush()
    return suggestion


def decline(suggestion: Suggestion, consultation: Consultation) -> None:
    """Decide that the text stays as it is."""
    suggestion.status = SuggestionStatus.DECLINED
    decision = SuggestionDecision(
        comment_id=suggestion.comment_id,
        consultation_id=consultation.id,
        outcome=SuggestionStatus.DECLINED,
        reason=WHY,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    db.session.flush()
