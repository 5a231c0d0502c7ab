"""Who may say, change, take back and see what; and the one table of how a comment's publicity may change."""

import enum
from datetime import datetime, timedelta

from consult.accounts.models import Role, User
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.rules import OVER, is_open, lets_take_back, may_change, may_moderate, may_report, stage, takes_votes
from consult.feedback.models import (
    AuthorChoice,
    Comment,
    CommentReturn,
    Readiness,
    Statement,
    StatementStatus,
    SuggestionStatus,
    Visibility,
)
from consult.modules.rules import may_edit_modules

ANSWERS_BEFORE_TOTALS = 10
# Whoever asks for changes says which, so that somebody can make them (METHOD 3.1).
ASKS_FOR_REASONS = frozenset({Readiness.CHANGES, Readiness.NOT_READY})

# What may become of a suggested wording: its words go into the next draft of the module, or they do not.
TAKEN_OVER = frozenset({SuggestionStatus.ACCEPTED, SuggestionStatus.IN_PART})
LEFT_OUT = frozenset({SuggestionStatus.DECLINED, SuggestionStatus.SUPERSEDED})


class By(enum.StrEnum):
    """Who moves a comment from one visibility to another."""

    AUTHOR = "author"
    MODERATOR = "moderator"


TRANSITIONS: dict[tuple[Visibility, Visibility], By] = {
    (Visibility.PENDING, Visibility.PUBLISHED): By.MODERATOR,
    (Visibility.PENDING, Visibility.RETURNED): By.MODERATOR,
    (Visibility.PENDING, Visibility.HIDDEN): By.MODERATOR,
    (Visibility.PENDING, Visibility.WITHDRAWN): By.AUTHOR,
    # A returned comment waits again as soon as its author has changed it. No clock moves it.
    (Visibility.RETURNED, Visibility.PENDING): By.AUTHOR,
    (Visibility.RETURNED, Visibility.HIDDEN): By.MODERATOR,
    (Visibility.RETURNED, Visibility.WITHDRAWN): By.AUTHOR,
    (Visibility.PUBLISHED, Visibility.HIDDEN): By.MODERATOR,
    (Visibility.PUBLISHED, Visibility.WITHDRAWN): By.AUTHOR,
    (Visibility.HIDDEN, Visibility.PUBLISHED): By.MODERATOR,
    # What was for the team alone was not read for the public: where comments are reviewed first, this one waits like a new one.
    (Visibility.PUBLISHED, Visibility.PENDING): By.AUTHOR,
    # A withdrawn comment goes back to where it was, never further.
    (Visibility.WITHDRAWN, Visibility.PENDING): By.AUTHOR,
    (Visibility.WITHDRAWN, Visibility.RETURNED): By.AUTHOR,
    (Visibility.WITHDRAWN, Visibility.PUBLISHED): By.AUTHOR,
}

# Other words for a public comment are no move in this table: they wait beside it, and the old ones stay public.
EDITABLE = frozenset({Visibility.PENDING, Visibility.RETURNED, Visibility.PUBLISHED})
RETURNED_FOR = timedelta(days=10)
REMINDED_AFTER = timedelta(days=8)
# How long a text waits for the link to be followed, as its author is told.
TEXT_LIFE = timedelta(days=7)


def may_take_part(actor: User | None, consultation: Consultation, now: datetime) -> bool:
    """May comment: a confirmed person, while the consultation is open, or with a late pass."""
    return actor is not None and actor.confirmed_at is not None and is_open(consultation, now, actor)


def may_cast(actor: User | None, consultation: Consultation, now: datetime) -> bool:
    """May vote and judge sections: whoever may take part, where votes are taken at all."""
    return may_take_part(actor, consultation, now) and takes_votes(consultation, now, actor)


def may_write_unsigned(consultation: Consultation, now: datetime) -> bool:
    """Anyone may comment without an account: nobody is asked who they are."""
    return consultation.who_may_contribute is WhoMayContribute.ANYONE and is_open(consultation, now)


def may_confirm_by_mail(consultation: Consultation, now: datetime) -> bool:
    """Whoever confirms an e-mail address may comment, without a passphrase."""
    return consultation.who_may_contribute is WhoMayContribute.CONFIRMED_EMAIL and is_open(consultation, now)


def may_reply(actor: User | None, comment: Comment, now: datetime) -> bool:
    """May answer a comment that everybody can read."""
    return is_public(comment) and may_take_part(actor, comment.consultation, now)


def may_vote(actor: User | None, comment: Comment, now: datetime) -> bool:
    """May say agree, disagree or unsure: on other people's public comments."""
    return is_public(comment) and not is_author(actor, comment) and may_cast(actor, comment.consultation, now)


def may_answer(actor: User | None, statement: Statement, now: datetime) -> bool:
    """May answer a live statement."""
    return statement.status is StatementStatus.LIVE and may_cast(actor, statement.consultation, now)


def may_withdraw(actor: User | None, comment: Comment, now: datetime) -> bool:
    """The author may take a comment back until the consultation closes, also while it is paused."""
    return comment.visibility in EDITABLE and is_author(actor, comment) and lets_take_back(comment.consultation, now, actor)


