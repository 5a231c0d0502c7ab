"""The text of a file: headings, paragraphs, quotes and list items, each ending with its key."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from consult.core.errors import FileFault
from consult.core.sentences import N_
from consult.modules.models import BlockKind
from consult.modules.source import keys
from consult.modules.source.faults import raise_all
from consult.modules.source.text import SourceText

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
QUOTE = re.compile(r" {0,3}>[ \t]?(.*)")
ITEM = re.compile(r"[ \t]*(?:([-*+])|([0-9]{1,9})[.)])[ \t]+(.*)")
KEY_AT_END = re.compile(r"\{#([^{}\s]*)\}\Z")
TITLE_LEVEL, SECTION_LEVEL = 1, 2
NAMES = {
    BlockKind.SECTION: N_("section heading"),
    BlockKind.PARAGRAPH: N_("paragraph"),
    BlockKind.QUOTE: N_("quote"),
    BlockKind.ITEM: N_("list item"),
}


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
        reader.note(lambda: reader.take(number, line))  # noqa: B023 - called at once
    reader.note(reader.close)
    raise_all(reader.faults)
    return reader.blocks


@dataclass
class _Reader:
    """Reads line by line: every block has a key, and ends with it."""

    text: SourceText
    first: int
    blocks: list[SourceBlock] = field(default_factory=list)
    open: Unfinished | None = None
    faults: list[FileFault] = field(default_factory=list)

    def note(self, step: Callable[[], None]) -> None:
        """Go on after a fault, without the block that has it."""
        try:
            step()
        except FileFault as fault:
            self.faults.append(fault)
            self.open = None

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
            mend = N_("End it with the next free key, %(key)s.", key=self._free(self.open.letter))
            raise self.text.fault(self.open.line, N_("This %(kind)s has no key.", kind=self.open.name), mend)

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
            mend = N_("Write it with two signs: `## … %(key)s`.", key=self._free(keys.SECTION))
            raise self.text.fault(number, N_("This heading is not one of a section."), mend)
        return BlockKind.SECTION, words

    def _keep(self, block: Unfinished, number: int, key: str) -> None:
        self._check_key(block, number, key)
        markdown = _joined(block.parts)
        if not markdown:
            mend = N_("Write its text before it, or delete the key.")
            raise self.text.fault(number, N_("The key %(key)s stands alone.", key=key), mend)
        self.blocks.append(SourceBlock(key, block.kind, markdown, block.line))
        self.open = None

    def _check_key(self, block: Unfinished, number: int, key: str) -> None:
        next_key = N_("The next free key is %(key)s.", key=self._free(block.letter))
        found = keys.KEY.fullmatch(key)
        if found is None or found[1] not in keys.LETTERS:
            reason = N_("%(key)s is no key: a section has one like {#s1}, other blocks have one like {#b01}.", key=f"{{#{key}}}")
            raise self.text.fault(number, reason, next_key)
        if found[1] != block.letter:
            raise self.text.fault(number, N_("A %(kind)s cannot have the key %(key)s.", kind=block.name, key=key), next_key)
        if not int(found[2]) or key != keys.key_of(block.letter, int(found[2])):
            usual = keys.key_of(block.letter, int(found[2]) or 1)
            reason = N_("The key %(key)s is not in its usual form.", key=key)
            raise self.text.fault(number, reason, N_("Write %(key)s.", key=f"{{#{usual}}}"))
        twin = next((kept for kept in self.blocks if kept.key == key), None)
        if twin:
            reason = N_("The key %(key)s is there twice (also on the block in line %(line)d).", key=key, line=twin.line)
            mend = N_("Give the new block the next free key, %(key)s.", key=self._free(block.letter))
            raise self.text.fault(number, reason, mend)

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
