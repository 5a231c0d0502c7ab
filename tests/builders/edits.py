"""Changes that wait, former wordings, comments that came back to their author, and flags."""

from datetime import datetime

from consult.accounts.models import User
from consult.core import clock
from consult.core.db import db
from consult.core.richtext import comment_html
from consult.feedback.models import Comment, CommentEdit, CommentReturn, EditState, Flag, FlagReason, FormerWording
from consult.feedback.queries import wording_number
from tests.builders.accounts import make_user


def make_edit(comment: Comment, body: str = "Clearer, and fairer.", lang: str = "en", state: EditState = EditState.WAITING) -> CommentEdit:
    """Other words for a public comment; waiting unless a test says otherwise."""
    html = comment_html(body, lang)
    edit = CommentEdit(
        comment=comment, consultation_id=comment.consultation_id, body=body, lang=lang, safe_html=html, state=state, made_at=clock.now()
    )
    db.session.add(edit)
    db.session.flush()
    return edit


def make_former(comment: Comment, body: str = "What it said at first.", lang: str = "en") -> FormerWording:
    """An earlier wording, in public as if it had been so."""
    former = FormerWording(
        comment_id=comment.id,
        consultation_id=comment.consultation_id,
        number=wording_number(comment.id),
        body=body,
        lang=lang,
        safe_html=comment_html(body, lang),
        replaced_at=clock.now(),
    )
    comment.edited_at = former.replaced_at
    db.session.add(former)
    db.session.flush()
    return former


def make_return(comment: Comment, note: str = "Leave the name out.", *, returned_at: datetime | None = None) -> CommentReturn:
    """Why this comment came back: its first words."""
    passage = " ".join(comment.body.split()[:3])
    returned = CommentReturn(
        comment=comment,
        consultation_id=comment.consultation_id,
        reason_code="PII-THIRD",
        passage=passage,
        note=note,
        returned_at=returned_at or clock.now(),
    )
    db.session.add(returned)
    db.session.flush()
    return returned


def make_flag(comment: Comment, flagger: User | None = None, reason: FlagReason = FlagReason.PERSONAL, words: str = "") -> Flag:
    """Somebody's open flag."""
    flagger = flagger or make_user()
    flag = Flag(
        comment=comment,
        consultation_id=comment.consultation_id,
        flagger_id=flagger.id,
        reason=reason,
        words=words,
        lang="en",
        flagged_at=clock.now(),
    )
    db.session.add(flag)
    db.session.flush()
    return flag
