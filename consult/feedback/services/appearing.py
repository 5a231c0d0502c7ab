"""A later change of how one's own comment appears: to less at once, to more while comments are taken."""

from datetime import datetime

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.feedback import queries, rules
from consult.feedback.models import AuthorChoice, Comment, EditState, More, Visibility
from consult.feedback.services.comments import change_visibility, lock, refuse_if_closed
from consult.feedback.services.counters import count_published
from consult.feedback.services.edits import rewrite
from consult.feedback.services.signing import Appearance, appear


def change_appearance(actor: User | None, comment: Comment, *, more: More) -> bool:
    """Show more or less of oneself beside one's comment, or leave it to the team alone. False: it appears like that already.

    To show less is heard also while the consultation is paused; to show more is to say something more, and needs it to be open.
    """
    now = clock.received()
    lock(comment)
    if not rules.may_change_appearance(actor, comment, now):
        refuse_if_closed(comment.consultation, now, actor)
    require(rules.may_change_appearance, actor, comment, now)
    before, after = _now(comment), appear(actor, more)
    if before == after:
        return False
    if _shows_more(before, after):
        refuse_if_closed(comment.consultation, now, actor)
    _move(comment, after, now)
    _record(actor, comment, before, after)
    return True


def _move(comment: Comment, after: Appearance, now: datetime) -> None:
    """Change it, and keep the counters true: what is for the team alone is in none of them."""
    was_for_all, is_for_all = (choice is not AuthorChoice.TEAM_ONLY for choice in (comment.author_choice, after.author_choice))
    is_published = comment.visibility is Visibility.PUBLISHED
    if is_published and was_for_all and not is_for_all:
        count_published(comment, -1)
    if is_published and is_for_all and not was_for_all and rules.first_visibility(comment.consultation) is Visibility.PENDING:
        _ask_first(comment, now)
    for name, value in after._asdict().items():
        setattr(comment, name, value)
    if comment.visibility is Visibility.PUBLISHED and is_for_all:
        count_published(comment, 0 if was_for_all else 1)


def _ask_first(comment: Comment, now: datetime) -> None:
    """Nobody has read it for the public yet: it waits for a moderator, in the words that its author wrote last."""
    waiting = queries.waiting_edit(comment.id)
    if waiting is not None:
        waiting.state, waiting.settled_at = EditState.REPLACED, now
        rewrite(comment, body=waiting.body, lang=waiting.lang, safe_html=waiting.safe_html, at=now)
        comment.edited_at = None  # nobody has read other words
    change_visibility(comment, Visibility.PENDING, by=rules.By.AUTHOR, at=now)


def _now(comment: Comment) -> Appearance:
    return Appearance._make(getattr(comment, name) for name in Appearance._fields)


def _shows_more(before: Appearance, after: Appearance) -> bool:
    """In any respect: to more people, more of a name, of a role, or to the readers of the report."""
    return any(new > old for old, new in zip(_shown(before), _shown(after), strict=True))


def _shown(appearance: Appearance) -> tuple[int, ...]:
    name = {AuthorChoice.INITIALS: 1, AuthorChoice.NAME: 2}.get(appearance.author_choice, 0)
    is_public = appearance.author_choice is not AuthorChoice.TEAM_ONLY
    return is_public, name, appearance.perspective is not None, appearance.province is not None, appearance.quote_ok


def _record(actor: User | None, comment: Comment, before: Appearance, after: Appearance) -> None:
    detail = {
        "before": before.author_choice.value,
        "after": after.author_choice.value,
        "role": any(after[2:4]),
        "quote": after.quote_ok,
    }
    target = f"comment:{comment.id}"
    record(Action.COMMENT_APPEARANCE_CHANGED, actor.id if actor else None, target, consultation_id=comment.consultation_id, detail=detail)
