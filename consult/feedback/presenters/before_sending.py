"""What a person is asked before they send a text: about personal data in it, and how they want to appear."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.accounts.models import Profile, User
from consult.analysis.personal_data import Finding, Trace, findings
from consult.core.formats import province_name
from consult.core.i18n import address
from consult.core.names import initials
from consult.feedback.models import AuthorChoice, Comment
from consult.feedback.presenters.comments import PERSPECTIVES, ROLE_JOIN

AROUND = 60  # characters shown before and after the words in question
PROFILE = "accounts.profile"

QUESTIONS: Mapping[Trace, LazyString] = {
    Trace.PHONE: _l("This looks like a phone number. Remove it?"),
    Trace.EMAIL: _l("This looks like an e-mail address. Remove it?"),
    Trace.POSTAL_CODE: _l("This looks like a postal code. Remove it?"),
    Trace.ADDRESS: _l("This looks like somebody’s address. Remove it?"),
    Trace.BADGE: _l("This looks like a badge or service number. Remove it?"),
    Trace.FILE: _l("This looks like the number of a police or court file. Remove it?"),
    Trace.SOCIAL_INSURANCE: _l("This looks like a social insurance number. Remove it?"),
    Trace.HEALTH_CARD: _l("This looks like the number of a health card. Remove it?"),
    Trace.PLATE: _l("This looks like a licence plate. Remove it?"),
    Trace.BIRTH_DATE: _l("This looks like a date of birth. Remove it?"),
    Trace.ACCOUNT: _l("This looks like somebody’s account. Remove it?"),
    Trace.PERSON: _l("This looks like the name of a person. Remove it, or say “an officer”, “my brother”?"),
}
CHOICES: Mapping[AuthorChoice, LazyString] = {
    AuthorChoice.NAME: _l("With my name"),
    AuthorChoice.INITIALS: _l("With my initials"),
    AuthorChoice.ROLE_PROVINCE: _l("With my perspective and province, without my name"),
    AuthorChoice.ANONYMOUS: _l("Without my name"),
    AuthorChoice.TEAM_ONLY: _l("For the team only"),
}


class Question(NamedTuple):
    """One finding as a question: its words between those that stand around them."""

    asks: str
    before: str
    words: str
    after: str


class Piece(NamedTuple):
    """A piece of the text; `number` is that of its question, 0 where there is none."""

    words: str
    number: int


class Concerns(NamedTuple):
    """All questions about a text, and the text cut into pieces where they arise."""

    questions: list[Question]
    pieces: list[Piece]


class Way(NamedTuple):
    """One way to appear: its value, its words, and what the public would see."""

    value: str
    label: str
    example: str
    explained: str


class Ways(NamedTuple):
    """The ways that are open to a person, the one chosen, and what is missing for the others."""

    open: list[Way]
    chosen: str
    role: str  # perspective and province as they would be shown; nothing: there are none
    settings_url: str  # where a name is given, for whoever has an account and no name
    profile_url: str  # where perspective and province are given, for whoever has not


def concerns(text: str) -> Concerns:
    """What in this text looks like personal data, each as a question. Nobody has to follow it."""
    text = text.replace("\r\n", "\n").strip()
    found = findings(text)
    return Concerns([_question(text, one) for one in found], _pieces(text, found))


def _question(text: str, found: Finding) -> Question:
    before, after = text[max(0, found.start - AROUND) : found.start], text[found.end : found.end + AROUND]
    if found.start > AROUND:
        before = "… " + before.partition(" ")[2]
    if found.end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Question(str(QUESTIONS[found.trace]), before, text[found.start : found.end], after)


def _pieces(text: str, found: list[Finding]) -> list[Piece]:
    pieces, place = [], 0
    for number, one in enumerate(found, start=1):
        pieces += [Piece(text[place : one.start], 0), Piece(text[one.start : one.end], number)]
        place = one.end
    return [piece for piece in (*pieces, Piece(text[place:], 0)) if piece.words]


def ways_to_appear(author: User | None, chosen: AuthorChoice | None = None) -> Ways:
    """What this person may choose from, each with an example; without an account, the name is the one they give beside it."""
    name, role = author.display_name if author else "", _role(author.profile if author else None)
    short = initials(name)
    if short == name and chosen is not AuthorChoice.INITIALS:
        short = ""  # the name is initials already: one way is enough
    offered = {
        AuthorChoice.NAME: name or ("" if author else _("The name that you give, or none")),
        AuthorChoice.INITIALS: short,
        AuthorChoice.ROLE_PROVINCE: role,
        AuthorChoice.ANONYMOUS: _("Participant") if author else _("Someone without an account"),
    }
    public = [Way(choice.value, str(CHOICES[choice]), example, "") for choice, example in offered.items() if example]
    team = Way(
        AuthorChoice.TEAM_ONLY.value,
        str(CHOICES[AuthorChoice.TEAM_ONLY]),
        "",
        _("Only the team reads it. It is counted, never shown, and nobody can vote on it or answer it."),
    )
    usual = AuthorChoice.NAME if name or author is None else AuthorChoice.ANONYMOUS
    is_open = chosen is not None and (chosen is AuthorChoice.TEAM_ONLY or offered.get(chosen, ""))
    return Ways(
        open=[*public, team],
        chosen=(chosen if chosen and is_open else usual).value,
        role=role,
        settings_url=address("accounts.settings") if author and not name else "",
        profile_url=_profile_url() if author and not role else "",
    )


def appearance(comment: Comment) -> str:
    """How its author chose to appear, in words: for the author and for moderators."""
    return str(CHOICES[comment.author_choice])


def _role(profile: Profile | None) -> str:
    """Perspective and province in one line, as far as they are given."""
    if profile is None:
        return ""
    perspective = [str(PERSPECTIVES[profile.perspective])] if profile.perspective else []
    return ROLE_JOIN.join([*perspective, province_name(profile.province.value)] if profile.province else perspective)


def _profile_url() -> str:
    """The page where perspective and province are given; on a site without one, the settings."""
    return address(PROFILE if PROFILE in current_app.view_functions else "accounts.settings")
