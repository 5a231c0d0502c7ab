"""A moderator's decision on other words for a comment that is public: they take the place of the old ones, or those stay."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Overtaken, Refused
from consult.feedback.models import CommentEdit, EditState, Visibility
from consult.feedback.services import lock, rewrite
from consult.moderation import rules
from consult.moderation.models import Decision, Reason
from consult.moderation.services.decisions import record_decision, write_decision
from consult.moderation.services.letters import tell_author
from consult.notices.models import NoticeKind


def accept_edit(actor: User | None, edit: CommentEdit, *, note: str = "") -> Decision:
    """Let the new words be public. The old ones go into the history of the comment."""
    _hold(actor, edit)
    rewrite(edit.comment, body=edit.body, lang=edit.lang, safe_html=edit.safe_html, at=clock.now())
    decision = _settle(actor, edit, EditState.ACCEPTED, None, note)
    record_decision(Action.COMMENT_EDIT_ACCEPTED, actor, decision, edit=edit.id)
    tell_author(edit.comment, NoticeKind.COMMENT_EDIT_ACCEPTED, note=note)
    return decision


def refuse_edit(actor: User | None, edit: CommentEdit, *, reason: Reason, note: str = "") -> Decision:
    """Leave the public words as they are, and tell the author why."""
    if reason not in rules.HIDING:
        raise Refused(reason)
    _hold(actor, edit)
    decision = _settle(actor, edit, EditState.REFUSED, reason, note)
    record_decision(Action.COMMENT_EDIT_REFUSED, actor, decision, edit=edit.id)
    tell_author(edit.comment, NoticeKind.COMMENT_EDIT_REFUSED, note=note, reason=reason.value)
    return decision


def _hold(actor: User | None, edit: CommentEdit) -> None:
    """Nobody else acts on the comment meanwhile; a change that was replaced, taken back or decided is nobody's to decide."""
    lock(edit.comment)
    db.session.refresh(edit)
    require(rules.may_decide, actor, edit.comment)
    if edit.state is not EditState.WAITING or edit.comment.visibility is not Visibility.PUBLISHED:
        raise Overtaken(edit.id)


def _settle(actor: User | None, edit: CommentEdit, state: EditState, reason: Reason | None, note: str) -> Decision:
    decision = write_decision(actor, edit.comment, before=edit.comment.visibility, reason=reason, note=note)
    edit.decision_id, edit.state, edit.settled_at = decision.id, state, decision.decided_at
    return decision
