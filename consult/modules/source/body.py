"""The text of a file: headings, paragraphs, quotes and list items, each ending with its key."""

import re
from dataclasses import dataclass, field

from consult.modules.models import BlockKind
from consult.modules.source import keys
from consult.modules.source.text import SourceText

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
QUOTE = re.compile(r" {0,3}>[ \t]?(.*)")
ITEM = re.compile(r"[ \t]*(?:([-*+])|([0-9]{1,9})[.)])[ \t]+(.*)")
KEY_AT_END = re.compile(r"\{#([^{}\s]*)\}\Z")
TITLE_LEVEL, SECTION_LEVEL = 1, 2
NAMES = {BlockKind.SECTION: "section heading", BlockKind.PARAGRAPH: "paragraph", BlockKind.QUOTE: "quote", BlockKind.ITEM: "list item"}


@dataclass(frozen=True)
class SourceBlock:
    """One block in one language, and the line where it begins."""

    key: str
    kind: BlockKind
    markdown: str
    line: int


@dataclass
class Unfinished:
    """A block whose key has not come yet."""

    kind: BlockKind
    line: int
    parts: list[str] = field(default_factory=list)

    @property
    def letter(self) -> str:
        """The letter that its key must have."""
        return self.kind.letter

    @property
    def name(self) -> str:
        """What it is, in a message."""
        return NAMES[self.kind]


def blocks_of(text: SourceText, first: int) -> list[SourceBlock]:
    """The blocks of a file whose text begins after line `first`."""
    reader = _Reader(text, first)
    for number, line in enumerate(text.lines[first:], start=first + 1):
        reader.take(number, line)
    reader.close()
    return reader.blocks


@dataclass
class _Reader:
    """Reads line by line: every block has a key, and ends with it."""

    text: SourceText
    first: int
    blocks: list[SourceBlock] = field(default_factory=list)
    open: Unfinished | None = None

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        if not line.strip():
            self.close()
            return
        kind, words = self._begins(number, line)
        if kind is not None:
            self.close()
            self.open = Unfinished(kind, number)
        if self.open is None:
            return
        words, key = _without_key(words)
        self.open.parts.append(words)
        if key is not None:
            self._keep(self.open, number, key)
        elif self.open.kind is BlockKind.SECTION:
            self.close()

    def close(self) -> None:
        """A block that is still open here has no key."""
        if self.open is not None:
            mend = f"End it with the next free key, {self._free(self.open.letter)}."
            raise self.text.fault(self.open.line, f"This {self.open.name} has no key.", mend)

    def _begins(self, number: int, line: str) -> tuple[BlockKind | None, str]:
        """The kind of block that this line begins (none: it goes on with the open one), and its words."""
        heading = HEADING.match(line)
        if heading:
            return self._heading(number, len(heading[1]), heading[2] or "")
        going_on = self.open.kind if self.open else None
        quote = QUOTE.match(line)
        if quote:
            return (None if going_on is BlockKind.QUOTE else BlockKind.QUOTE), quote[1]
        item = ITEM.match(line)
        # As in Markdown: inside a paragraph, `-` and `1.` begin a list, a line that happens to start with “2024.” does not.
        if item and (going_on in {None, BlockKind.ITEM} or item[1] or int(item[2]) == 1):
            return BlockKind.ITEM, item[3]
        return (None if going_on else BlockKind.PARAGRAPH), line.lstrip(" \t")

    def _heading(self, number: int, level: int, words: str) -> tuple[BlockKind | None, str]:
        """`##` begins a section; the one `#` repeats the title of the front matter and is left out."""
        if level == TITLE_LEVEL and _without_key(words)[1] is None:
            self.close()
            return None, ""
        if level != SECTION_LEVEL:
            mend = f"Write it with two signs: `## … {self._free(keys.SECTION)}`."
            raise self.text.fault(number, "This heading is not one of a section.", mend)
        return BlockKind.SECTION, words

    def _keep(self, block: Unfinished, number: int, key: str) -> None:
        self._check_key(block, number, key)
        markdown = _joined(block.parts)
        if not markdown:
            raise self.text.fault(number, f"The key {key} stands alone.", "Write its text before it, or delete the key.")
        self.blocks.append(SourceBlock(key, block.kind, markdown, block.line))
        self.open = None

    def _check_key(self, block: Unfinished, number: int, key: str) -> None:
        free = self._free(block.letter)
        found = keys.KEY.fullmatch(key)
        if found is None or found[1] not in keys.LETTERS:
            reason = f"{{#{key}}} is no key: a section has one like {{#s1}}, other blocks have one like {{#b01}}."
            raise self.text.fault(number, reason, f"The next free key is {free}.")
        if found[1] != block.letter:
            raise self.text.fault(number, f"A {block.name} cannot have the key {key}.", f"The next free key is {free}.")
        if not int(found[2]) or key != keys.key_of(block.letter, int(found[2])):
            usual = keys.key_of(block.letter, int(found[2]) or 1)
            raise self.text.fault(number, f"The key {key} is not in its usual form.", f"Write {{#{usual}}}.")
        twin = next((kept for kept in self.blocks if kept.key == key), None)
        if twin:
            reason = f"The key {key} is there twice (also on the block in line {twin.line})."
            raise self.text.fault(number, reason, f"Give the new block the next free key, {free}.")

    def _free(self, letter: str) -> str:
        """The next free key of a letter in this file, as it is written."""
        ends = (_without_key(line)[1] for line in self.text.lines[self.first :])
        return f"{{#{keys.next_free(letter, [key for key in ends if key and keys.KEY.fullmatch(key)])}}}"


def _without_key(line: str) -> tuple[str, str | None]:
    """The line without the key at its end, and the key."""
    found = KEY_AT_END.search(line.rstrip(" \t"))
    return (line[: found.start()], found[1]) if found else (line, None)


def _joined(parts: list[str]) -> str:
    """One line a block, but for line breaks that are meant: wrapping a paragraph anew must not make a new version."""
    joined = ""
    for part in parts[:-1]:
        words = part.strip(" \t")
        is_break = bool(words) and (part.endswith("  ") or words.endswith("\\"))
        joined += words.removesuffix("\\").rstrip(" \t") + "\\\n" if is_break else words + " "
    return (joined + parts[-1]).strip(" \t")
