"""The body of a section as blocks: its paragraphs, and where it is Markdown its items and quotes too."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from consult.core.foreign import typed_markdown
from consult.core.richtext import plain_text
from consult.interchange.source.tidy.documents import Section
from consult.modules.models import BlockKind

PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(.*)")
QUOTE = re.compile(r" {0,3}>[ \t]?(.*)")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?")
# Pictures, and links to other files of the source: their words stay, where they led to is not here.
ELSEWHERE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*\)|\[([^\[\]]+)\]\((?!https?://|mailto:)[^()\s]*\)", re.IGNORECASE)


class Part(NamedTuple):
    """One block to be."""

    kind: BlockKind
    markdown: str


def heading(section: Section) -> str:
    """Its heading as Markdown."""
    return _markdown(section.heading) if section.is_markdown else typed_markdown(section.heading)


def parts(section: Section) -> list[Part]:
    """Its body, one part a paragraph."""
    if section.is_markdown:
        return [part for paragraph in PARAGRAPHS.split(section.body) for part in _of_markdown(paragraph)]
    return [Part(BlockKind.PARAGRAPH, typed_markdown(text.strip())) for text in PARAGRAPHS.split(section.body) if text.strip()]


def plain_words(section: Section) -> str:
    """Its body without markup, a blank line between paragraphs: what a suggested wording is compared with."""
    if not section.is_markdown:
        return section.body
    return "\n\n".join(plain_text(part.markdown) for part in parts(section))


def _of_markdown(paragraph: str) -> Iterator[Part]:
    """Lines go together until one begins an item or a quote."""
    kind, lines = BlockKind.PARAGRAPH, list[str]()
    for line in paragraph.split("\n"):
        item, quote = ITEM.fullmatch(line), QUOTE.fullmatch(line)
        begins = BlockKind.ITEM if item else BlockKind.QUOTE if quote and kind is not BlockKind.QUOTE else None
        if begins:
            yield from _part(kind, lines)
            kind, lines = begins, []
        found = item or quote or HEADING.fullmatch(line)
        lines.append(found[1] if found else line.strip())
    yield from _part(kind, lines)


def _part(kind: BlockKind, lines: list[str]) -> Iterator[Part]:
    words = _markdown("\n".join(lines)).strip()
    if words:
        yield Part(kind, words)


def _markdown(text: str) -> str:
    return ELSEWHERE.sub(lambda link: link[1] or link[2] or "", text)
