"""Suggested wordings in words: what was removed and added, as people see and hear it, and what became of it."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from consult.core.i18n import TAGS, language
from consult.core.richtext import richtext
from consult.core.word_marks import LEFT_OUT, changes_html
from consult.feedback.models import Suggestion, SuggestionStatus
from consult.feedback.presenters.wording import Wording, wording

# What became of a suggestion: words, and the kind of tag. Nothing is said of one that is open: it reads as any comment.
FATES: Mapping[SuggestionStatus, tuple[LazyString, str]] = {
    SuggestionStatus.ACCEPTED: (lazy_pgettext("suggested wording", "Accepted"), "accepted"),
    SuggestionStatus.IN_PART: (lazy_pgettext("suggested wording", "Accepted in part"), "part"),
    SuggestionStatus.DECLINED: (lazy_pgettext("suggested wording", "Declined"), "no"),
    SuggestionStatus.SUPERSEDED: (lazy_pgettext("suggested wording", "Overtaken by other words"), "plain"),
}
OPEN = (lazy_pgettext("suggested wording", "Open"), "open")
# What staff may decide, as they choose it, and what it means.
OUTCOMES: Mapping[SuggestionStatus, tuple[LazyString, LazyString]] = {
    SuggestionStatus.ACCEPTED: (
        _l("Accept it as it stands"),
        _l("The suggested words go into a new draft of the module, and the other language is brought in line in the same step."),
    ),
    SuggestionStatus.IN_PART: (
        _l("Accept it in part"),
        _l("You change the text yourself, with what is useful of the suggestion, into a new draft of the module."),
    ),
    SuggestionStatus.DECLINED: (_l("Decline it"), _l("The text stays as it is, and people read why.")),
    SuggestionStatus.SUPERSEDED: (
        _l("Say that the text has gone past it"),
        _l("The paragraph was changed or taken out meanwhile, so that the suggestion fits no more."),
    ),
}


def fate(status: SuggestionStatus) -> tuple[str, str]:
    """What became of it: words and the kind of tag."""
    words, kind = FATES.get(status, OPEN)
    return str(words), kind


def told_changes(changes_html: str, lang: str, words: Wording) -> Markup:
    """The stored difference with what somebody who hears it is told, in the language of the page."""
    own = f' lang="{TAGS[words.lang]}"' if lang != words.lang else ""

    def heard(text: str) -> str:
        return f'<span class="vh"{own}>{escape(text)}</span>'

    left_out = f'<span class="left-out"><span aria-hidden="true">[…]</span>{heard(words.left_out)}</span>'
    told = changes_html.replace("<del>", f"<del>{heard(words.removed + ' ')}").replace("</del>", f"{heard(' ' + words.removed_end)}</del>")
    told = told.replace("<ins>", f"<ins>{heard(words.added + ' ')}").replace("</ins>", f"{heard(' ' + words.added_end)}</ins>")
    return richtext(told.replace(LEFT_OUT, left_out))


def change_in(text: str, replacement: str, lang: str) -> Markup:
    """What other words change in a text, made now: for somebody who is about to send them, or to decide on them."""
    return told_changes(changes_html(text, replacement, lang), lang, wording(language()))


def changes_of(suggestion: Suggestion) -> Markup:
    """The same of a suggestion by itself, for a page of the reader’s language."""
    return told_changes(suggestion.changes_html, suggestion.lang, wording(language()))


def is_shortened(changes_html: str) -> bool:
    """Words that stayed are left out: the whole wording is offered beside it."""
    return LEFT_OUT in changes_html
