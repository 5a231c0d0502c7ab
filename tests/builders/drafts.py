"""Texts that somebody began and did not send."""

from consult.accounts.models import User
from consult.core import clock
from consult.core.db import db
from consult.core.drafts import Draft, account_key


def make_draft(person: User, path: str, body: str = "Begun, and not sent yet.", lang: str = "en", **fields: str) -> Draft:
    """A draft of this person's, for the page at this path."""
    kept = {"body": [body], "lang": [lang], **{name: [value] for name, value in fields.items()}}
    draft = Draft(key_hash=account_key(person.id, path), user_id=person.id, path=path, fields=kept, written_at=clock.now())
    db.session.add(draft)
    db.session.flush()
    return draft
