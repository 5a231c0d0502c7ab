"""The one place where HTML becomes text: what other systems export is read as the words that people saw.

A text may be typed or it may be HTML, and no file says which. So a mark counts only where it is the tag of a known element,
well formed: `<50 %`, `< 3`, `<=15j` and `<http://…>` stay as typed. Character references are read exactly once. What a participant
wrote becomes HTML again only in `richtext.comment_html`, like everything else that people write.
"""

import html
import re
from dataclasses import dataclass, field
from html.entities import html5

from consult.core.html_marks import CELLS, CLOSING, COMMENT, ELEMENTS, GIVEN, LINES, LISTS, MARK, NAME, UNSEEN

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
VALUE = r"\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
HREF = re.compile(rf"\bhref{VALUE}", re.IGNORECASE)
ALT = re.compile(rf"\balt{VALUE}", re.IGNORECASE)
WHITE = re.compile(r"[ \t\n\f]+")
LINE_END = re.compile(r"[ \t]+\n")
BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
INDENT = "   "
# Marks that come together when another one is taken out of their middle are taken out too, this often; then they read as typed.
ROUNDS = 8


def foreign_text(text: str) -> str:
    """The words of a text from elsewhere, typed or HTML: one line a line, a blank line between paragraphs, addresses of links in words."""
    typed = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    seen = _seen(typed) if "<" in typed else typed
    read = REFERENCE.sub(_character, seen)
    return read.strip() if seen == typed else BLANK.sub("\n\n", LINE_END.sub("\n", read)).strip()


def foreign_line(text: str) -> str:
    """The same on one line: a title, a heading."""
    return WHITE.sub(" ", foreign_text(text))


def typed_markdown(text: str) -> str:
    """Markdown that reads exactly as this text was typed: for institutional text that has none."""
    return re.sub(r"([\\`*_\[\]]|<(?=[a-z!/?])|&(?=#?[a-z0-9]+;))", r"\\\1", text, flags=re.IGNORECASE)


def _seen(text: str) -> str:
    """The text without its HTML; the very same where it has none."""
    marks = {mark[NAME].lower() for mark in MARK.finditer(text) if mark[NAME]}
    read = _Reader(text, as_html=not marks.isdisjoint(LINES)).read()
    if read == text:
        return text
    for _ in range(ROUNDS):
        before, read = read, MARK.sub(_inner, read)
        if read == before:
            break
    return read


def _inner(mark: re.Match[str]) -> str:
    return mark[0] if mark[COMMENT] or (mark[NAME] or "p").lower() not in ELEMENTS else ""


def _character(reference: re.Match[str]) -> str:
    named = reference[0][1:]
    return html.unescape(reference[0]) if named.startswith("#") or named in html5 else reference[0]


