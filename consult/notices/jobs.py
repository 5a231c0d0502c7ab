"""The job that mails a notice."""

from consult.accounts.models import User
from consult.core import clock
from consult.core.db import db
from consult.core.mail import compose, deliver
from consult.core.transaction import release
from consult.jobs.registry import job
from consult.notices.models import Code, Notice

# What a letter may ask about, though nobody gave it: templates are strict.
ABSENT: dict[str, Code] = {"path": None, "reason": None, "before": None, "note": None, "outcome": None, "for_team": None}


@job(retries=5)
def send_notice(notice_id: int) -> None:
    """Mail a notice to its reader in their language, once. Who has no address (imported voters) is told nothing."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.mailed_at is not None:
        return
    reader = db.session.get(User, notice.user_id)
    if reader is None or not reader.email:
        return
    message = compose(reader.email, reader.lang, notice.kind.value, notice={**ABSENT, **notice.detail})
    release()
    deliver(message)
    notice.mailed_at = clock.now()
