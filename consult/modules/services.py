"""Verbs of the curriculum: bring a module in from its files, publish a version, write the files back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import FileFault, Incomplete, Refused
from consult.core.richtext import authored_html
from consult.modules import queries, rules
from consult.modules.models import Block, BlockKind, Module, ModuleVersion, VersionStatus
from consult.modules.source import ModuleSource, read_pair, written
from consult.modules.source.hashes import text_hashes, version_hash
from consult.modules.source.keys import next_free
from consult.modules.source.laying import Laid, laid_out

# What makes a new version when it changes, beside the blocks themselves.
SHOWN = (
    "title",
    "audience",
    "content_note",
    "notice",
    "reading_minutes_en",
    "reading_minutes_fr",
    "sensitive",
    "demo",
    "topics",
    "support_lines",
)


@dataclass(frozen=True)
class Imported:
    """What came of an import; `created` is false where the files said nothing new."""

    module: Module
    version: ModuleVersion
    created: bool


def import_module(actor: User | None, en_path: Path, fr_path: Path) -> Imported:
    """Bring in a module from its two files, as a new draft version; files that say nothing new change nothing."""
    require(rules.may_edit_modules, actor)
    source = read_pair(en_path, fr_path)
    module = _module_of(source)
    latest = queries.latest_version_or_none(module)
    laid = laid_out(source, queries.earlier_blocks(module), latest.number if latest else 0)
    version = _version_of(source, module, laid)
    if latest and _says_the_same(version, latest):
        return Imported(module, latest, created=False)
    version.number = latest.number + 1 if latest else source.head.version
    _keep(module, version, laid)
    record(
        Action.MODULE_IMPORTED,
        actor.id if actor else None,
        f"module_version:{version.id}",
        detail={"module": module.id, "number": version.number},
    )
    return Imported(module, version, created=True)


def publish_version(actor: User | None, version: ModuleVersion) -> None:
    """Freeze a version, number its paragraphs and put it before the public, in place of the one before."""
    require(rules.may_edit_modules, actor)
    published = queries.published_version_or_none(version.module)
    if not rules.may_be_published(version, published):
        raise Refused(f"Version {version.number} of module {version.module_id} is not a draft, or a later one is published.")
    blocks = queries.blocks(version)
    missing = rules.missing_parts(version, blocks)
    if missing:
        raise Incomplete(missing)
    if published:
        published.status = VersionStatus.SUPERSEDED
        db.session.flush()  # first: a module has one published version at any moment
    _number(blocks)
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    record(
        Action.MODULE_VERSION_PUBLISHED,
        actor.id if actor else None,
        f"module_version:{version.id}",
        detail={"module": version.module_id, "number": version.number, "hash": version.hash},
    )


def export_module(module: Module, folder: Path) -> list[Path]:
    """Write the newest version back as files, one a language; imported again, they make no new version."""
    version = queries.latest_version(module)
    blocks = queries.blocks(version)
    paths = []
    for lang in module.languages.needed:
        path = folder / f"{module.id}-{module.slug[lang]}.{lang}.md"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(written(version, blocks, lang), encoding="utf-8", newline="\n")
        except OSError as fault:
            raise FileFault(str(path), None, "The file cannot be written.", "Name a folder where you may write.") from fault
        paths.append(path)
    return paths


def say(block: Block, markdown: Bilingual) -> None:
    """Give a block its words, with what is made of them once and for all: safe HTML and fingerprints."""
    block.markdown = markdown
    block.html = Bilingual(authored_html(markdown.en, "en"), authored_html(markdown.fr, "fr"))
    block.text_hash = text_hashes(markdown)


def new_key(kind: BlockKind, used: Iterable[str]) -> str:
    """The next free key for a block of this kind, in a version where these were ever used."""
    return next_free(kind.letter, used)


def set_fingerprint(version: ModuleVersion, blocks: Iterable[Block]) -> None:
    """Say what text a version has, by its blocks in their order."""
    version.hash = version_hash((block.key, block.kind.value, block.markdown) for block in blocks)


def _module_of(source: ModuleSource) -> Module:
    """The module that the files are about; on a first import, a new one (not yet added: nothing is written before we know why)."""
    module = queries.module_with_slug(source.slug.en)
    if module is None:
        _refuse_taken_slug(source)
        taken = db.session.get(Module, source.head.id) is not None
        number = queries.next_module_id() if taken else source.head.id
        return Module(id=number, file_id=source.head.id if taken else None, slug=source.slug)
    if source.head.id not in {module.id, module.file_id}:
        reason = f"The module {source.slug.en} is already known under the id {module.id}."
        raise source.fault("id", reason, f"Write `id: {module.id}` in both files; for another module, write another slug.")
    if source.slug.fr != module.slug.fr:
        reason = f"The French slug of module {module.id} is {module.slug.fr}; addresses that people have kept depend on it."
        raise source.fault("slug", reason, f"Write `slug: {module.slug.fr}` here and in translation_of of the English file.", lang="fr")
    return module


def _refuse_taken_slug(source: ModuleSource) -> None:
    other = queries.module_with_slug(source.slug.fr, "fr")
    if other:
        reason = f"The French slug {source.slug.fr} belongs to module {other.id} ({other.slug.en})."
        raise source.fault("slug", reason, "Choose another slug, and write it in translation_of of the English file.", lang="fr")


def _version_of(source: ModuleSource, module: Module, laid: Sequence[Laid]) -> ModuleVersion:
    """The version that these files describe; it belongs to no session yet."""
    head_en, head_fr = source.heads
    return ModuleVersion(
        module_id=module.id,
        status=source.status,
        title=source.text("title"),
        audience=source.text("audience"),
        content_note=source.text("content_note"),
        notice=source.text("notice"),
        reading_minutes_en=head_en.reading_minutes,
        reading_minutes_fr=head_fr.reading_minutes,
        sensitive=source.head.sensitive,
        demo=source.head.demo,
        topics=source.head.topics,
        support_lines=source.head.support_lines,
        hash=version_hash((block.key, block.kind.value, block.markdown) for block in laid),
    )


def _says_the_same(one: ModuleVersion, other: ModuleVersion) -> bool:
    return one.hash == other.hash and all(getattr(one, name) == getattr(other, name) for name in SHOWN)


def _keep(module: Module, version: ModuleVersion, laid: Sequence[Laid]) -> None:
    db.session.add(module)
    db.session.flush()
    version.module = module
    db.session.add(version)
    db.session.flush()
    for one in laid:
        block = Block(version_id=version.id, module_id=module.id, key=one.key, kind=one.kind, position=one.position)
        block.section_key = one.section_key
        say(block, one.markdown)
        db.session.add(block)
    db.session.flush()


def _number(blocks: Sequence[Block]) -> None:
    """Count the paragraphs through all sections, as people will name them."""
    number = 0
    for block in blocks:
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM}:
            number += 1
            block.number = number
