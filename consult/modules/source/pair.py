"""Two files, one module: the English and the French text must say the same things in the same order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consult.core.bilingual import Bilingual
from consult.core.errors import FileFault
from consult.core.formats import spacing
from consult.core.sentences import N_, Sentence
from consult.modules.models import BlockKind, VersionStatus
from consult.modules.source.body import NAMES, SourceBlock, blocks_of
from consult.modules.source.faults import gathered, raise_all
from consult.modules.source.front_matter import FrontMatter, front_matter
from consult.modules.source.text import SourceText, read_text

LANGUAGE_NAMES = {"en": N_("English"), "fr": N_("French")}
# What both files say of the module itself, whatever the language.
SHARED = ("id", "version", "status", "demo", "sensitive", "topics", "support_lines")
OPTIONAL_TEXTS = ("content_note", "notice", "changes")


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

    def fault(self, name: str, reason: Sentence, mend: Sentence, *, lang: str = "en") -> FileFault:
        """A fault at a key of the front matter."""
        text, head = (self.en, self.heads[0]) if lang == "en" else (self.fr, self.heads[1])
        return text.fault(head.lines.get(name), reason, mend)


def read_pair(en_path: Path, fr_path: Path) -> ModuleSource:
    """Read both files and hold them against each other."""
    return pair(*gathered(lambda: read_text(en_path), lambda: read_text(fr_path)))


def pair(en: SourceText, fr: SourceText) -> ModuleSource:
    """Hold two texts against each other. Every fault of a step is found before it stops: head, then body, then both together."""
    head_en, head_fr = gathered(lambda: front_matter(en), lambda: front_matter(fr))
    heads, texts = (head_en, head_fr), (en, fr)
    found = _head_faults(texts, heads)
    body_en, body_fr = gathered(lambda: blocks_of(en, head_en.end), lambda: blocks_of(fr, head_fr.end), found=found)
    raise_all(_body_faults(texts, (body_en, body_fr)))
    return ModuleSource(en, fr, heads, tuple(_paired(body_en, body_fr)))


def _head_faults(texts: tuple[SourceText, SourceText], heads: tuple[FrontMatter, FrontMatter]) -> Iterator[FileFault]:
    en, fr = heads
    for text, head, lang in zip(texts, heads, LANGUAGE_NAMES, strict=True):
        if head.lang != lang:
            reason = N_(
                "This should be the %(language)s file, but its language is %(found)s.", language=LANGUAGE_NAMES[lang], found=head.lang
            )
            mend = N_("Name the English file first and the French one second, or mend the line `lang: …`.")
            yield text.fault(head.lines["lang"], reason, mend)
    for text, head, other in ((texts[0], en, fr), (texts[1], fr, en)):
        if head.translation_of != other.slug:
            reason = N_(
                "It says translation_of %(said)s, but the slug of the other file is %(slug)s.", said=head.translation_of, slug=other.slug
            )
            yield text.fault(head.lines["translation_of"], reason, N_("Write `translation_of: %(slug)s`.", slug=other.slug))
    for name in SHARED:
        if getattr(en, name) != getattr(fr, name):
            reason = N_("The value of %(name)s is not the one of the English file.", name=name)
            yield texts[1].fault(fr.lines.get(name), reason, N_("Write the same `%(name)s: …` in both files.", name=name))
    for name in OPTIONAL_TEXTS:
        yield from _alone(texts, heads, name)
    counts = len(en.learning_outcomes), len(fr.learning_outcomes)
    if counts[0] != counts[1]:
        reason = N_("There are %(en)d learning outcomes in English and %(fr)d in French.", en=counts[0], fr=counts[1])
        yield texts[1].fault(fr.lines.get("learning_outcomes"), reason, N_("Write each outcome in both files, in the same order."))


def _alone(texts: tuple[SourceText, SourceText], heads: tuple[FrontMatter, FrontMatter], name: str) -> Iterator[FileFault]:
    for here, there in ((0, 1), (1, 0)):
        if getattr(heads[here], name) and not getattr(heads[there], name):
            mend = N_("Write it in %(file)s too, or delete it here.", file=texts[there].file)
            yield texts[here].fault(heads[here].lines.get(name), N_("There is a %(name)s in this file only.", name=name), mend)


def _body_faults(texts: tuple[SourceText, SourceText], bodies: tuple[list[SourceBlock], list[SourceBlock]]) -> list[FileFault]:
    """The same keys, else the same kinds, else the same order: each of these makes sense only where the one before it holds."""
    return list(_lone_keys(texts, bodies)) or list(_other_kinds(texts, bodies)) or list(_other_order(texts, bodies))[:1]


def _lone_keys(texts: tuple[SourceText, SourceText], bodies: tuple[list[SourceBlock], list[SourceBlock]]) -> Iterator[FileFault]:
    by_key = [{block.key for block in body} for body in bodies]
    for here, there in ((0, 1), (1, 0)):
        for block in bodies[here]:
            if block.key not in by_key[there]:
                mend = N_("Write its translation in %(file)s with the same key, or delete it here.", file=texts[there].file)
                yield texts[here].fault(block.line, N_("The key %(key)s is in this file only.", key=block.key), mend)


def _other_kinds(texts: tuple[SourceText, SourceText], bodies: tuple[list[SourceBlock], list[SourceBlock]]) -> Iterator[FileFault]:
    twins = {block.key: block for block in bodies[0]}
    for block in bodies[1]:
        twin = twins[block.key]
        if block.kind is not twin.kind:
            reason = N_(
                "%(key)s is a %(kind)s here and a %(other)s in line %(line)d of %(file)s.",
                key=block.key,
                kind=NAMES[block.kind],
                other=NAMES[twin.kind],
                line=twin.line,
                file=texts[0].file,
            )
            yield texts[1].fault(block.line, reason, N_("Write it in the same form in both files."))


def _other_order(texts: tuple[SourceText, SourceText], bodies: tuple[list[SourceBlock], list[SourceBlock]]) -> Iterator[FileFault]:
    for en, fr in zip(*bodies, strict=True):
        if en.key != fr.key:
            reason = N_(
                "Here stands %(key)s; at the same place, %(file)s has %(other)s (line %(line)d).",
                key=fr.key,
                file=texts[0].file,
                other=en.key,
                line=en.line,
            )
            yield texts[1].fault(fr.line, reason, N_("Put the blocks in the same order in both files."))


def _paired(en: list[SourceBlock], fr: list[SourceBlock]) -> list[PairedBlock]:
    paired, section = [], None
    for one, other in zip(en, fr, strict=True):
        if one.kind is BlockKind.SECTION:
            section = one.key
        paired.append(PairedBlock(one.key, one.kind, section, Bilingual(one.markdown, other.markdown), one.line))
    return paired
