"""Texts that wait: the mail with the link that sends one, and what is never sent, which is deleted when its time is over.

The token of a link is made here, so that no table ever holds one that still opens something.
"""

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.consultations.services import renew
from consult.core import clock, drafts, tokens
from consult.core.bilingual import LANGUAGES
from consult.core.db import db
from consult.core.i18n import address, other
from consult.core.mail import compose, deliver, link
from consult.core.mailboxes import mailbox_address
from consult.core.transaction import release
from consult.feedback import queries
from consult.feedback.models import Anchor, UnconfirmedComment
from consult.feedback.queries import carrying
from consult.feedback.queries.carrying import Carried
from consult.feedback.rules import TEXT_LIFE
from consult.jobs.registry import job, periodic


@periodic(minutes=60)
def forget_unsent() -> None:
    """Delete what was never sent, with the address that was given, once the seven days are over that people were told."""
    now = clock.now()
    db.session.execute(sa.delete(UnconfirmedComment).where(UnconfirmedComment.written_at <= now - TEXT_LIFE))
    drafts.forget_old(now)


@periodic(minutes=10)
def find_quotes_again() -> None:
    """Look for quotes in versions that were published since, some at a time. Whoever publishes a version knows no quotes."""
    behind = carrying.quotes_behind()
    texts = carrying.texts_of({anchor.version_id for anchor, _newest in behind} | {newest for _anchor, newest in behind})
    for anchor, newest in behind:
        _carry(anchor, newest, carrying.carried(anchor, texts[anchor.version_id][anchor.block_key], texts[newest]))
    for number in sorted({anchor.consultation_id for anchor, _newest in behind}):
        renew(db.session.get_one(Consultation, number))  # a comment says beside its quote that the words have changed


def _carry(anchor: Anchor, newest: int, carried: Carried) -> None:
    anchor.carried_to_id, anchor.state, anchor.found_key = newest, carried.state, carried.key
    anchor.found_first = carried.found.start if carried.found else None
    anchor.found_last = carried.found.stop if carried.found else None
    anchor.score = carried.found.score if carried.found else 0
    anchor.confirmed_by_id = None


@job
def send_comment_link(unconfirmed_id: int) -> None:
    """Mail the link; an earlier one stops working. Nothing to do where the text was sent meanwhile."""
    waiting = queries.unconfirmed(unconfirmed_id)
    if waiting is None:
        return
    token = tokens.fresh()
    waiting.token_hash = tokens.fingerprint(token)
    links = {code: link(address("feedback.confirm_comment", lang=code, token=token)) for code in LANGUAGES}
    lang, title = waiting.mail_lang, waiting.consultation.title
    message = compose(
        mailbox_address(waiting.email), lang, "confirm_comment", url=links[lang], other_url=links[other(lang)], title=title.read(lang).text
    )
    release()
    deliver(message)
