"""A moderator's verbs. Every decision is one row, one audit entry and one message to the author."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback.models import Comment, Visibility
from consult.feedback.rules import By
from consult.feedback.services import change_visibility, lock
from consult.moderation import queries, rules
from consult.moderation.models import Decision, Reason
from consult.notices.models import NoticeKind
from consult.notices.services import tell

# The page of a comment in the language its author reads; letters are written where no request is.
COMMENT_PATHS = {"en": "/en/comments/{}", "fr": "/fr/commentaires/{}"}


def publish_comment(actor: User | None, comment: Comment, *, note: str = "") -> Decision:
    """Let everybody read a comment. One that was hidden comes back to its place: the hiding is recorded as an error.

    One that is public already, because its consultation publishes at once, is marked as read: it leaves the queue, nothing else.
    """
    lock(comment)
    reason = Reason.ERROR if comment.visibility is Visibility.HIDDEN else None
    return _decide(actor, comment, Visibility.PUBLISHED, reason, note)


def hide_comment(actor: User | None, comment: Comment, *, reason: Reason, note: str = "") -> Decision:
    """Keep a comment from the public, or take it out of public view, and tell its author why."""
    if reason not in rules.HIDING:
        raise Refused(reason)
    return _decide(actor, comment, Visibility.HIDDEN, reason, note)


def _decide(actor: User | None, comment: Comment, after: Visibility, reason: Reason | None, note: str) -> Decision:
    lock(comment)
    require(rules.may_decide, actor, comment)
    now, before = clock.now(), comment.visibility
    if comment.visibility not in rules.DECIDABLE or (before is after and queries.decisions(comment.id)):
        raise Overtaken(comment.id)
    if before is not after or before is Visibility.HIDDEN:
        code = reason.value if reason and after is Visibility.HIDDEN else None
        change_visibility(comment, after, by=By.MODERATOR, at=now, reason_code=code)
    decision = Decision(
        comment=comment,
        consultation_id=comment.consultation_id,
        moderator_id=actor.id if actor else None,
        before=before,
        after=after,
        reason=reason,
        note=note,
        decided_at=now,
    )
    db.session.add(decision)
    action = Action.COMMENT_HIDDEN if after is Visibility.HIDDEN else Action.COMMENT_PUBLISHED
    detail = {"before": before.value, **({"reason": reason.value} if reason else {})}
    record(action, actor.id if actor else None, f"comment:{comment.id}", consultation_id=comment.consultation_id, detail=detail)
    if before is not after:
        _tell_author(comment, before, reason, note)
    return decision


def _tell_author(comment: Comment, before: Visibility, reason: Reason | None, note: str) -> None:
    author, after = comment.author, comment.visibility
    if author is None:
        return
    kind = NoticeKind.COMMENT_HIDDEN if after is Visibility.HIDDEN else NoticeKind.COMMENT_PUBLISHED
    tell(
        author.id,
        kind,
        about=f"comment:{comment.id}",
        consultation_id=comment.consultation_id,
        note=note,
        path=COMMENT_PATHS[author.lang].format(comment.id),
        reason=reason and reason.value,
        before=before.value,
    )
