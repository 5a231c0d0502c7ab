"""The words that stand beside every comment, found once a language: a row of a page asks for none of them.

A sentence with a number or a name in it is kept as its pattern, `comment %(number)s`, and filled in row by row.
"""

from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _

from consult.accounts.models import Perspective
from consult.core.i18n import speaking
from consult.feedback.models import AnchorState, Kind
from consult.feedback.presenters.comments import KINDS, PERSPECTIVES


@dataclass(frozen=True)
class Wording:
    """Words and patterns in one language."""

    lang: str
    participant: str
    somebody: str
    unsigned: str
    number: str
    title: str
    about: str
    to_author: str
    answers: str
    link: str
    reply: str
    moderate: str
    flag: str
    edit: str
    edited: str
    edit_waits: str
    agree: str
    disagree: str
    unsure: str
    undated: str
    suggested: str
    quoted: str
    quoted_from: dict[str, str]
    whole_wording: str
    removed: str
    removed_end: str
    added: str
    added_end: str
    left_out: str
    why_decided: str
    quoted_fates: dict[AnchorState, str]
    stated: str
    stated_alone: str
    kinds: dict[Kind, str]
    perspectives: dict[Perspective, str]
    languages: dict[str, str]
    other_language: str


@cache
def wording(lang: str) -> Wording:
    """The words of this language."""
    with speaking(lang):
        return Wording(
            lang=lang,
            participant=_("Participant"),
            somebody=_("Someone without an account"),
            unsigned=_("without an account"),
            number=_("comment %(number)s"),
            title=_("Comment %(number)s"),
            about=_("comment %(number)d by %(name)s"),
            to_author=_("to comment %(number)d by %(name)s"),
            answers=_("In reply to comment %(number)s"),
            link=_("Link to comment %(number)d"),
            reply=_("Reply"),
            moderate=_("Moderate"),
            flag=_("Flag"),
            edit=_("Change"),
            edited=_("changed on %(date)s"),
            edit_waits=_("Your change waits for a moderator. Until then, everybody reads these words."),
            agree=_("Agree"),
            disagree=_("Disagree"),
            unsure=_("Unsure"),
            undated=_("Undated"),
            suggested=_("Suggested wording"),
            quoted=_("Quoted from the text:"),
            quoted_from={"en": _("From the English text"), "fr": _("From the French text")},
            whole_wording=_("Read the whole suggested wording"),
            removed=_("Removed:"),
            removed_end=_("(end of what was removed)"),
            added=_("Added:"),
            added_end=_("(end of what was added)"),
            left_out=_("(words that stay)"),
            why_decided=_("Why:"),
            quoted_fates={
                AnchorState.REWORDED: _("These words have changed in a newer version."),
                AnchorState.REMOVED: _("These words are not in the newest version any more."),
            },
            stated=_("Totals of the source: agree %(agree)s, disagree %(disagree)s, unsure %(unsure)s"),
            stated_alone=_("Totals of the source, no rows here: agree %(agree)s, disagree %(disagree)s, unsure %(unsure)s"),
            kinds={kind: str(words) for kind, words in KINDS.items()},
            perspectives={perspective: str(words) for perspective, words in PERSPECTIVES.items()},
            languages={"en": _("in English"), "fr": _("in French")},
            other_language=_("in another language"),
        )
