"""What becomes of suggested wordings: taken over into the next draft of the module, or not, always with a reason in both languages.

Every decision is one row, one audit entry and one message to the author.
"""

from dataclasses import dataclass

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, Overtaken, Refused
from consult.feedback import rules
from consult.feedback.models import AuthorChoice, Suggestion, SuggestionDecision, SuggestionStatus
from consult.feedback.services.comments import lock
from consult.feedback.services.counters import count_published
from consult.modules import queries as modules
from consult.modules import services as versions
from consult.modules.models import ModuleVersion
from consult.notices.models import NoticeKind
from consult.notices.services import tell

# The page of a comment in the language its reader uses; letters are written where no request is.
COMMENT_PATHS = {"en": "/en/comments/{}", "fr": "/fr/commentaires/{}"}
DECIDED_BEFORE = "decided before"


@dataclass(frozen=True)
class Taking:
    """How a suggestion is taken over: the block in both languages, what the change log says, and the newest version that was read."""

    markdown: Bilingual
    changes: Bilingual
    base: int


def take_over(
    actor: User | None, suggestion: Suggestion, outcome: SuggestionStatus, *, reason: Bilingual, taking: Taking
) -> SuggestionDecision:
    """Accept a suggestion, whole or in part: its words stand in a new draft of the module, which goes on from the newest version.

    Where somebody saved another version since `taking.base`, or has decided, nothing is changed (`core.errors.Overtaken`).
    """
    if outcome not in rules.TAKEN_OVER:
        raise Refused(outcome)
    _hold(actor, suggestion, reason)
    comment = suggestion.comment
    start = modules.latest_version(modules.module(comment.module_id))
    proposal = versions.reword(start, comment.block_key, taking.markdown)
    saved = versions.save_draft(actor, proposal, base=taking.base, changes=taking.changes, made_from=start.number)
    return _decide(actor, suggestion, outcome, reason, saved.version)


def leave_out(actor: User | None, suggestion: Suggestion, outcome: SuggestionStatus, *, reason: Bilingual) -> SuggestionDecision:
    """Decline a suggestion, or say that the text has gone past it."""
    if outcome not in rules.LEFT_OUT:
        raise Refused(outcome)
    _hold(actor, suggestion, reason)
    return _decide(actor, suggestion, outcome, reason, None)


def _hold(actor: User | None, suggestion: Suggestion, reason: Bilingual) -> None:
    """Nobody else decides on it, or hides its comment, meanwhile."""
    lock(suggestion.comment)
    db.session.refresh(suggestion)
    require(rules.may_decide_wording, actor, suggestion.comment)
    if suggestion.status is not SuggestionStatus.OPEN:
        raise Overtaken(DECIDED_BEFORE)
    missing = [f"reason_{lang}" for lang in LANGUAGES if not reason[lang].strip()]
    if missing:
        raise Incomplete(missing)


def _decide(
    actor: User | None, suggestion: Suggestion, outcome: SuggestionStatus, reason: Bilingual, version: ModuleVersion | None
) -> SuggestionDecision:
    comment = suggestion.comment
    suggestion.status = outcome
    decision = SuggestionDecision(
        suggestion=suggestion,
        consultation_id=comment.consultation_id,
        outcome=outcome,
        reason=reason,
        version_id=version.id if version else None,
        decided_at=clock.now(),
        decided_by_id=actor.id if actor else None,
    )
    db.session.add(decision)
    count_published(comment, 0)  # its pages say what was decided
    taken = {"module": comment.module_id, "number": version.number} if version else {}
    detail = {"outcome": outcome.value, **taken}
    target = f"comment:{comment.id}"
    record(Action.SUGGESTION_DECIDED, decision.decided_by_id, target, consultation_id=comment.consultation_id, detail=detail)
    _tell(suggestion, outcome, reason)
    return decision


def _tell(suggestion: Suggestion, outcome: SuggestionStatus, reason: Bilingual) -> None:
    """Its author, in their language. Where the comment is for the team alone, it has no page: the letter leads nowhere."""
    comment = suggestion.comment
    author = comment.author
    if author is None:
        return
    is_public = comment.author_choice is not AuthorChoice.TEAM_ONLY
    tell(
        author.id,
        NoticeKind.SUGGESTION_DECIDED,
        about=f"comment:{comment.id}",
        consultation_id=comment.consultation_id,
        note=reason[author.lang],
        path=COMMENT_PATHS[author.lang].format(comment.id) if is_public else None,
        outcome=outcome.value,
    )
