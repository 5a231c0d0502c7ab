"""The YAML at the head of a file: what the module is, beside its text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import yaml

from consult.core.slugs import SLUG_MAX
from consult.modules.models import VersionStatus
from consult.modules.source.text import SourceText

FENCE = "---"
REQUIRED = ("id", "slug", "lang", "translation_of", "title", "version", "status", "audience", "reading_minutes")
OPTIONAL = ("demo", "topics", "sensitive", "content_note", "notice", "support_lines", "learning_outcomes")
STATUSES = {"draft_for_consultation": VersionStatus.DRAFT, **{status.value: status for status in VersionStatus}}
TOP_LEVEL = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WHITE_SPACE = re.compile(r"[ \t\n]+")  # no-break spaces are typography and stay
LARGEST = 2**31 - 1
YAML_MEND = "Mend the YAML at this line or just above it; a text with a colon or a quotation mark in it goes between double quotes."

Value = TypeVar("Value")


@dataclass(frozen=True)
class FrontMatter:
    """What the head of one file says, and in which line."""

    id: int
    slug: str
    lang: str
    translation_of: str
    title: str
    version: int
    status: VersionStatus
    audience: str
    reading_minutes: int
    demo: bool
    sensitive: bool
    topics: list[str]
    content_note: str
    notice: str
    support_lines: list[str]
    learning_outcomes: list[str]
    lines: dict[str, int] = field(compare=False)
    end: int = field(compare=False)  # the line of the closing fence


def front_matter(text: SourceText) -> FrontMatter:
    """Read and check the head of a file."""
    end = _closing_fence(text)
    lines = _lines_of_keys(text, end)
    reader = _Reader(text, _mapping(text, end), lines)
    reader.check_names()
    return FrontMatter(
        id=reader.take("id", _number),
        slug=reader.take("slug", _slug),
        lang=reader.take("lang", _words).partition("-")[0].lower(),
        translation_of=reader.take("translation_of", _slug),
        title=reader.take("title", _words),
        version=reader.take("version", _number),
        status=reader.take("status", _status),
        audience=reader.take("audience", _words),
        reading_minutes=reader.take("reading_minutes", _number),
        demo=reader.take("demo", _flag, default=False),
        sensitive=reader.take("sensitive", _flag, default=False),
        topics=reader.take("topics", _list, default=[]),
        content_note=reader.take("content_note", _words, default=""),
        notice=reader.take("notice", _words, default=""),
        support_lines=reader.take("support_lines", _list, default=[]),
        learning_outcomes=reader.take("learning_outcomes", _list, default=[]),
        lines=lines,
        end=end,
    )


def _closing_fence(text: SourceText) -> int:
    """The line number of the second fence."""
    if text.lines[0].rstrip() != FENCE:
        raise text.fault(
            1, "The file has no front matter.", f"Begin it with a line {FENCE}, the front matter in YAML, and another line {FENCE}."
        )
    for number, line in enumerate(text.lines[1:], start=2):
        if line.rstrip() == FENCE:
            return number
    raise text.fault(1, "The front matter has no end.", f"Put a line {FENCE} after its last key.")


def _lines_of_keys(text: SourceText, end: int) -> dict[str, int]:
    """Where each key stands. YAML itself lets the second of two equal keys win in silence."""
    lines: dict[str, int] = {}
    for number in range(2, end):
        found = TOP_LEVEL.match(text.lines[number - 1])
        if found and found[1] in lines:
            raise text.fault(number, f"The key {found[1]} is there twice (also in line {lines[found[1]]}).", "Keep one of the two.")
        if found:
            lines[found[1]] = number
    return lines


def _mapping(text: SourceText, end: int) -> dict[object, object]:
    try:
        loaded = yaml.safe_load("\n".join(text.lines[1 : end - 1]))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = getattr(fault, "problem", None) or "it cannot be read"
        raise text.fault(mark.line + 2 if mark else 2, f"The front matter is broken: {problem}.", YAML_MEND) from fault
    except (ValueError, RecursionError) as fault:
        raise text.fault(2, "The front matter is broken: it holds an impossible date, number or nesting.", YAML_MEND) from fault
    if not isinstance(loaded, dict):
        raise text.fault(2, "The front matter is not a list of `key: value` lines.", YAML_MEND)
    return loaded


class Unfit(Exception):
    """A value is not of its kind; the argument says what that would be."""


@dataclass(frozen=True)
class _Reader:
    """Takes values out, each by the reader of its kind; what is `Unfit` becomes a fault at the line of its key."""

    text: SourceText
    values: dict[object, object]
    lines: dict[str, int]

    def check_names(self) -> None:
        """Every key we need is there, and none that would be lost because we do not know it."""
        for name in REQUIRED:
            if self.values.get(name) is None:
                raise self.text.fault(self.lines.get(name, 1), f"The front matter lacks {name}.", f"Add a line `{name}: …`.")
        for given in self.values:
            if given not in REQUIRED + OPTIONAL:
                line = self.lines.get(str(given), 2)
                known = ", ".join(REQUIRED + OPTIONAL)
                raise self.text.fault(
                    line, f"The front matter has an unknown key {given}.", f"Mend its spelling, or delete it. Known keys: {known}."
                )

    def take(self, name: str, read: Callable[[object], Value], *, default: Value | None = None) -> Value:
        """The value of a key; of an optional one that is absent or empty, the default."""
        value = self.values.get(name)
        if value is None and default is not None:
            return default
        try:
            return read(value)
        except Unfit as fault:
            raise self.text.fault(self.lines.get(name), f"The value of {name} is not {fault}.", f"Mend the line `{name}: …`.") from fault


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unfit("a text (put it between double quotes)")
    return WHITE_SPACE.sub(" ", value).strip()


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST:
        raise Unfit("a whole number from 1 on")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit("`true` or `false`")
    return value


def _slug(value: object) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > SLUG_MAX:
        raise Unfit(f"a slug (small letters without accents, digits and hyphens, at most {SLUG_MAX})")
    return value


def _status(value: object) -> VersionStatus:
    if not isinstance(value, str) or value not in STATUSES:
        raise Unfit(f"one of {', '.join(STATUSES)}")
    return STATUSES[value]


def _list(value: object) -> list[str]:
    if not isinstance(value, list):
        raise Unfit("a list")
    # A telephone line may be the number 988.
    return [_words(str(item) if isinstance(item, int) and not isinstance(item, bool) else item) for item in value]
