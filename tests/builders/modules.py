"""Modules, their versions and blocks; a version is published unless a test says otherwise."""

from hashlib import sha256

from sqlalchemy import func, select

from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.richtext import authored_html
from consult.modules.models import Block, BlockKind, Languages, Module, ModuleVersion, VersionStatus
from consult.modules.source.hashes import text_hashes

NOT_NUMBERED = {BlockKind.SECTION, BlockKind.OUTCOME, BlockKind.CONTENT_NOTE}
UNPUBLISHED = {VersionStatus.DRAFT, VersionStatus.IN_REVIEW}


def make_module(*, id: int | None = None, slug: Bilingual | None = None, languages: Languages = Languages.BOTH) -> Module:  # noqa: A002 - the column's name
    """A module without versions."""
    number = id or (db.session.scalar(select(func.max(Module.id))) or 0) + 1
    module = Module(id=number, slug=slug or Bilingual(f"module-{number}-en", f"module-{number}-fr"), languages=languages)
    db.session.add(module)
    db.session.flush()
    return module


def make_version(
    module: Module | None = None,
    *,
    number: int | None = None,
    status: VersionStatus = VersionStatus.PUBLISHED,
    title: Bilingual = Bilingual("The first minute", "La première minute"),
    sensitive: bool = False,
    notice: Bilingual = Bilingual("", ""),
) -> ModuleVersion:
    """A version without blocks, of a new module unless one is given."""
    module = module or make_module()
    latest = db.session.scalar(select(func.max(ModuleVersion.number)).where(ModuleVersion.module_id == module.id)) or 0
    number = number or latest + 1
    version = ModuleVersion(
        module=module,
        number=number,
        status=status,
        title=title,
        audience=Bilingual("Recruits", "Recrues"),
        content_note=Bilingual("", ""),
        notice=notice,
        changes=Bilingual("", "") if number == 1 else Bilingual("Clearer words.", "Des mots plus clairs."),
        reading_minutes_en=6,
        reading_minutes_fr=7,
        sensitive=sensitive,
        demo=False,
        topics=["de-escalation"],
        support_lines=["988"] if sensitive else [],
        hash=sha256(f"{module.id} {number}".encode()).hexdigest(),
        published_at=None if status in UNPUBLISHED else clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    return version


def make_block(
    version: ModuleVersion | None = None,
    *,
    key: str = "b01",
    kind: BlockKind = BlockKind.PARAGRAPH,
    markdown: Bilingual = Bilingual(
        "Many calls that end badly did not begin that way.", "Bien des interventions qui finissent mal n’ont pas commencé ainsi."
    ),
    section_key: str | None = None,
    comment_count: int = 0,
) -> Block:
    """The next block of a version, numbered as at publication where the version is published."""
    version = version or make_version()
    position, number = db.session.execute(
        select(func.coalesce(func.max(Block.position), 0) + 1, func.coalesce(func.max(Block.number), 0) + 1).where(
            Block.version_id == version.id
        )
    ).one()
    block = Block(
        version_id=version.id,
        module_id=version.module_id,
        key=key,
        kind=kind,
        position=0 if kind is BlockKind.CONTENT_NOTE else position,
        section_key=key if kind is BlockKind.SECTION else section_key,
        number=None if kind in NOT_NUMBERED or version.published_at is None else number,
        markdown=markdown,
        html=Bilingual(authored_html(markdown.en, "en"), authored_html(markdown.fr, "fr")),
        text_hash=text_hashes(markdown),
        comment_count=comment_count,
    )
    db.session.add(block)
    db.session.flush()
    return block
