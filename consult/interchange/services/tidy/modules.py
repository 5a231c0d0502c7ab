"""The modules of a tidy import: one a draft, each with one published version, and the spots that contributions are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select

from consult.consultations.models import Consultation, ConsultationModule
from consult.core import clock
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.db import db
from consult.core.slugs import first_free, slug_of
from consult.feedback.models import BEFORE_SECTIONS, WHOLE_MODULE
from consult.interchange.services.records import one_language, set_where_different
from consult.interchange.services.tidy.blocks import Written, write_blocks
from consult.interchange.source.tidy import Draft
from consult.modules.models import Block, Languages, Module, ModuleVersion, VersionStatus
from consult.modules.queries import next_module_id
from consult.modules.services import set_fingerprint

SOURCE = "tidy"
WORDS_A_MINUTE = 200


class Spot(NamedTuple):
    """What a contribution may be about, as the database names it."""

    module_id: int
    version_id: int
    block_key: str
    section_key: str


@dataclass
class Spots:
    """Where the documents and sections of the files are now."""

    documents: dict[str, Spot] = field(default_factory=dict)
    sections: dict[str, Spot] = field(default_factory=dict)
    written: int = 0
    replaced: list[tuple[str, Spot]] = field(default_factory=list)  # keys that are gone, and where their section is now


def write_modules(consultation: Consultation, drafts: Iterable[Draft]) -> Spots:
    """Write every module that is new or different."""
    spots = Spots()
    asked = {entry.module_id: entry for entry in consultation.modules}
    for place, draft in enumerate(drafts, start=1):
        module, written = _module(consultation, draft)
        version, changed = _version(module, draft)
        made = write_blocks(version, draft)
        written += changed + made.rows
        written += _place(consultation, asked.get(module.id), version, place)
        if written:
            _describe(version, made.blocks)
        spots.written += written
        _keep_spots(spots, draft, version, made)
    return spots


def _module(consultation: Consultation, draft: Draft) -> tuple[Module, int]:
    source_id = f"{consultation.source_id}/{draft.document.id}"
    module = db.session.scalar(select(Module).where(Module.source == SOURCE, Module.source_id == source_id))
    new = module is None
    if module is None:
        number = next_module_id()
        module = Module(id=number, slug=_free_slug(_title(draft)), source=SOURCE, source_id=source_id)
    languages = Languages.BOTH if draft.translation else Languages(draft.document.lang)
    changed = set_where_different(module, {"languages": languages})
    db.session.add(module)
    db.session.flush()
    return module, int(new or changed)


def _version(module: Module, draft: Draft) -> tuple[ModuleVersion, int]:
    """The one version. The day it was published is the source's own; where it says none, that of the import."""
    version = db.session.scalar(select(ModuleVersion).where(ModuleVersion.module_id == module.id))
    new = version is None
    if version is None:
        version = ModuleVersion(module=module, number=1, status=VersionStatus.PUBLISHED, published_at=clock.now(), hash="")
    said = draft.document.published_at
    values = {"title": _title(draft)} | ({"published_at": said} if said else {})
    changed = set_where_different(version, values)
    db.session.add(version)
    db.session.flush()
    return version, int(new or changed)


def _describe(version: ModuleVersion, blocks: list[Block]) -> None:
    """What follows from the blocks: fingerprint and reading time."""
    set_fingerprint(version, blocks)
    for lang in LANGUAGES:
        words = sum(len(block.markdown.read(lang).text.split()) for block in blocks)  # in the other language where there is only that
        setattr(version, f"reading_minutes_{lang}", -(-words // WORDS_A_MINUTE))
    db.session.flush()


def _place(consultation: Consultation, entry: ConsultationModule | None, version: ModuleVersion, place: int) -> int:
    new = entry is None
    if entry is None:
        entry = ConsultationModule(consultation_id=consultation.id, module_id=version.module_id, version_id=version.id, position=place)
        db.session.add(entry)
    changed = set_where_different(entry, {"position": place})
    db.session.flush()
    return int(new or changed)


def _keep_spots(spots: Spots, draft: Draft, version: ModuleVersion, written: Written) -> None:
    whole = Spot(version.module_id, version.id, WHOLE_MODULE, WHOLE_MODULE)
    spots.documents.update((document.id, whole) for document in draft.documents)
    made: Mapping[str | None, Block] = {block.source_id: block for block in written.blocks if block.source_id}
    for section, mate in draft.sections:
        block = made[section.id]
        spot = Spot(version.module_id, version.id, block.key, block.section_key or BEFORE_SECTIONS)
        spots.sections.update({one.id: spot for one in (section, mate) if one})
        if section.id in written.replaced:
            spots.replaced.append((written.replaced[section.id], spot))


def _title(draft: Draft) -> Bilingual:
    if draft.translation is None:
        return one_language(draft.document.title, draft.document.lang)
    return Bilingual(**{document.lang: document.title for document in draft.documents})


def _free_slug(title: Bilingual) -> Bilingual:
    """A slug from each title, from the other one where there is only one; free in its language."""
    halves = {}
    for lang in LANGUAGES:
        wished = slug_of(title.read(lang).text) or "document"
        column = getattr(Module, f"slug_{lang}")
        halves[lang] = first_free(wished, set(db.session.scalars(select(column).where(column.startswith(wished, autoescape=True)))))
    return Bilingual(**halves)
