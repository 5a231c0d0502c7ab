"""What two texts would make of a module, before anything is written: the one gate of the command line and of the staff page."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.sentences import N_
from consult.modules import queries
from consult.modules.models import Block, Languages, Module, ModuleVersion
from consult.modules.services.blocks import say
from consult.modules.source import ModuleSource
from consult.modules.source.hashes import version_hash
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
class Proposal:
    """A version that belongs to no session yet; `latest` is the newest one there is (none: the module is new)."""

    version: ModuleVersion
    blocks: Sequence[Block]
    latest: ModuleVersion | None
    number: int  # of the version, where the module is new: the one its files say

    @property
    def module(self) -> Module:
        """The module it is of."""
        return self.version.module

    @property
    def base(self) -> int:
        """The number of the version that it would follow; 0 for a new module."""
        return self.latest.number if self.latest else 0

    def explain(self, changes: Bilingual) -> None:
        """Say what is new in it; where nothing is said, what its files say stays."""
        if changes != Bilingual("", ""):
            self.version.changes = changes

    @property
    def says_nothing_new(self) -> bool:
        """Its readers would see what they see in the newest version."""
        latest = self.latest
        if latest is None or self.version.hash != latest.hash:
            return False
        return all(getattr(self.version, name) == getattr(latest, name) for name in SHOWN)


def propose(source: ModuleSource) -> Proposal:
    """What these texts would make; every fault that keeps them out is raised here, with its line and how to mend it."""
    module = _module_of(source)
    latest = queries.latest_version_or_none(module)
    laid = laid_out(source, queries.earlier_blocks(module), latest.number if latest else 0)
    return Proposal(_version_of(source, module, laid), [_block(module, one) for one in laid], latest, source.head.version)


def _module_of(source: ModuleSource) -> Module:
    """The module that the files are about; on a first import, a new one (not yet added: nothing is written before we know why)."""
    module = queries.module_with_slug(source.slug.en)
    if module is None:
        _refuse_taken_slug(source)
        taken = db.session.get(Module, source.head.id) is not None
        number = queries.next_module_id() if taken else source.head.id
        return Module(id=number, file_id=source.head.id if taken else None, slug=source.slug, languages=Languages.BOTH)
    if source.head.id not in {module.id, module.file_id}:
        reason = N_("The module %(slug)s is already known under the id %(id)d.", slug=source.slug.en, id=module.id)
        mend = N_("Write `id: %(id)d` in both files; for another module, write another slug.", id=module.id)
        raise source.fault("id", reason, mend)
    if source.slug.fr != module.slug.fr:
        reason = N_(
            "The French slug of module %(id)d is %(slug)s; addresses that people have kept depend on it.", id=module.id, slug=module.slug.fr
        )
        mend = N_("Write `slug: %(slug)s` here and in translation_of of the English file.", slug=module.slug.fr)
        raise source.fault("slug", reason, mend, lang="fr")
    return module


def _refuse_taken_slug(source: ModuleSource) -> None:
    other = queries.module_with_slug(source.slug.fr, "fr")
    if other:
        reason = N_("The French slug %(slug)s belongs to module %(id)d (%(other)s).", slug=source.slug.fr, id=other.id, other=other.slug.en)
        mend = N_("Choose another slug, and write it in translation_of of the English file.")
        raise source.fault("slug", reason, mend, lang="fr")


def _version_of(source: ModuleSource, module: Module, laid: Sequence[Laid]) -> ModuleVersion:
    head_en, head_fr = source.heads
    return ModuleVersion(
        module=module,
        status=source.status,
        title=source.text("title"),
        audience=source.text("audience"),
        content_note=source.text("content_note"),
        notice=source.text("notice"),
        changes=source.text("changes"),
        reading_minutes_en=head_en.reading_minutes,
        reading_minutes_fr=head_fr.reading_minutes,
        sensitive=source.head.sensitive,
        demo=source.head.demo,
        topics=source.head.topics,
        support_lines=source.head.support_lines,
        hash=version_hash((block.key, block.kind.value, block.markdown) for block in laid),
    )


def _block(module: Module, laid: Laid) -> Block:
    block = Block(module_id=module.id, key=laid.key, kind=laid.kind, position=laid.position, section_key=laid.section_key)
    say(block, laid.markdown)
    return block