def may_change_appearance(actor: User | None, comment: Comment, now: datetime) -> bool:
    """The author may show less of themself as long as they may take the comment back; to show more, the consultation must be open."""
    return may_withdraw(actor, comment, now)


def may_edit(actor: User | None, comment: Comment, now: datetime) -> bool:
    """The author may change the words until the consultation closes, unless a moderator keeps them from the public."""
    return comment.visibility in EDITABLE and is_author(actor, comment) and is_open(comment.consultation, now, actor)


def edit_waits(comment: Comment) -> bool:
    """Other words for it wait for a moderator: it is public, and its consultation reviews before it publishes."""
    return comment.visibility is Visibility.PUBLISHED and first_visibility(comment.consultation) is Visibility.PENDING


def change_by(returned: CommentReturn, consultation: Consultation) -> datetime:
    """Until when an author is asked to change a returned comment: ten days, or less where it closes before. Nothing happens after it."""
    asked = returned.returned_at + RETURNED_FOR
    return min(asked, consultation.closes_at) if consultation.closes_at else asked


def may_flag(actor: User | None, comment: Comment) -> bool:
    """May ask a moderator to look at other people's public comments, also after closing. An import is a record that nobody moderates."""
    confirmed = actor is not None and actor.confirmed_at is not None
    return confirmed and is_public(comment) and not is_author(actor, comment) and not comment.consultation.imported


def may_restore(actor: User | None, comment: Comment, now: datetime) -> bool:
    """The author may put a withdrawn comment back until the consultation closes."""
    return is_author(actor, comment) and is_open(comment.consultation, now, actor) and comment.visibility is Visibility.WITHDRAWN


def may_read_comment(actor: User | None, comment: Comment) -> bool:
    """What is public is for everybody; what is not, for its author and for staff."""
    return is_public(comment) or is_author(actor, comment) or (actor is not None and actor.is_staff)


def moderates(actor: User | None, consultation: Consultation) -> bool:
    """Is offered the way from a comment to its moderation; what may be done there, moderation's own rules say."""
    return not consultation.imported and may_moderate(actor, consultation)


def is_public(comment: Comment) -> bool:
    """The Python twin of `queries.publishable(Comment)`."""
    return (
        comment.visibility is Visibility.PUBLISHED
        and comment.author_choice is not AuthorChoice.TEAM_ONLY
        and comment.consultation.published_at is not None
    )


def is_live(statement: Statement) -> bool:
    """The Python twin of `queries.publishable(Statement)`."""
    return statement.status is StatementStatus.LIVE and statement.consultation.published_at is not None


def is_author(actor: User | None, comment: Comment) -> bool:
    """Wrote this comment."""
    return actor is not None and comment.author_id == actor.id


def first_visibility(consultation: Consultation) -> Visibility:
    """A new comment waits only where the consultation reviews first."""
    reads_first = consultation.mode is Mode.PRE or consultation.who_may_contribute is WhoMayContribute.ANYONE
    return Visibility.PENDING if reads_first else Visibility.PUBLISHED


def shows_totals(consultation: Consultation, now: datetime, *, answered: bool) -> bool:
    """Totals of one comment are shown after one's own vote on it, or after closing: no anchoring."""
    return answered or stage(consultation, now) in OVER


def shows_statement_totals(consultation: Consultation, now: datetime, *, answers: int) -> bool:
    """Totals of statements are shown after ten answers, or after closing."""
    return shows_totals(consultation, now, answered=answers >= ANSWERS_BEFORE_TOTALS)


def needs_reasons(readiness: Readiness | None) -> bool:
    """This answer to a section says what stands in the way of it, in codes and in words."""
    return readiness in ASKS_FOR_REASONS


def may_read_ballots(actor: User | None, consultation: Consultation) -> bool:
    """Those who write the report read what people wrote of the sections, as people were told; of an import there is nothing."""
    return not consultation.imported and may_report(actor, consultation)


def may_read_wordings(actor: User | None, consultation: Consultation) -> bool:
    """Reads the list of suggested wordings: whoever may change the consultation and writes its modules. An import is a record."""
    return may_change(actor, consultation) and may_edit_modules(actor)


def is_of_the_team(actor: User | None, consultation: Consultation) -> bool:
    """Reads what was sent to the team alone: those who moderate, analyse and write. To administer the site is no reason to read it."""
    return actor is not None and any(
        actor.holds(role, consultation_id=consultation.id) for role in (Role.MODERATOR, Role.ANALYST, Role.EDITOR)
    )


def may_decide_wording(actor: User | None, comment: Comment) -> bool:
    """May decide on the wording that somebody else suggests, at any time, while its comment is public or was sent to the team alone."""
    reads_it = comment.author_choice is not AuthorChoice.TEAM_ONLY or is_of_the_team(actor, comment.consultation)
    may_decide = not is_author(actor, comment) and may_read_wordings(actor, comment.consultation)
    return comment.visibility is Visibility.PUBLISHED and reads_it and may_decide
