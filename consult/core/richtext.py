"""The one place where text becomes HTML: markdown-it reads, bleach cleans, nh3 has the last word.

HTML is made safe when a text is written, and stored; a page puts the stored HTML out with the
`richtext` filter and nothing else does. bleach is the choice of the project's owner and gets no more
releases, so the maintained nh3 runs after it with the same short lists.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from threading import local

import nh3
from bleach.sanitizer import Cleaner
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markupsafe import Markup

from consult.core.formats import NBSP, french_spacing

# Longer texts (only imports have them) keep their paragraphs and lines but not their Markdown: reading would cost more than it gives.
MARKDOWN_MAX = 20_000
# bleach takes the square of the number of neighbours: a page of blocks at a time keeps it straight.
BLOCKS_AT_ONCE = 200
# Quotes and lists stand inside each other this deep; further marks are read as typed. (markdown-it itself would drop the text.)
NESTING_MAX = 8

SCHEMES = frozenset({"http", "https", "mailto"})
ABSOLUTE = r"(?:https?://[^\s/?#\\<>()]|mailto:[^\s/?#\\<>()])"
OWN = r"(?:/(?![/\\])|#)"
REST = r"(?:[^\s\\<>()]|\([^\s\\<>()]{0,200}\)){0,2000}+"
# No picture is ever shown: after `!` a link is read as typed. Brackets do not nest, so no mark is looked at twice.
COMMENT_LINK = re.compile(rf"(?<!!)\[(?=[^\[\]]*[^\s\[\]])([^\[\]]{{1,500}}+)\]\(({ABSOLUTE}{REST})\)", re.IGNORECASE)
AUTHORED_LINK = re.compile(rf"(?<!!)\[(?=[^\[\]]*[^\s\[\]])([^\[\]]{{1,500}}+)\]\(((?:{ABSOLUTE}|{OWN}){REST})\)", re.IGNORECASE)
ABSOLUTE_START = re.compile(ABSOLUTE, re.IGNORECASE)
# `> 3 days`, `>50 %` and `>=15` compare; `> They said` quotes.
QUOTE_MARK = re.compile(r">+(?:[ \t]+(?![\s\d<>=$€£%~.,+-])|[ \t]*$)", re.MULTILINE)
# Without a blank line Markdown would put the answer under a quote into the mouth of the person quoted.
END_OF_QUOTE = re.compile(rf"^( {{0,3}}{QUOTE_MARK.pattern}.*)\n(?=[ \t]*[^\s>])", re.MULTILINE)
WRITTEN_TAG = re.compile(r"<[^>]*>")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
# Words and their usual punctuation, each line from its first letter on: no character in them means anything to Markdown or HTML.
PLAIN_LINE = r"[^\W\d_](?:[^\W_]++|[ ,.;:!?'’“”«»()/%$€@…–—\u00a0\u202f-]++)*+(?<![ \u00a0\u202f])"
PLAIN = re.compile(rf"{PLAIN_LINE}(?:\n++{PLAIN_LINE})*+")

BlockRule = Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True)
class Allowed:
    """What may be left when the cleaners are done."""

    name: str
    tags: frozenset[str]
    attributes: dict[str, set[str]]
    rel: str


AUTHORED = Allowed("authored", frozenset({"a", "br", "code", "em", "strong"}), {"a": {"href"}}, "noopener")
COMMENT = Allowed(
    "comment",
    frozenset({"a", "blockquote", "br", "em", "hr", "li", "ol", "p", "strong", "ul"}),
    {"a": {"href"}, "li": {"value"}, "ol": {"start"}},
    "nofollow noopener ugc",
)
DOCUMENT = Allowed(
    "document",
    frozenset({"a", "blockquote", "br", "code", "em", "h3", "h4", "li", "ol", "p", "strong", "ul"}),
    {"a": {"href"}, "ol": {"start"}},
    "noopener",
)


# A page of its own: its headings stand right below the h1.
PAGE = Allowed("page", DOCUMENT.tags | {"h2"}, DOCUMENT.attributes, DOCUMENT.rel)


def authored_html(markdown: str, lang: str) -> str:
    """The safe HTML of one institutional block: what stands inside its heading, paragraph, item or quote."""
    if len(markdown) > MARKDOWN_MAX:
        return _last_word(html.escape(markdown), AUTHORED)
    return _clean(_AUTHORED.renderInline(markdown, {"lang": lang, "edit": True}), AUTHORED)


def comment_html(text: str, lang: str) -> str:
    """The safe HTML of what a participant typed: paragraphs, lines, simple emphasis, lists, quotes, links; the rest reads as typed."""
    if len(text) > MARKDOWN_MAX:
        return _lines_only(text, COMMENT)
    if PLAIN.fullmatch(text):
        return _plain_paragraphs(text, lang)
    return _read_comment(text, lang)


def _read_comment(text: str, lang: str) -> str:
    env = {"lang": lang, "edit": False}
    parts = _pages(_COMMENT.parse(text, env))
    return "\n".join(_clean(_COMMENT.renderer.render(part, _COMMENT.options, env), COMMENT) for part in parts)


def _plain_paragraphs(text: str, lang: str) -> str:
    """What `_read_comment` makes of a text without any mark, as most are: a test compares the two. It takes a twentieth of the time."""
    lines = [french_spacing(line, edit=False) for line in text.split("\n")] if lang == "fr" else text.split("\n")
    paragraphs = ["<br>\n".join(found) for is_text, found in groupby(lines, key=bool) if is_text]
    return "\n".join(f"<p>{words}</p>" for words in paragraphs)


def document_html(markdown: str, lang: str) -> str:
    """The safe HTML of an institutional text with its own headings, such as a summary: they stand below the page's h2."""
    return _with_headings(markdown, lang, DOCUMENT, ("h3", "h4"))


