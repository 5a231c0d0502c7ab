"""Two files, one module: the English and the French text must say the same things in the same order."""

from dataclasses import dataclass
from pathlib import Path

from consult.core.bilingual import Bilingual
from consult.core.errors import FileFault
from consult.core.formats import spacing
from consult.modules.models import BlockKind, VersionStatus
from consult.modules.source.body import NAMES, SourceBlock, blocks_of
from consult.modules.source.front_matter import FrontMatter, front_matter
from consult.modules.source.text import SourceText, read_text

LANGUAGE_NAMES = {"en": "English", "fr": "French"}
# What both files say of the module itself, whatever the language.
SHARED = ("id", "version", "status", "demo", "sensitive", "topics", "support_lines")
OPTIONAL_TEXTS = ("content_note", "notice")


@dataclass(frozen=True)
class PairedBlock:
    """One block in both languages; `line` is where the English file has it."""

    key: str
    kind: BlockKind
    section_key: str | None
    markdown: Bilingual
    line: int


@dataclass(frozen=True)
class ModuleSource:
    """Everything the two files say."""

    en: SourceText
    fr: SourceText
    heads: tuple[FrontMatter, FrontMatter]
    blocks: tuple[PairedBlock, ...]

    @property
    def head(self) -> FrontMatter:
        """The English front matter, for what is the same in both."""
        return self.heads[0]

    @property
    def slug(self) -> Bilingual:
        """The slugs."""
        return Bilingual(self.heads[0].slug, self.heads[1].slug)

    @property
    def status(self) -> VersionStatus:
        """An import only ever makes a draft or a version in review: publishing is an act of its own."""
        return VersionStatus.IN_REVIEW if self.head.status is VersionStatus.IN_REVIEW else VersionStatus.DRAFT

    @property
    def outcomes(self) -> list[Bilingual]:
        """The learning outcomes."""
        return [Bilingual(en, fr) for en, fr in zip(*(head.learning_outcomes for head in self.heads), strict=True)]

    @property
    def content_note(self) -> Bilingual:
        """The content note as written: it becomes a block."""
        return Bilingual(*(head.content_note for head in self.heads))

    def text(self, name: str) -> Bilingual:
        """A text of the front matter that is shown as it is, set as its language asks."""
        en, fr = (getattr(head, name) for head in self.heads)
        return Bilingual(spacing(en, "en", edit=True), spacing(fr, "fr", edit=True))

    def fault(self, name: str, reason: str, mend: str, *, lang: str = "en") -> FileFault:
        """A fault at a key of the front matter."""
        text, head = (self.en, self.heads[0]) if lang == "en" else (self.fr, self.heads[1])
        return text.fault(head.lines.get(name), reason, mend)


def read_pair(en_path: Path, fr_path: Path) -> ModuleSource:
    """Read both files and hold them against each other."""
    texts = read_text(en_path), read_text(fr_path)
    heads = front_matter(texts[0]), front_matter(texts[1])
    _check_heads(texts, heads)
    bodies = blocks_of(texts[0], heads[0].end), blocks_of(texts[1], heads[1].end)
    _check_bodies(texts, bodies)
    return ModuleSource(texts[0], texts[1], heads, tuple(_paired(*bodies)))


def _check_heads(texts: tuple[SourceText, SourceText], heads: tuple[FrontMatter, FrontMatter]) -> None:
    en, fr = heads
    for text, head, lang in zip(texts, heads, LANGUAGE_NAMES, strict=True):
        if head.lang != lang:
            mend = "Name the English file first and the French one second, or mend the line `lang: …`."
            raise text.fault(head.lines["lang"], f"This should be the {LANGUAGE_NAMES[lang]} file, but its language is {head.lang}.", mend)
    for text, head, other in ((texts[0], en, fr), (texts[1], fr, en)):
        if head.translation_of != other.slug:
            raise text.fault(
                head.lines["translation_of"],
                f"It says translation_of {head.translation_of}, but the slug of the other file is {other.slug}.",
                f"Write `translation_of: {other.slug}`.",
            )
    for name in SHARED:
        if getattr(en, name) != getattr(fr, name):
            raise texts[1].fault(
                fr.lines.get(name), f"The value of {name} is not the one of the English file.", f"Write the same `{name}: …` in both files."
            )
    for name in OPTIONAL_TEXTS:
        _check_in_both(texts, heads, name)
    if len(en.learning_outcomes) != len(fr.learning_outcomes):
        reason = f"There are {len(en.learning_outcomes)} learning outcomes in English and {len(fr.learning_outcomes)} in French."
        raise texts[1].fault(fr.lines.get("learning_outcomes"), reason, "Write each outcome in both files, in the same order.")


def _check_in_both(texts: tuple[SourceText, SourceText], heads: tuple[FrontMatter, FrontMatter], name: str) -> None:
    for here, there in ((0, 1), (1, 0)):
        if getattr(heads[here], name) and not getattr(heads[there], name):
            raise texts[here].fault(
                heads[here].lines.get(name),
                f"There is a {name} in this file only.",
                f"Write it in {texts[there].file} too, or delete it here.",
            )


def _check_bodies(texts: tuple[SourceText, SourceText], bodies: tuple[list[SourceBlock], list[SourceBlock]]) -> None:
    """The same keys, then the same kinds, then the same order."""
    by_key = [{block.key: block for block in body} for body in bodies]
    for here, there in ((0, 1), (1, 0)):
        for block in bodies[here]:
            if block.key not in by_key[there]:
                mend = f"Write its translation in {texts[there].file} with the same key, or delete it here."
                raise texts[here].fault(block.line, f"The key {block.key} is in this file only.", mend)
    for block in bodies[1]:
        twin = by_key[0][block.key]
        if block.kind is not twin.kind:
            raise texts[1].fault(
                block.line,
                f"{block.key} is a {NAMES[block.kind]} here and a {NAMES[twin.kind]} in line {twin.line} of {texts[0].file}.",
                "Write it in the same form in both files.",
            )
    for en, fr in zip(*bodies, strict=True):
        if en.key != fr.key:
            raise texts[1].fault(
                fr.line,
                f"Here stands {fr.key}; at the same place, {texts[0].file} has {en.key} (line {en.line}).",
                "Put the blocks in the same order in both files.",
            )


def _paired(en: list[SourceBlock], fr: list[SourceBlock]) -> list[PairedBlock]:
    paired, section = [], None
    for one, other in zip(en, fr, strict=True):
        if one.kind is BlockKind.SECTION:
            section = one.key
        paired.append(PairedBlock(one.key, one.kind, section, Bilingual(one.markdown, other.markdown), one.line))
    return paired
