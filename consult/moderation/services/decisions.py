"""A moderator's decisions on comments. Every decision is one row, one audit entry and one message to the author."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback.models import Comment, Visibility
from consult.feedback.rules import By
from consult.feedback.services import change_visibility, lock, refuse_other_words
from consult.moderation import queries, rules
from consult.moderation.models import Decision, Reason
from consult.moderation.services.flags import answer_flags
from consult.moderation.services.letters import tell_author
from consult.notices.models import NoticeKind


def publish_comment(actor: User | None, comment: Comment, *, note: str = "", read: str | None = None) -> Decision:
    """Let everybody read a comment. One that was hidden comes back to its place: the hiding is recorded as an error.

    One that is public already, because its consultation publishes at once or because people flagged it, is left as it is and marked
    as read. `read` names the words that the decision is about (`feedback.queries.words_mark`).
    """
    lock(comment)
    reason = Reason.ERROR if comment.visibility is Visibility.HIDDEN else None
    return _decide(actor, comment, Visibility.PUBLISHED, reason=reason, note=note, read=read)


def hide_comment(actor: User | None, comment: Comment, *, reason: Reason, note: str = "", read: str | None = None) -> Decision:
    """Keep a comment from the public, or take it out of public view, and tell its author why."""
    if reason not in rules.HIDING:
        raise Refused(reason)
    return _decide(actor, comment, Visibility.HIDDEN, reason=reason, note=note, read=read)


def _decide(actor: User | None, comment: Comment, after: Visibility, *, reason: Reason | None, note: str, read: str | None) -> Decision:
    lock(comment)
    require(rules.may_decide, actor, comment)
    before = comment.visibility
    if comment.visibility not in rules.DECIDABLE or (before is after and queries.is_settled(comment)):
        raise Overtaken(comment.id)
    refuse_other_words(comment, read)
    if before is not after or before is Visibility.HIDDEN:
        code = reason.value if reason and after is Visibility.HIDDEN else None
        change_visibility(comment, after, by=By.MODERATOR, at=clock.now(), reason_code=code)
    decision = write_decision(actor, comment, before=before, reason=reason, note=note)
    flags = answer_flags(decision)
    action = Action.COMMENT_HIDDEN if after is Visibility.HIDDEN else Action.COMMENT_PUBLISHED
    record_decision(action, actor, decision, **({"flags": flags} if flags else {}))
    if before is not after:
        kind = NoticeKind.COMMENT_HIDDEN if after is Visibility.HIDDEN else NoticeKind.COMMENT_PUBLISHED
        tell_author(comment, kind, note=note, reason=reason and reason.value, before=before.value)
    return decision


def write_decision(actor: User | None, comment: Comment, *, before: Visibility, reason: Reason | None, note: str) -> Decision:
    """The row of a decision that has just been carried out."""
    decision = Decision(
        comment=comment,
        comment_id=comment.id,
        consultation_id=comment.consultation_id,
        moderator_id=actor.id if actor else None,
        before=before,
        after=comment.visibility,
        reason=reason,
        note=note,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def record_decision(action: Action, actor: User | None, decision: Decision, **more: int) -> None:
    """Its entry in the history of the consultation."""
    reason = {"reason": decision.reason.value} if decision.reason else {}
    detail = {"before": decision.before.value, **reason, **more}
    target = f"comment:{decision.comment_id}"
    record(action, actor.id if actor else None, target, consultation_id=decision.consultation_id, detail=detail)