def page_html(markdown: str, lang: str) -> str:
    """The safe HTML of an institutional text that is a page of its own: its headings stand below the page's h1."""
    return _with_headings(markdown, lang, PAGE, ("h2", "h3"))


def _with_headings(markdown: str, lang: str, allowed: Allowed, levels: tuple[str, str]) -> str:
    """`#` and `##` are the first of these levels, deeper ones the second."""
    if len(markdown) > MARKDOWN_MAX:
        return _lines_only(markdown, allowed)
    env = {"lang": lang, "edit": True}
    tokens = _DOCUMENT.parse(markdown, env)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = levels[0] if token.tag in {"h1", "h2"} else levels[1]
    return "\n".join(_clean(_DOCUMENT.renderer.render(part, _DOCUMENT.options, env), allowed) for part in _pages(tokens))


def plain_text(markdown: str) -> str:
    """The words of a block without their Markdown, NFC, white space collapsed: what hashes, search and quotes count in."""
    words = "".join(_words(_AUTHORED.parseInline(markdown))) if len(markdown) <= MARKDOWN_MAX else markdown
    return " ".join(unicodedata.normalize("NFC", words).split())


def bare(safe_html: str) -> str:
    """The words of stored safe HTML, for a link or a title: tags out, entities read, no-break spaces kept."""
    return html.unescape(WRITTEN_TAG.sub("", safe_html.replace("<br>", " ")))


def richtext(safe_html: str) -> Markup:
    """Put stored safe HTML on a page: the `richtext` filter."""
    return Markup(safe_html)  # noqa: S704 - made by this module when the text was written


def register(app: Flask) -> None:
    """Give templates the `richtext` filter."""
    app.jinja_env.filters["richtext"] = richtext


class _Reader(MarkdownIt):
    """CommonMark with a few rules of our own in and most of its rules out."""

    def __init__(self, link: re.Pattern[str], *, breaks: bool, rules: dict[str, list[str]]) -> None:
        super().__init__("commonmark", {"html": False, "xhtmlOut": False, "breaks": breaks})
        self.core.ruler.before("block", "quotes", _end_quotes)
        self.core.ruler.after("block", "numbers", _keep_numbers)
        self.core.ruler.push("spacing", _space)
        self.block.ruler.at("blockquote", _unless(_reads_as_typed, blockquote), {"alt": ["paragraph", "blockquote", "list"]})
        self.block.ruler.at("list", _unless(_reads_as_typed, list_block), {"alt": ["paragraph", "blockquote"]})
        self.inline.ruler.at("link", partial(_link, link))
        self.inline.ruler.before("emphasis", "whole_words", _emphasis)
        self.core.ruler.enableOnly(rules["core"])
        self.block.ruler.enableOnly(rules["block"])
        self.inline.ruler.enableOnly(rules["inline"])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's own name
        """Let `<address>` be a link only where it is an absolute one that we know."""
        return bool(ABSOLUTE_START.match(url))


def _end_quotes(state: StateCore) -> None:
    state.src = END_OF_QUOTE.sub(r"\1\n\n", state.src)


def _reads_as_typed(state: StateBlock, line: int) -> bool:
    """`>50 %` and `+ 3` are no marks; nor is anything too deep inside others."""
    start = state.bMarks[line] + state.tShift[line]
    mark = state.src[start : start + 1]
    return state.level >= NESTING_MAX or mark == "+" or (mark == ">" and not QUOTE_MARK.match(state.src, start))


