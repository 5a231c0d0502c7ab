"""What a person was told, as it stands after its mail went out."""

from datetime import datetime

from consult.accounts.models import User
from consult.core import clock
from consult.core.db import db
from consult.feedback.models import Comment
from consult.notices.models import Code, Notice, NoticeKind


def make_notice(
    reader: User, comment: Comment, *, kind: NoticeKind = NoticeKind.COMMENT_PUBLISHED, read_at: datetime | None = None, **detail: Code
) -> Notice:
    """A notice about a comment."""
    path = f"/{reader.lang}/{'commentaires' if reader.lang == 'fr' else 'comments'}/{comment.id}"
    notice = Notice(
        user_id=reader.id,
        kind=kind,
        about=f"comment:{comment.id}",
        consultation_id=comment.consultation_id,
        detail={"path": path, **detail},
        mailed_at=clock.now(),
        read_at=read_at,
    )
    db.session.add(notice)
    db.session.flush()
    return notice
