"""Verbs on comments: post, reply, withdraw, restore. Each checks its rule and the clock inside its own transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.consultations.models import Consultation
from consult.consultations.rules import is_open, lets_take_back, takes_votes
from consult.consultations.services import count_late
from consult.core import clock, receipts
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Closed, Overtaken, SignInNeeded
from consult.core.richtext import comment_html
from consult.feedback import rules
from consult.feedback.models import NOTHING_MORE, WHOLE_MODULE, Comment, Kind, More, Origin, Visibility
from consult.feedback.services.counters import count_published, section_of
from consult.feedback.services.once import insert_once, marked
from consult.feedback.services.quotes import keep_quote
from consult.feedback.services.signing import appear
from consult.feedback.services.wording import suggest_wording


@dataclass(frozen=True)
class Target:
    """What a comment is about: a block of a module version, or the whole module, within one consultation."""

    consultation: Consultation
    module_id: int
    version_id: int
    block_key: str = WHOLE_MODULE


def post_comment(
    actor: User | None, target: Target, *, kind: Kind, body: str, lang: str, receipt: str = "", once: str = "", more: More = NOTHING_MORE
) -> Comment:
    """Say something about a paragraph, a section or the whole module. `receipt` is the code that its author is shown.

    `once` is a word that the sending page used only here: what it sends twice is one comment (`SentBefore`).
    """
    now = clock.received()
    author = taking_part(actor, target.consultation, now)
    word = marked(once, author)
    return add_comment(author, target, now, kind=kind, body=body, lang=lang, receipt=receipt, more=more, once_hash=word)


def reply_to_comment(
    actor: User | None, comment: Comment, *, body: str, lang: str, receipt: str = "", once: str = "", more: More = NOTHING_MORE
) -> Comment:
    """Answer a comment. Answers hang on the comment that began the exchange: one level, read in order."""
    now = clock.received()
    author = taking_part(actor, comment.consultation, now)
    require(rules.may_reply, actor, comment, now)
    said = {"body": body, "lang": lang, "receipt": receipt}
    return add_comment(author, target_of(comment), now, kind=None, parent=comment, more=more, once_hash=marked(once, author), **said)


def target_of(comment: Comment) -> Target:
    """What a comment is about, and so every answer to it."""
    return Target(comment.consultation, comment.module_id, comment.version_id, comment.block_key)


def add_comment(
    author: User | None,
    target: Target,
    now: datetime,
    *,
    kind: Kind | None,
    body: str,
    lang: str,
    receipt: str,
    parent: Comment | None = None,
    name: str = "",
    more: More = NOTHING_MORE,
    once_hash: str | None = None,
) -> Comment:
    """Add what somebody who may do so has written; without an author it is from somebody without an account, who may give a name.

    `now` is the moment at which the consultation was found open: read again here, it could be one after closing.
    """
    body = clean_body(body)
    visibility = rules.first_visibility(target.consultation)
    comment = Comment(
        consultation=target.consultation,
        module_id=target.module_id,
        version_id=target.version_id,
        block_key=target.block_key,
        section_key=section_of(target.version_id, target.block_key),
        parent_id=parent and (parent.parent_id or parent.id),
        kind=kind,
        body=body,
        lang=lang,
        safe_html=comment_html(body, lang),
        author_id=author.id if author else None,
        **appear(author, more, name)._asdict(),
        origin=Origin.WEB if author else Origin.UNSIGNED,
        visibility=visibility,
        posted_at=now,
        receipt_hash=receipts.fingerprint(receipt or receipts.fresh()),  # nobody is shown a code: it is one that nobody knows
        once_hash=once_hash,
    )
    insert_once(comment)
    keep_quote(comment, more.quote)
    suggest_wording(comment, more)
    if visibility is Visibility.PUBLISHED:
        count_published(comment, 1)
    record(Action.COMMENT_POSTED, author.id if author else None, f"comment:{comment.id}", consultation_id=target.consultation.id)
    if author is not None:
        count_late(author, target.consultation, f"comment:{comment.id}", now)
    return comment


def withdraw_comment(actor: User | None, comment: Comment) -> None:
    """Take one's own comment back. Replies to it stay; the public sees a tombstone where there are any."""
    now = clock.received()
    lock(comment)
    if not lets_take_back(comment.consultation, now, actor):
        raise Closed(comment.consultation_id)
    require(rules.may_withdraw, actor, comment, now)
    comment.withdrawn_from = comment.visibility
    change_visibility(comment, Visibility.WITHDRAWN, by=rules.By.AUTHOR, at=now)
    record(Action.COMMENT_WITHDRAWN, actor.id if actor else None, f"comment:{comment.id}", consultation_id=comment.consultation_id)


def restore_comment(actor: User | None, comment: Comment) -> None:
    """Put a withdrawn comment back to where it was."""
    now = clock.received()
    lock(comment)
    refuse_if_closed(comment.consultation, now, actor)
    require(rules.may_restore, actor, comment, now)
    change_visibility(comment, comment.withdrawn_from or Visibility.PENDING, by=rules.By.AUTHOR, at=now)
    comment.withdrawn_from = None
    record(Action.COMMENT_RESTORED, actor.id if actor else None, f"comment:{comment.id}", consultation_id=comment.consultation_id)


def lock(comment: Comment) -> None:
    """Read the comment again and hold it until the transaction ends: two acts on it at once are one after the other.

    With what it answers, whose counter may change too; the older first. Whoever else holds one of them holds neither for the other.
    """
    db.session.flush()
    held = [number for number in (comment.parent_id, comment.id) if number is not None]
    db.session.execute(select(Comment.id).where(Comment.id.in_(held)).order_by(Comment.id).with_for_update())
    db.session.refresh(comment)


def change_visibility(comment: Comment, to: Visibility, *, by: rules.By, at: datetime, reason_code: str | None = None) -> None:
    """Move a comment along the transition table and keep the counters true. Moderation decides through this too."""
    before = comment.visibility
    if rules.TRANSITIONS.get((before, to)) is not by:
        raise Overtaken(f"{before} -> {to}")
    comment.visibility = to
    comment.reason_code = reason_code
    comment.settled_at = at if to in {Visibility.HIDDEN, Visibility.WITHDRAWN} else None
    count_published(comment, (to is Visibility.PUBLISHED) - (before is Visibility.PUBLISHED))


def clean_body(body: str) -> str:
    """A participant's words as typed: only line ends and outer white space are put in order."""
    return body.replace("\r\n", "\n").replace("\r", "\n").strip()


def taking_part(actor: User | None, consultation: Consultation, now: datetime) -> User:
    """The person, if the clock and the rule let them take part."""
    refuse_if_closed(consultation, now, actor)
    if actor is None:
        raise SignInNeeded
    require(rules.may_take_part, actor, consultation, now)
    return actor


def casting(actor: User | None, consultation: Consultation, now: datetime) -> User:
    """The same for a vote or an answer to a section."""
    refuse_if_no_votes(consultation, now, actor)
    return taking_part(actor, consultation, now)


def refuse_if_closed(consultation: Consultation, now: datetime, actor: User | None = None) -> None:
    """Nothing is taken outside the open stage, whatever page it was sent from; after the closing, only by a late pass."""
    if not is_open(consultation, now, actor):
        raise Closed(consultation.id)


def refuse_if_no_votes(consultation: Consultation, now: datetime, actor: User | None = None) -> None:
    """The same for votes and answers to sections, which are not taken where anyone may write."""
    if not takes_votes(consultation, now, actor):
        raise Closed(consultation.id)