def _unless(exception: Callable[[StateBlock, int], bool], rule: BlockRule) -> BlockRule:
    def read(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        return not exception(state, first) and rule(state, first, last, silent)

    return read


def _keep_numbers(state: StateCore) -> None:
    """An answer that is numbered 2 and 5 stays numbered 2 and 5."""
    expected: list[int] = []
    for token in state.tokens:
        if token.type.endswith("list_open"):
            expected.append(int(token.attrs.get("start", 1)))
        elif token.type.endswith("list_close"):
            expected.pop()
        elif token.type == "list_item_open":
            if token.info and int(token.info) != expected[-1]:
                expected[-1] = int(token.info)
                token.attrSet("value", token.info)
            expected[-1] += 1


def _link(pattern: re.Pattern[str], state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """`[words](address)`, the words not blank and the address one that may be followed."""
    found = pattern.match(state.src, state.pos, state.posMax)
    if found is None or state.linkLevel:
        return False
    if not silent:
        end = state.posMax
        state.pos, state.posMax = found.span(1)
        state.push("link_open", "a", 1).attrSet("href", state.md.normalizeLink(found[2]))
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Emphasis around whole words only, so that `5*3*2` stays a product; `balance_pairs` and `emphasis` pair the marks."""
    mark = state.src[state.pos]
    if silent or mark not in "*_":
        return False
    run = state.scanDelims(state.pos, canSplitWord=False)
    is_kept = state.src[state.pos - 1 : state.pos] == "\\"
    for _ in range(run.length):
        state.push("text", "", 0).content = mark
        if not is_kept:
            state.delimiters.append(Delimiter(ord(mark), run.length, len(state.tokens) - 1, -1, run.can_open, run.can_close))
    state.pos += run.length
    return True


def _space(state: StateCore) -> None:
    """French spacing, in the words alone: never in an address or in code."""
    if state.env.get("lang") != "fr":
        return
    for token in (child for block in state.tokens for child in block.children or ()):
        if token.type == "text":
            token.content = french_spacing(token.content, edit=state.env["edit"])


_AUTHORED = _Reader(
    AUTHORED_LINK,
    breaks=False,
    rules={
        "core": ["normalize", "block", "inline", "text_join", "spacing"],
        "block": ["paragraph"],
        "inline": ["text", "newline", "escape", "backticks", "emphasis", "link", "autolink", "entity"],
    },
)
# Off is whatever would make a typed character vanish or turn into another: escapes, entities, code, headings, references.
_COMMENT = _Reader(
    COMMENT_LINK,
    breaks=True,
    rules={
        "core": ["normalize", "quotes", "block", "numbers", "inline", "text_join", "spacing"],
        "block": ["blockquote", "hr", "list", "paragraph"],
        "inline": ["text", "newline", "whole_words", "link"],
    },
)
_DOCUMENT = _Reader(
    AUTHORED_LINK,
    breaks=False,
    rules={
        "core": ["normalize", "block", "inline", "text_join", "spacing"],
        "block": ["blockquote", "heading", "list", "paragraph"],
        "inline": ["text", "newline", "escape", "backticks", "emphasis", "link", "autolink", "entity"],
    },
)


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield " "
        elif token.children is not None:
            yield from _words(token.children)
        else:
            yield token.content


def _pages(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Whole blocks, some hundred tokens at a time."""
    page: list[Token] = []
    for token in tokens:
        page.append(token)
        if len(page) >= BLOCKS_AT_ONCE and token.level == 0 and token.nesting <= 0:
            yield page
            page = []
    if page:
        yield page


def _lines_only(text: str, allowed: Allowed) -> str:
    """Paragraphs and lines, for a text too long to be read as Markdown: all escaped, so there is nothing in it for bleach."""
    marked = "</p><p>".join(BLANK_LINES.split(html.escape(text.strip()))).replace("\n", "<br>")
    return _last_word(f"<p>{marked}</p>", allowed)


class _Cleaners(local):
    """bleach's cleaner must not be shared between threads: each thread makes its own."""

    def __init__(self) -> None:
        self.of = {
            allowed.name: Cleaner(
                tags=allowed.tags,
                attributes={tag: sorted(names) for tag, names in allowed.attributes.items()},
                protocols=SCHEMES,
                strip=True,
            )
            for allowed in (AUTHORED, COMMENT, DOCUMENT, PAGE)
        }


_cleaners = _Cleaners()


def _clean(rendered: str, allowed: Allowed) -> str:
    return _last_word(_cleaners.of[allowed.name].clean(rendered), allowed).strip()


def _last_word(cleaned: str, allowed: Allowed) -> str:
    made = nh3.clean(cleaned, tags=set(allowed.tags), attributes=allowed.attributes, url_schemes=set(SCHEMES), link_rel=allowed.rel)
    return made.replace("&nbsp;", NBSP)  # as everywhere on this site: the character itself
