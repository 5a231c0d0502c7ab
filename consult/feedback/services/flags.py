"""Verbs on flags: ask a moderator to look, and take that back. Nothing changes in public, whatever the number of flags."""

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Overtaken, SignInNeeded
from consult.feedback import queries, rules
from consult.feedback.models import Comment, Flag, FlagReason, FlagState
from consult.feedback.services.comments import clean_body, lock


def flag_comment(actor: User | None, comment: Comment, *, reason: FlagReason, words: str, lang: str) -> bool:
    """Ask a moderator to look at a comment; say whether that is new. One flag a person: only one that was taken back can be made again."""
    now = clock.now()
    lock(comment)
    require(rules.may_flag, actor, comment)
    if actor is None:
        raise SignInNeeded
    flag = queries.flag_of(actor, comment.id)
    if flag is not None and flag.state is not FlagState.WITHDRAWN:
        return False
    flag = flag or Flag(comment=comment, consultation_id=comment.consultation_id, flagger_id=actor.id)
    flag.reason, flag.words, flag.lang = reason, clean_body(words), lang
    flag.state, flag.flagged_at, flag.settled_at = FlagState.OPEN, now, None
    db.session.add(flag)
    record(
        Action.COMMENT_FLAGGED, actor.id, f"comment:{comment.id}", consultation_id=comment.consultation_id, detail={"reason": reason.value}
    )
    return True


def withdraw_flag(actor: User | None, comment: Comment) -> None:
    """Take one's own flag back, while nobody has decided on it."""
    if actor is None:
        raise SignInNeeded
    lock(comment)
    flag = queries.flag_of(actor, comment.id)
    if flag is None or flag.state is not FlagState.OPEN:
        raise Overtaken(comment.id)
    flag.state, flag.settled_at = FlagState.WITHDRAWN, clock.now()
    record(Action.FLAG_WITHDRAWN, actor.id, f"comment:{comment.id}", consultation_id=comment.consultation_id)
