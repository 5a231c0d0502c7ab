"""Sending a comment back to its author, who is asked to change a passage, and reminding the author of it."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback.models import Comment, CommentReturn, Visibility
from consult.feedback.queries import returned
from consult.feedback.rules import By
from consult.feedback.services import change_visibility, lock, refuse_other_words
from consult.moderation import queries, rules
from consult.moderation.models import Decision, Reason
from consult.moderation.services.decisions import record_decision, write_decision
from consult.moderation.services.letters import EDIT_PATHS, tell_author
from consult.notices.models import NoticeKind


def return_comment(actor: User | None, comment: Comment, *, reason: Reason, passage: str, note: str, read: str | None = None) -> Decision:
    """Ask the author to change a passage before the comment can be published. Once; after that it is published, or hidden."""
    if reason not in rules.RETURNING:
        raise Refused(reason)
    lock(comment)
    require(rules.may_decide, actor, comment)
    if not rules.may_return(comment) or returned(comment.id):
        raise Overtaken(comment.id)
    refuse_other_words(comment, read)
    if not rules.is_passage(passage, comment):
        raise Refused("passage")
    change_visibility(comment, Visibility.RETURNED, by=By.MODERATOR, at=clock.now())
    # The words to the author are kept with the return, where the author reads them.
    decision = write_decision(actor, comment, before=Visibility.PENDING, reason=reason, note="")
    db.session.add(
        CommentReturn(
            comment=comment,
            consultation_id=comment.consultation_id,
            reason_code=reason.value,
            passage=passage.strip(),
            note=note,
            returned_at=decision.decided_at,
        )
    )
    record_decision(Action.COMMENT_RETURNED, actor, decision)
    tell_author(comment, NoticeKind.COMMENT_RETURNED, paths=EDIT_PATHS, note=note, reason=reason.value)
    return decision


def remind_authors() -> int:
    """Remind those whose comment came back eight days ago and still waits for them, once; say how many they were."""
    now = clock.now()
    found = queries.to_remind(now)
    for one in found:
        one.reminded_at = now
        tell_author(one.comment, NoticeKind.COMMENT_RETURN_REMINDER, paths=EDIT_PATHS, note=one.note, reason=one.reason_code)
    return len(found)