@dataclass
class _Reader:
    """Reads HTML from its beginning to its end. `as_html`: it has paragraphs of its own, so line ends are mere white space."""

    text: str
    as_html: bool
    parts: list[str] = field(default_factory=list)
    breaks: int = 0  # line ends owed before the next words
    bullet: bool = False  # the line has a list mark and no words yet
    lists: list[int | None] = field(default_factory=list)  # the open lists: the number of the last item, None without numbers
    cells: int = 0  # of the open table row
    pre: int = 0
    link: tuple[str, int] | None = None  # the address, and where its words begin
    unclosed: set[str] = field(default_factory=set)

    def read(self) -> str:
        """The words, laid out."""
        place = 0
        while mark := MARK.search(self.text, place):
            end = self._end(mark)
            if end is None:
                self._words(self.text[place : mark.start() + 1])
                place = mark.start() + 1
                continue
            self._words(self.text[place : mark.start()])
            if mark[NAME] and mark[NAME].lower() not in UNSEEN:
                self._element(mark[NAME].lower(), mark[GIVEN], closing=bool(mark[CLOSING]))
            place = end
        self._words(self.text[place:])
        return "".join(self.parts)

    def _end(self, mark: re.Match[str]) -> int | None:
        """Where reading goes on after a mark; None where it is none."""
        if mark[COMMENT]:
            return self._after("-->", mark.end())
        name = (mark[NAME] or "").lower()
        if not name:
            return mark.end()
        if name in UNSEEN and not mark[CLOSING]:
            # One that nobody closed loses its tag alone: the rest may be what somebody said about it.
            return self._after(f"</{name}", mark.end()) or mark.end()
        return mark.end() if name in ELEMENTS else None

    def _after(self, ending: str, start: int) -> int | None:
        """The place after an ending. One that is not there once is looked for no more."""
        if ending in self.unclosed:
            return None
        found = re.compile(re.escape(ending) + ("" if ending == "-->" else r"\s*>"), re.IGNORECASE).search(self.text, start)
        if found is None:
            self.unclosed.add(ending)
            return None
        return found.end()

    def _element(self, name: str, given: str, *, closing: bool) -> None:
        if name in LISTS:
            self._list(name, closing=closing)
        elif name == "a":
            self._anchor(given, closing=closing)
        elif name == "br":
            self.breaks = self.breaks if self.bullet else min(self.breaks + 1, 2)
        elif name == "li" and not closing:
            self._item()
        elif name == "img":
            self._words(_value(ALT, given))
        elif name in CELLS and not closing:
            self.cells += 1
            self._words(" | " if self.cells > 1 else "")
        elif name in LINES:
            self.cells = 0 if name == "tr" else self.cells
            self.pre += (1 - 2 * closing) if name == "pre" else 0
            self._break(LINES[name])

    def _break(self, lines: int) -> None:
        self.breaks = self.breaks if self.bullet else max(self.breaks, lines)

    def _words(self, words: str) -> None:
        """Write words after the line ends that are owed; white space that only lays out the source is none."""
        if self.as_html and self.pre <= 0:
            words = WHITE.sub(" ", words)
            words = words.lstrip(" ") if self.breaks or self.bullet or not self.parts or self.parts[-1].endswith((" ", "\n")) else words
        elif self.breaks:
            words = words.removeprefix("\n")  # `<br>` at the end of a line is one line end, not two
        if not words:
            return
        if self.breaks and self.parts:
            self.parts.append("\n" * self.breaks)
        self.parts.append(words)
        self.breaks, self.bullet = 0, False

    def _list(self, name: str, *, closing: bool) -> None:
        if not closing:
            self.lists.append(0 if name == "ol" else None)
        elif self.lists:
            self.lists.pop()
        self.bullet = False
        self._break(1 if self.lists[: None if closing else -1] else 2)

    def _item(self) -> None:
        number = self.lists.pop() if self.lists else None
        number = None if number is None else number + 1
        self.bullet = False
        self._break(1)
        self._words_of_mark(INDENT * len(self.lists) + ("- " if number is None else f"{number}. "))
        self.lists.append(number)

    def _words_of_mark(self, mark: str) -> None:
        self.parts.append(("\n" * self.breaks if self.parts else "") + mark)
        self.breaks, self.bullet = 0, True

    def _anchor(self, given: str, *, closing: bool) -> None:
        """An address that the words do not say is written after them."""
        if not closing:
            self.link = (_value(HREF, given).strip(), len(self.parts))
            return
        address, start = self.link or ("", 0)
        self.link = None
        words = "".join(self.parts[start:]).strip()
        if address.lower().startswith(("http://", "https://", "mailto:")) and _bare(words) != _bare(address):
            self._words(f" ({address.removeprefix('mailto:')})" if words else address)


def _value(pattern: re.Pattern[str], given: str) -> str:
    found = pattern.search(given)
    return next((value for value in found.groups() if value is not None), "") if found else ""


def _bare(address: str) -> str:
    """An address as people write it: without its scheme, and without the stroke at its end."""
    return re.sub(r"^(?:https?://|mailto:)", "", address.lower()).rstrip("/")
