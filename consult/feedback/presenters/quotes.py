"""How quotes are shown: beside the comment they belong to, as marks in the text, and as a choice of sentences in the form."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from consult.analysis.marked_html import mark
from consult.analysis.sentence_ends import sentences
from consult.analysis.text_quotes import quote_at, segments
from consult.core.formats import french_spacing
from consult.core.i18n import TAGS, language
from consult.core.richtext import plain_text, richtext
from consult.feedback.models import AnchorState, Comment
from consult.feedback.presenters.wording import Wording, wording
from consult.feedback.queries import MarkedRange, Quote, quote_in
from consult.modules.models import Block

SENTENCES_MOST = 60  # a longer text is read elsewhere than in a list of radio buttons

AFTER = Markup('<small class="quoted-by"><span aria-hidden="true">{}</span><span class="vh"> ({})</span></small>')


class Quoted(NamedTuple):
    """Quoted words beside their comment."""

    words: str
    lang: str  # the tag, where they are not in the language of the page
    source: str  # in words, from which text, where it is the other one
    since: str = ""  # and what became of the words in a newer version, where they changed


class Choice(NamedTuple):
    """A sentence that can be quoted."""

    value: str
    words: str
    lang: str
    chosen: bool


@dataclass(frozen=True)
class Picker:
    """The words of a block as a form offers them. `text` is all of them, for who selects others."""

    block: str
    lang: str
    text: str
    choices: list[Choice]
    is_paragraph: bool
    is_chosen: bool
    is_lost: bool  # something was chosen that does not stand there any more

    @property
    def lost(self) -> str:
        """What is said then."""
        return lost_words()


@dataclass(frozen=True)
class Marked:
    """Texts with their marks, by the key of the block; and in words, how many comments quote the text in the other language."""

    html: Mapping[str, Markup] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def quoted(exact: str, lang: str, words: Wording, fate: AnchorState | None = None) -> Quoted:
    """Quoted words, set as the text is set that they were taken from."""
    is_foreign = lang != words.lang
    since = words.quoted_fates.get(fate, "") if fate else ""
    return Quoted(_set(exact, lang), TAGS[lang] if is_foreign else "", words.quoted_from[lang] if is_foreign else "", since)


def quoted_by(comment: Comment) -> Quoted | None:
    """The words that this comment quotes. Its anchor was read with it."""
    anchor = comment.anchor
    return quoted(anchor.exact, anchor.lang, wording(language()), anchor.state) if anchor else None


def quoted_words(quote: Quote | None) -> Quoted | None:
    """The words that a text which is not sent yet quotes."""
    return quoted(quote.words.exact, quote.lang, wording(language())) if quote else None


def lost_words() -> str:
    """The quoted words are gone; nothing else is."""
    return _("The words you quoted do not stand in this text any more. Choose them again, or send your comment without a quote.")


def picker(block: Block, value: str) -> Picker:
    """The sentences of a block, what was chosen before among them."""
    own = language()
    lang = block.markdown.read(own).lang
    text = plain_text(block.markdown[lang])
    places = [quote_at(text, start, stop) for start, stop in sentences(text)[:SENTENCES_MOST]]
    offered = {quote.value: quote for quote in (Quote(lang, place) for place in places if place)}
    before = quote_in(block, value) if value else None
    if before is not None:
        offered.setdefault(before.value, before)

    def choice(quote: Quote) -> Choice:
        words = _set(quote.words.exact, quote.lang)
        return Choice(quote.value, words, TAGS[quote.lang] if quote.lang != own else "", quote.value == value)

    return Picker(
        block=block.key,
        lang=lang,
        text=text,
        choices=[choice(quote) for quote in offered.values()],
        is_paragraph=block.number is not None,
        is_chosen=before is not None,
        is_lost=bool(value) and before is None,
    )


def marked(blocks: Iterable[Block], found: Collection[MarkedRange]) -> Marked:
    """These texts with what public comments quote of them."""
    by_key = {key: list(ranges) for key, ranges in groupby(sorted(found), key=lambda one: one.block_key)}
    html, elsewhere, own, after = {}, {}, language(), cache(_after)
    for block in blocks:
        if block.key not in by_key:
            continue
        text = block.html.read(own)
        here = [(one.first, one.last) for one in by_key[block.key] if one.lang == text.lang]
        if here:
            html[block.key] = richtext(mark(text.text, plain_text(block.markdown[text.lang]), segments(here), after))
        others = len(by_key[block.key]) - len(here)
        if others:
            elsewhere[block.key] = _of_the_other_text(others, text.lang)
    return Marked(html, elsewhere)


def _after(count: int) -> str:
    """How many comments quote the words before: a small number to see, a sentence to hear."""
    words = ngettext("quoted by %(num)d comment", "quoted by %(num)d comments", count)
    return str(AFTER.format(count, words))


def _of_the_other_text(count: int, own: str) -> str:
    if own == "en":
        return ngettext("%(num)d comment quotes the French text", "%(num)d comments quote the French text", count)
    return ngettext("%(num)d comment quotes the English text", "%(num)d comments quote the English text", count)


def _set(words: str, lang: str) -> str:
    """As `core.richtext` sets the text itself."""
    return french_spacing(words, edit=True) if lang == "fr" else words
