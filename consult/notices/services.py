"""The verbs of notices: tell a person something, and note that they have read it."""

from sqlalchemy import update

from consult.accounts.models import User
from consult.audit.rules import refuse_words
from consult.core import clock
from consult.core.db import db
from consult.jobs.services import enqueue
from consult.notices.jobs import send_notice
from consult.notices.models import Code, Notice, NoticeKind

LONGEST_NOTE = 2000


def tell(user_id: int, kind: NoticeKind, *, about: str, consultation_id: int | None = None, note: str = "", **detail: Code) -> Notice:
    """Tell a person something, and mail it to them once the change it is about is safe.

    `detail` holds codes: `path` (the page, a path of this site in the reader's language), `reason`, `before`. A `note` is what
    a moderator wrote to the author: words, for this one letter.
    """
    refuse_words({"about": about, **detail})
    if len(note) > LONGEST_NOTE:
        message = f"A note has at most {LONGEST_NOTE} characters."
        raise ValueError(message)
    told = {**detail, "note": note} if note else dict(detail)
    notice = Notice(user_id=user_id, kind=kind, about=about, consultation_id=consultation_id, detail=told)
    db.session.add(notice)
    db.session.flush()
    enqueue(send_notice, notice_id=notice.id)
    return notice


def mark_read(reader: User, *, newest: int) -> None:
    """Note that a person has read what they were told, up to the newest that their page showed."""
    unread = update(Notice).where(Notice.user_id == reader.id, Notice.id <= newest, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))
