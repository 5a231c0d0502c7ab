"""Who may decide on a comment, and on which grounds."""

from consult.accounts.models import User
from consult.consultations.rules import may_moderate
from consult.feedback.models import Comment, Visibility
from consult.feedback.rules import is_author
from consult.moderation.models import Reason

# Grounds on which a comment may be kept from the public, in the order of the public rules.
HIDING = (
    Reason.THREAT,
    Reason.SELF_HARM,
    Reason.PII_THIRD,
    Reason.PII_SELF,
    Reason.HATE,
    Reason.HARASS,
    Reason.ILLEGAL,
    Reason.OPSEC,
    Reason.COPYRIGHT,
    Reason.SPAM,
)
# Those that other words can mend: such a comment may be sent back to its author.
RETURNING = (Reason.PII_THIRD, Reason.PII_SELF, Reason.HARASS, Reason.ILLEGAL, Reason.OPSEC, Reason.COPYRIGHT)
DECIDABLE = frozenset({Visibility.PENDING, Visibility.PUBLISHED, Visibility.RETURNED, Visibility.HIDDEN})


def may_decide(actor: User | None, comment: Comment) -> bool:
    """May publish or hide this comment: a moderator of its consultation who did not write it. An import is a record."""
    return may_moderate(actor, comment.consultation) and not is_author(actor, comment) and not comment.consultation.imported


def may_return(comment: Comment) -> bool:
    """May be sent back: it waits, and whoever wrote it has an account to change it with."""
    return comment.visibility is Visibility.PENDING and comment.author_id is not None


def is_passage(passage: str, comment: Comment) -> bool:
    """These are words of the comment, exactly as they stand in it."""
    return passage.strip() != "" and passage.strip() in comment.body
