"""A page that shows a text once more sends it once, however often its button is pressed: it carries a random word that is used up."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from consult.accounts.models import User
from consult.core import tokens
from consult.core.db import db
from consult.core.objects import insert
from consult.feedback.models import Comment, UnconfirmedComment


class SentBefore(Exception):
    """This page has sent it already. `comment` is what came of it; None while it waits for its link."""

    def __init__(self, comment: Comment | None = None) -> None:
        super().__init__(comment)
        self.comment = comment


def marked(once: str, author: User | None = None) -> str | None:
    """What is kept of the word of a page; nothing where something else than a page sends."""
    return tokens.fingerprint(f"{author.id if author else ''} {once}") if once else None


def sent_first(once: str) -> Comment | None:
    """What somebody without an account has sent from the page with this word."""
    return _of(marked(once)) if once else None


def insert_once(comment: Comment) -> None:
    """Write the row. Of two requests at once, one does; the other learns which it was."""
    if comment.once_hash is None:
        insert(comment)
        return
    try:
        with db.session.begin_nested():
            insert(comment)
    except IntegrityError:
        first = _of(comment.once_hash)
        if first is None:
            raise
        raise SentBefore(first) from None


def refuse_second(once_hash: str | None) -> None:
    """The page has sent its text: it waits for its link, or its author has followed it."""
    if once_hash is None:
        return
    waits = exists().where(UnconfirmedComment.once_hash == once_hash)
    if db.session.scalar(select(waits | exists().where(Comment.once_hash == once_hash))):
        raise SentBefore


def wait_once(waiting: UnconfirmedComment) -> None:
    """Write what waits for its link, as `insert_once` does."""
    try:
        with db.session.begin_nested():
            db.session.add(waiting)
    except IntegrityError:
        if waiting.once_hash is None:
            raise
        raise SentBefore from None


def _of(once_hash: str | None) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.once_hash == once_hash))
