"""The YAML at the head of a file: what the module is, beside its text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import yaml

from consult.core.errors import FileFault
from consult.core.sentences import N_, Sentence
from consult.core.slugs import SLUG_MAX
from consult.modules.models import VersionStatus
from consult.modules.source.faults import raise_all
from consult.modules.source.text import SourceText

FENCE = "---"
REQUIRED = ("id", "slug", "lang", "translation_of", "title", "version", "status", "audience", "reading_minutes")
OPTIONAL = ("demo", "topics", "sensitive", "content_note", "notice", "support_lines", "learning_outcomes", "changes")
STATUSES = {"draft_for_consultation": VersionStatus.DRAFT, **{status.value: status for status in VersionStatus}}
TOP_LEVEL = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WHITE_SPACE = re.compile(r"[ \t\n]+")  # no-break spaces are typography and stay
LARGEST = 2**31 - 1
YAML_MEND = N_("Mend the YAML at this line or just above it; a text with a colon or a quotation mark in it goes between double quotes.")

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
    changes: str  # what is new in this version, and why
    lines: dict[str, int] = field(compare=False)
    end: int = field(compare=False)  # the line of the closing fence


def front_matter(text: SourceText) -> FrontMatter:
    """Read and check the head of a file."""
    end = _closing_fence(text)
    lines = _lines_of_keys(text, end)
    reader = _Reader(text, _mapping(text, end), lines)
    reader.check_names()
    found = FrontMatter(
        id=reader.take("id", _number, 1),
        slug=reader.take("slug", _slug, ""),
        lang=reader.take("lang", _words, "").partition("-")[0].lower(),
        translation_of=reader.take("translation_of", _slug, ""),
        title=reader.take("title", _words, ""),
        version=reader.take("version", _number, 1),
        status=reader.take("status", _status, VersionStatus.DRAFT),
        audience=reader.take("audience", _words, ""),
        reading_minutes=reader.take("reading_minutes", _number, 1),
        demo=reader.take("demo", _flag, stand_in=False),
        sensitive=reader.take("sensitive", _flag, stand_in=False),
        topics=reader.take("topics", _list, []),
        content_note=reader.take("content_note", _words, ""),
        notice=reader.take("notice", _words, ""),
        support_lines=reader.take("support_lines", _list, []),
        learning_outcomes=reader.take("learning_outcomes", _list, []),
        changes=reader.take("changes", _words, ""),
        lines=lines,
        end=end,
    )
    raise_all(reader.faults)
    return found


def _closing_fence(text: SourceText) -> int:
    """The line number of the second fence."""
    if text.lines[0].rstrip() != FENCE:
        mend = N_("Begin it with a line %(fence)s, the front matter in YAML, and another line %(fence)s.", fence=FENCE)
        raise text.fault(1, N_("The file has no front matter."), mend)
    for number, line in enumerate(text.lines[1:], start=2):
        if line.rstrip() == FENCE:
            return number
    raise text.fault(1, N_("The front matter has no end."), N_("Put a line %(fence)s after its last key.", fence=FENCE))


def _lines_of_keys(text: SourceText, end: int) -> dict[str, int]:
    """Where each key stands. YAML itself lets the second of two equal keys win in silence."""
    lines: dict[str, int] = {}
    for number in range(2, end):
        found = TOP_LEVEL.match(text.lines[number - 1])
        if found and found[1] in lines:
            reason = N_("The key %(key)s is there twice (also in line %(line)d).", key=found[1], line=lines[found[1]])
            raise text.fault(number, reason, N_("Keep one of the two."))
        if found:
            lines[found[1]] = number
    return lines


def _mapping(text: SourceText, end: int) -> dict[object, object]:
    try:
        loaded = yaml.safe_load("\n".join(text.lines[1 : end - 1]))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = getattr(fault, "problem", None) or N_("it cannot be read")
        reason = N_("The front matter is broken: %(problem)s.", problem=problem)
        raise text.fault(mark.line + 2 if mark else 2, reason, YAML_MEND) from fault
    except (ValueError, RecursionError) as fault:
        reason = N_("The front matter is broken: it holds an impossible date, number or nesting.")
        raise text.fault(2, reason, YAML_MEND) from fault
    if not isinstance(loaded, dict):
        raise text.fault(2, N_("The front matter is not a list of `key: value` lines."), YAML_MEND)
    return loaded


class Unfit(Exception):
    """A value is not of its kind; the argument says what that would be."""

    def __init__(self, wanted: Sentence) -> None:
        super().__init__(wanted)
        self.wanted = wanted


@dataclass(frozen=True)
class _Reader:
    """Takes values out, each by the reader of its kind; what is `Unfit` is a fault at the line of its key."""

    text: SourceText
    values: dict[object, object]
    lines: dict[str, int]
    faults: list[FileFault] = field(default_factory=list)

    def check_names(self) -> None:
        """Every key we need is there, and none that would be lost because we do not know it."""
        for name in REQUIRED:
            if self.values.get(name) is None:
                reason, mend = N_("The front matter lacks %(name)s.", name=name), N_("Add a line `%(name)s: …`.", name=name)
                self.faults.append(self.text.fault(self.lines.get(name, 1), reason, mend))
        for given in self.values:
            if given not in REQUIRED + OPTIONAL:
                reason = N_("The front matter has an unknown key %(key)s.", key=given)
                mend = N_("Mend its spelling, or delete it. Known keys: %(keys)s.", keys=", ".join(REQUIRED + OPTIONAL))
                self.faults.append(self.text.fault(self.lines.get(str(given), 2), reason, mend))

    def take(self, name: str, read: Callable[[object], Value], stand_in: Value) -> Value:
        """The value of a key; where it is absent or a fault, the stand-in."""
        value = self.values.get(name)
        if value is None:
            return stand_in
        try:
            return read(value)
        except Unfit as fault:
            reason = N_("The value of %(name)s is not %(wanted)s.", name=name, wanted=fault.wanted)
            self.faults.append(self.text.fault(self.lines.get(name), reason, N_("Mend the line `%(name)s: …`.", name=name)))
            return stand_in


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unfit(N_("a text (put it between double quotes)"))
    return WHITE_SPACE.sub(" ", value).strip()


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST:
        raise Unfit(N_("a whole number from 1 on"))
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit(N_("`true` or `false`"))
    return value


def _slug(value: object) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > SLUG_MAX:
        raise Unfit(N_("a slug (small letters without accents, digits and hyphens, at most %(most)d)", most=SLUG_MAX))
    return value


def _status(value: object) -> VersionStatus:
    if not isinstance(value, str) or value not in STATUSES:
        raise Unfit(N_("one of %(words)s", words=", ".join(STATUSES)))
    return STATUSES[value]


def _list(value: object) -> list[str]:
    if not isinstance(value, list):
        raise Unfit(N_("a list"))
    # A telephone line may be the number 988.
    return [_words(str(item) if isinstance(item, int) and not isinstance(item, bool) else item) for item in value]
