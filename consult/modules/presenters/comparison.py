"""Two versions of a module side by side, part by part: what is new, changed, moved, taken out, and what stayed."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.analysis.word_changes import Budget, Fate, Piece, changed_words
from consult.core.bilingual import LANGUAGES
from consult.core.richtext import bare
from consult.modules.models import Block, BlockKind, ModuleVersion
from consult.modules.rules import paragraph_numbers


class Change(enum.StrEnum):
    """What became of a part of the text."""

    SAME = "same"
    FORM = "form"  # the same words, with other emphasis or another link
    CHANGED = "changed"
    NEW = "new"
    RETIRED = "retired"


# What to call it, and the kind of its tag.
CHANGES = {
    Change.SAME: (_l("Unchanged"), ""),
    Change.FORM: (_l("Same words, other emphasis or link"), "plain"),
    Change.CHANGED: (_l("Changed"), "part"),
    Change.NEW: (_l("New"), "accepted"),
    Change.RETIRED: (_l("Taken out"), "no"),
}
# What stands above the text.
FRONT = {"title": _l("Title"), "audience": _l("For whom"), "notice": _l("Line above the text")}


@dataclass(frozen=True)
class Part:
    """One part of the text in two wordings, in one language. `was` is its name in the earlier version where that was another one."""

    key: str
    label: str
    was: str
    change: Change
    moved: bool
    before: str
    after: str
    html: str  # safe; of the later wording, or of what was taken out; empty for what is no block
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Nothing about it is different."""
        return self.change is Change.SAME and not self.moved

    @property
    def removed_and_added(self) -> list[tuple[str, str]]:
        """The changes in the order of reading, each as the words taken out and the words put in; one of the two may be empty."""
        found: list[tuple[str, str]] = []
        for place, piece in enumerate(self.pieces):
            if piece.fate is Fate.REMOVED:
                found.append((piece.words, ""))
            elif piece.fate is Fate.ADDED and place and self.pieces[place - 1].fate is Fate.REMOVED:
                found[-1] = (found[-1][0], piece.words)
            elif piece.fate is Fate.ADDED:
                found.append(("", piece.words))
        return found


@dataclass(frozen=True)
class Text:
    """A version with its blocks in order: one side of a comparison."""

    version: ModuleVersion
    blocks: Sequence[Block]


def compared(before: Text, after: Text, lang: str, budget: Budget | None = None) -> list[Part]:
    """Both texts part by part, in the order of the later one; what was taken out stands where it stood."""
    budget = budget or Budget()
    names = labels(before.blocks), labels(after.blocks)
    old, new = ({block.key: block for block in text.blocks} for text in (before, after))
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    parts = [
        _part(key, old.get(key), new.get(key), names, lang, budget=budget, is_moved=key in moved) for key in _order(list(old), list(new))
    ]
    return [*_front(before.version, after.version, lang, budget), *parts]


def in_both(before: Text | None, after: Text) -> list[tuple[Part, Part]]:
    """The same in English and in French; without an earlier version there is only the text."""
    budget = Budget()
    return list(zip(*(compared(before or after, after, lang, budget) for lang in LANGUAGES), strict=True))


def labels(blocks: Sequence[Block]) -> dict[str, str]:
    """The name of each block by itself, also where the version is not numbered yet."""
    numbers, sections, outcomes, found = paragraph_numbers(blocks), 0, 0, {}
    for block in blocks:
        if block.kind is BlockKind.SECTION:
            sections += 1
            found[block.key] = _("Heading of section %(number)d", number=sections)
        elif block.kind is BlockKind.OUTCOME:
            outcomes += 1
            found[block.key] = _("Learning outcome %(number)d", number=outcomes)
        elif block.kind is BlockKind.CONTENT_NOTE:
            found[block.key] = _("Content note")
        else:
            found[block.key] = _("Paragraph %(number)d", number=numbers[block.key])
    return found


def _part(
    key: str,
    old: Block | None,
    new: Block | None,
    names: tuple[Mapping[str, str], Mapping[str, str]],
    lang: str,
    *,
    budget: Budget,
    is_moved: bool,
) -> Part:
    before, after = (bare(block.html[lang]) if block else "" for block in (old, new))
    shown = new or old
    label, earlier = names[1].get(key, names[0].get(key, "")), names[0].get(key, "")
    return Part(
        key=key,
        label=label,
        was=earlier if new and old and earlier != label else "",
        change=_change(old, new, lang, is_same=before == after),
        moved=is_moved,
        before=before,
        after=after,
        html=shown.html[lang] if shown else "",
        pieces=changed_words(before, after, budget),
    )


def _change(old: Block | None, new: Block | None, lang: str, *, is_same: bool) -> Change:
    if old is None or new is None:
        return Change.NEW if new else Change.RETIRED
    if not is_same:
        return Change.CHANGED
    return Change.SAME if old.html[lang] == new.html[lang] else Change.FORM


def _front(before: ModuleVersion, after: ModuleVersion, lang: str, budget: Budget) -> list[Part]:
    found = []
    for name, label in FRONT.items():
        texts = getattr(before, name), getattr(after, name)
        old, new = (text[lang] for text in texts)
        if any(text.en or text.fr for text in texts):
            change = Change.SAME if old == new else Change.CHANGED if old and new else Change.NEW if new else Change.RETIRED
            pieces = changed_words(old, new, budget)
            found.append(Part(name, str(label), "", change, moved=False, before=old, after=new, html="", pieces=pieces))
    return found


def _order(old: list[str], new: list[str]) -> list[str]:
    merged = list(new)
    for place, key in enumerate(old):
        if key not in new:
            merged.insert(merged.index(old[place - 1]) + 1 if place else 0, key)
    return merged


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The keys that stand at another place among those that both have."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = {key for block in matcher.get_matching_blocks() for key in old[block.a : block.a + block.size]}
    return set(old) - stayed
