"""Contributions without an account: by whoever confirms an e-mail address, or by anyone, as the consultation says."""

from datetime import datetime, timedelta

from consult.accounts import services as accounts
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.mailboxes import mailbox_key
from consult.core.slow_down import slow_down
from consult.feedback import jobs, queries, rules
from consult.feedback.models import NOTHING_MORE, AuthorChoice, Comment, Kind, More, UnconfirmedComment
from consult.feedback.services.comments import Target, add_comment, clean_body, refuse_if_closed
from consult.feedback.services.once import marked, refuse_second, wait_once
from consult.feedback.services.quotes import chosen_quote
from consult.jobs.services import enqueue
from consult.settings import current

LINK_LIFE = timedelta(days=3)
FREE_LINKS = 3  # to one mailbox, before each further one waits: nobody is flooded through this site


def post_unsigned(
    target: Target,
    *,
    kind: Kind | None,
    body: str,
    lang: str,
    name: str,
    receipt: str,
    parent: Comment | None,
    once: str = "",
    more: More = NOTHING_MORE,
) -> Comment:
    """Say something without an account. Nothing is kept of who it was but the name they chose, if any; a moderator reads it first."""
    now = clock.received()
    refuse_if_closed(target.consultation, now)
    require(rules.may_write_unsigned, target.consultation, now)
    _refuse_hidden(parent)
    said = {"body": body, "lang": lang, "receipt": receipt}
    return add_comment(None, target, now, kind=kind, parent=parent, name=name, more=more, once_hash=marked(once), **said)


def ask_to_confirm(
    target: Target,
    *,
    kind: Kind | None,
    body: str,
    lang: str,
    email: str,
    name: str,
    mail_lang: str,
    parent: Comment | None,
    once: str = "",
    more: More = NOTHING_MORE,
) -> UnconfirmedComment:
    """Keep a text until its author has followed a link in their mailbox. Whether the address has an account changes nothing here."""
    now, key = clock.received(), mailbox_key(email)
    refuse_if_closed(target.consultation, now)
    require(rules.may_confirm_by_mail, target.consultation, now)
    _refuse_hidden(parent)
    chosen_quote(target.version_id, target.block_key, more.quote)
    refuse_second(marked(once))
    _spare(key)
    waiting = UnconfirmedComment(
        expires_at=now + LINK_LIFE,
        email=email,
        email_key=key,
        name=name if more.author_choice in {None, AuthorChoice.NAME} else "",  # what is not to be shown is not kept
        mail_lang=mail_lang,
        consultation=target.consultation,
        module_id=target.module_id,
        version_id=target.version_id,
        block_key=target.block_key,
        parent_id=parent and parent.id,
        kind=kind,
        body=clean_body(body),
        lang=lang,
        more=more.as_json(),
        written_at=now,
        once_hash=marked(once),
    )
    wait_once(waiting)
    enqueue(jobs.send_comment_link, unconfirmed_id=waiting.id)
    return waiting


def send_link_again(token: str) -> None:
    """Mail another link for a text whose link came too late. The text is where it was."""
    waiting = queries.unconfirmed_by(token, lock=True)
    _spare(waiting.email_key)
    waiting.expires_at = clock.now() + LINK_LIFE
    enqueue(jobs.send_comment_link, unconfirmed_id=waiting.id)


def confirm_comment(token: str, *, receipt: str) -> Comment:
    """Send the text: its author has followed the link. They become a person of this site, without a passphrase."""
    now = clock.received()
    waiting = queries.unconfirmed_by(token, lock=True)
    if not is_fresh(waiting, now):
        raise NotFound("link")
    refuse_if_closed(waiting.consultation, now)
    require(rules.may_confirm_by_mail, waiting.consultation, now)
    _refuse_hidden(waiting.parent)
    author = accounts.person_behind(waiting.email, lang=waiting.mail_lang, display_name=waiting.name)
    target = Target(waiting.consultation, waiting.module_id, waiting.version_id, waiting.block_key)
    text = {"body": waiting.body, "lang": waiting.lang, "receipt": receipt}
    db.session.delete(waiting)
    more, word = More.of_json(waiting.more), waiting.once_hash
    return add_comment(author, target, now, kind=waiting.kind, parent=waiting.parent, more=more, once_hash=word, **text)


def is_fresh(waiting: UnconfirmedComment, now: datetime) -> bool:
    """Its link still works."""
    return now < waiting.expires_at


def _refuse_hidden(parent: Comment | None) -> None:
    """Only what everybody can read is answered."""
    if parent is not None and not rules.is_public(parent):
        raise NotFound(parent.id)


def _spare(key: str) -> None:
    """Slow down letters to one mailbox, whoever asks for them."""
    if current().limits:
        slow_down().take({f"link to {key}": FREE_LINKS})
