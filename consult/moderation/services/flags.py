"""A decision on a comment answers everybody who flagged it."""

from consult.core.db import db
from consult.feedback.models import FlagState, Visibility
from consult.moderation import queries
from consult.moderation.models import Decision
from consult.moderation.services.letters import COMMENT_PATHS
from consult.notices.models import NoticeKind
from consult.notices.services import tell


def answer_flags(decision: Decision) -> int:
    """Close the open flags by this decision and tell each person what came of it; say how many there were."""
    db.session.flush()
    state = FlagState.ACTED if decision.after is Visibility.HIDDEN else FlagState.DISMISSED
    answered = queries.open_flags(decision.comment_id)
    for flag, lang in answered:
        flag.state, flag.settled_at, flag.decision_id = state, decision.decided_at, decision.id
        tell(
            flag.flagger_id,
            NoticeKind.FLAG_ANSWERED,
            about=f"comment:{flag.comment_id}",
            consultation_id=flag.consultation_id,
            path=COMMENT_PATHS[lang].format(flag.comment_id),
            outcome=state.value,
        )
    return len(answered)
