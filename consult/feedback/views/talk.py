"""What every page of comments prints around them: words, addresses and answers, found once a page and not once a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations.models import Consultation
from consult.consultations.rules import is_open, takes_votes
from consult.core import clock
from consult.core.i18n import address, language
from consult.feedback import presenters, queries, rules
from consult.feedback.models import Comment
from consult.feedback.presenters import Face, Known, Wording
from consult.feedback.queries import CommentRow, Own, Thread


class Around(NamedTuple):
    """An address in two halves, for a number between them."""

    before: str
    after: str


class Exchange(NamedTuple):
    """A comment with its first replies, and words for the way to the rest of them."""

    face: Face
    replies: list[Face]
    more: str


@dataclass(frozen=True)
class Talk:
    """What the rows of one page share."""

    words: Wording
    known: Known
    numbers: frozenset[int]
    is_open: bool
    takes_votes: bool
    may_moderate: bool
    comment_url: Around
    vote_url: Around
    moderation_url: str
    flag_url: Around | None  # none where nobody moderates
    edit_url: Around | None  # for those who may have written something here
    actor: User | None
    now: datetime

    def may_withdraw(self, comment: Comment) -> bool:
        """The reader may take this comment of theirs back."""
        return rules.may_withdraw(self.actor, comment, self.now)

    def may_edit(self, comment: Comment) -> bool:
        """The reader may change the words of this comment of theirs."""
        return rules.may_edit(self.actor, comment, self.now)

    def may_restore(self, comment: Comment) -> bool:
        """The reader may put it back."""
        return rules.may_restore(self.actor, comment, self.now)

    def faces(self, rows: Iterable[CommentRow]) -> list[Face]:
        """These comments, ready to print."""
        return presenters.faces(rows, self.known, self.words)

    def exchanges(self, thread: Thread) -> list[Exchange]:
        """A page of a thread, ready to print."""
        found = []
        for face in self.faces(thread.page.rows):
            replies = self.faces(thread.replies.get(face.row.id, ()))
            found.append(Exchange(face, replies, presenters.more_replies(face, sum(reply.public for reply in replies))))
        return found


def talk_about(rows: Sequence[CommentRow], consultation: Consultation) -> Talk:
    """What a page with these comments needs for this reader."""
    actor, now = current_actor(), clock.now()
    may_moderate = rules.moderates(actor, consultation)
    return Talk(
        words=presenters.wording(language()),
        known=_known(rows, consultation, actor, now),
        numbers=frozenset(row.id for row in rows),
        is_open=is_open(consultation, now, actor),
        takes_votes=takes_votes(consultation, now, actor),
        may_moderate=may_moderate,
        comment_url=_around("feedback.comment"),
        vote_url=_around("feedback.vote"),
        moderation_url=_around("moderation.item").before if may_moderate else "",
        flag_url=None if consultation.imported else _around("feedback.flag"),
        edit_url=_around("feedback.edit") if actor else None,
        actor=actor,
        now=now,
    )


def _known(rows: Sequence[CommentRow], consultation: Consultation, actor: User | None, now: datetime) -> Known:
    numbers = [row.id for row in rows if row.public]
    own = queries.own_among(actor, numbers) if actor else Own()
    return Known(
        zone=consultation.zone,
        shows_totals=rules.shows_totals(consultation, now, answered=False),
        imported=consultation.imported,
        stances=own.stances,
        mine=own.written,
        waiting=own.waiting,
        brought=queries.brought_along(rows),
    )


def _around(endpoint: str) -> Around:
    return Around(*address(endpoint, comment_id=0).rsplit("0", 1))
