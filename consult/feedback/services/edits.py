"""Verbs on the words of a comment: change them, propose others for what is public, and take a proposal back."""

import enum
from datetime import datetime

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Overtaken
from consult.core.richtext import comment_html
from consult.feedback import queries, rules
from consult.feedback.models import Comment, CommentEdit, EditState, FormerWording, Visibility
from consult.feedback.services.comments import change_visibility, clean_body, lock, refuse_if_closed
from consult.feedback.services.counters import count_published


class WordsChanged(Overtaken):
    """The words are no longer those that were read: nothing was changed."""


class Edited(enum.StrEnum):
    """What came of a change."""

    NOTHING = "nothing"  # it was the same text
    SENT = "sent"  # the new words wait in the place of the old ones, which nobody else had read
    PROPOSED = "proposed"  # the old words stay public until a moderator has decided
    TAKEN_BACK = "taken_back"  # the words are the public ones again
    PUBLIC = "public"  # where comments are published at once, changes are too


def edit_comment(actor: User | None, comment: Comment, *, body: str, lang: str, read: str | None = None) -> Edited:
    """Change the words of one's own comment. `read` names the words that the change was made from (`queries.words_mark`)."""
    now = clock.received()
    lock(comment)
    refuse_if_closed(comment.consultation, now, actor)
    require(rules.may_edit, actor, comment, now)
    refuse_other_words(comment, read)
    body, before, proposed = clean_body(body), comment.visibility, queries.waiting_edit(comment.id)
    latest = proposed or comment
    if (latest.body, latest.lang) == (body, lang):
        return Edited.NOTHING
    if (comment.body, comment.lang) == (body, lang):  # the public words again: nothing needs a decision any more
        take_back_edit(actor, comment)
        return Edited.TAKEN_BACK
    if rules.edit_waits(comment):
        _propose(comment, proposed, body, lang, now)
        _record(Action.COMMENT_EDIT_PROPOSED, actor, comment)
        return Edited.PROPOSED
    rewrite(comment, body=body, lang=lang, safe_html=comment_html(body, lang), at=now)
    if before is Visibility.RETURNED:
        _answer_return(comment, now)
    _record(Action.COMMENT_EDITED, actor, comment, before=before.value)
    return Edited.PUBLIC if before is Visibility.PUBLISHED else Edited.SENT


def take_back_edit(actor: User | None, comment: Comment) -> None:
    """Take back a change that waits: the public words stay as they are."""
    now = clock.received()
    lock(comment)
    refuse_if_closed(comment.consultation, now, actor)
    require(rules.may_edit, actor, comment, now)
    waiting = queries.waiting_edit(comment.id)
    if waiting is None:
        raise Overtaken(comment.id)
    waiting.state, waiting.settled_at = EditState.TAKEN_BACK, now
    _record(Action.COMMENT_EDIT_TAKEN_BACK, actor, comment)


def rewrite(comment: Comment, *, body: str, lang: str, safe_html: str, at: datetime) -> None:
    """Give a comment other words; the former ones are kept. Where it is public, it says so, and its pages are made anew."""
    former = FormerWording(
        comment_id=comment.id,
        consultation_id=comment.consultation_id,
        number=queries.wording_number(comment.id),
        body=comment.body,
        lang=comment.lang,
        safe_html=comment.safe_html,
        replaced_at=at,
    )
    db.session.add(former)
    comment.body, comment.lang, comment.safe_html = body, lang, safe_html
    if comment.visibility is Visibility.PUBLISHED:
        comment.edited_at = at
        count_published(comment, 0)


def refuse_other_words(comment: Comment, read: str | None) -> None:
    """Stop where the words were changed since they were read."""
    if read is not None and read != queries.words_mark(comment):
        raise WordsChanged(comment.id)


def _propose(comment: Comment, former: CommentEdit | None, body: str, lang: str, now: datetime) -> None:
    """One change waits at a time: the newer one takes the place of the former."""
    if former is not None:
        former.state, former.settled_at = EditState.REPLACED, now
        db.session.flush()
    safe_html = comment_html(body, lang)
    edit = CommentEdit(comment=comment, consultation_id=comment.consultation_id, body=body, lang=lang, safe_html=safe_html, made_at=now)
    db.session.add(edit)


def _answer_return(comment: Comment, now: datetime) -> None:
    """A returned comment that was changed waits for a moderator again."""
    change_visibility(comment, Visibility.PENDING, by=rules.By.AUTHOR, at=now)
    returned = queries.returned(comment.id)
    if returned is not None:
        returned.answered_at = now


def _record(action: Action, actor: User | None, comment: Comment, **detail: str) -> None:
    record(action, actor.id if actor else None, f"comment:{comment.id}", consultation_id=comment.consultation_id, detail=detail)
