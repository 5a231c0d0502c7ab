"""Reads of the curriculum, each one SELECT; a version always comes with its module."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from consult.accounts.models import User
from consult.core.db import db
from consult.core.errors import NotFound
from consult.core.paging import Page
from consult.modules.models import Block, BlockKind, Module, ModuleVersion, VersionStatus
from consult.modules.source.hashes import section_hashes

MODULES_A_PAGE = 20
# Which blocks stand beside each other on the page: the outcomes are a list of their own, the content note stands alone.
APART = frozenset({BlockKind.OUTCOME, BlockKind.CONTENT_NOTE})

_PLACE = select(Block.position).where(Block.version_id == bindparam("version"), Block.key == bindparam("key")).scalar_subquery()
_AROUND = (
    select(Block).where(Block.version_id == bindparam("version"), Block.position.between(_PLACE - 1, _PLACE + 1)).order_by(Block.position)
)


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, in the order of the text."""

    blocks: tuple[Block, ...]

    @property
    def heading(self) -> Block:
        """The block that names it; its key is the section's."""
        return self.blocks[0]

    @property
    def key(self) -> str:
        """What addresses it."""
        return self.heading.key

    @property
    def wording(self) -> str:
        """Its fingerprint, which a ballot on it is pinned to."""
        return section_hashes(self.blocks)[self.key]


def module(module_id: int) -> Module:
    """A module by its number."""
    found = db.session.get(Module, module_id)
    if found is None:
        raise NotFound(f"There is no module {module_id}.")
    return found


def lock(module: Module) -> None:
    """Let nobody else change what versions there are, until this transaction ends. In SQLite only one person writes at a time anyway."""
    db.session.execute(select(Module.id).where(Module.id == module.id).with_for_update())


def lock_all(module_ids: Collection[int]) -> None:
    """The same for several, in order of their numbers, so that two who lock them at once wait for each other instead of for ever."""
    rows = select(Module.id).where(Module.id.in_(module_ids)).order_by(Module.id)
    db.session.execute(rows.with_for_update(key_share=True))


def module_with_slug(slug: str, lang: str = "en") -> Module | None:
    """The module of this slug; the English one identifies it in files."""
    column = Module.slug_en if lang == "en" else Module.slug_fr  # type: ignore[attr-defined]  # made by `bilingual`
    return db.session.scalar(select(Module).where(column == slug))


def next_module_id() -> int:
    """The number after the highest one."""
    return (db.session.scalar(select(func.max(Module.id))) or 0) + 1


def published_version(module: Module) -> ModuleVersion:
    """The version that people read and comment on."""
    found = published_version_or_none(module)
    if found is None:
        raise NotFound(f"Module {module.id} has no published version.")
    return found


def published_version_or_none(module: Module) -> ModuleVersion | None:
    """The same, where there may be none yet."""
    return db.session.scalar(
        select(ModuleVersion).where(ModuleVersion.module_id == module.id, ModuleVersion.status == VersionStatus.PUBLISHED)
    )


def version(module: Module, number: int) -> ModuleVersion:
    """A version by its number within the module."""
    found = db.session.scalar(select(ModuleVersion).where(ModuleVersion.module_id == module.id, ModuleVersion.number == number))
    if found is None:
        raise NotFound(f"Module {module.id} has no version {number}.")
    return found


def latest_version(module: Module) -> ModuleVersion:
    """The version with the highest number, published or not."""
    found = latest_version_or_none(module)
    if found is None:
        raise NotFound(f"Module {module.id} has no version.")
    return found


def latest_version_or_none(module: Module) -> ModuleVersion | None:
    """The same, where there may be none yet."""
    newest = select(ModuleVersion).where(ModuleVersion.module_id == module.id).order_by(ModuleVersion.number.desc()).limit(1)
    return db.session.scalar(newest)


def version_before(version: ModuleVersion) -> ModuleVersion | None:
    """The last version published before this one: what its readers knew."""
    query = select(ModuleVersion).where(
        ModuleVersion.module_id == version.module_id, ModuleVersion.number < version.number, ModuleVersion.published_at.is_not(None)
    )
    return db.session.scalar(query.order_by(ModuleVersion.number.desc()).limit(1))


def blocks(version: ModuleVersion) -> list[Block]:
    """All blocks of a version: content note, learning outcomes, then the text in its order."""
    return list(db.session.scalars(select(Block).where(Block.version_id == version.id).order_by(Block.position)))


def block(version: ModuleVersion, key: str) -> Block:
    """One block of a version."""
    found = db.session.scalar(select(Block).where(Block.version_id == version.id, Block.key == key))
    if found is None:
        raise NotFound(key)
    return found


def wordings(version_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """The fingerprint of each section of these versions, by version and section key: what a ballot on the section is pinned to."""
    return {(number, section.key): section.wording for number, found in sections_of(version_ids).items() for section in found}


def section(version_id: int, key: str) -> Section:
    """One section of a version."""
    query = select(Block).where(Block.version_id == version_id, Block.section_key == key).order_by(Block.position)
    found = next(iter(sections(db.session.scalars(query))), None)
    if found is None:
        raise NotFound(key)
    return found


def sections(blocks: Iterable[Block]) -> list[Section]:
    """The sections among the blocks of one version, given in order; what stands above the first heading is in none."""
    return [Section(tuple(members)) for key, members in groupby(blocks, key=lambda block: block.section_key) if key]


def sections_of(version_ids: Collection[int]) -> dict[int, list[Section]]:
    """All sections of several versions, by version."""
    query = (
        select(Block).where(Block.version_id.in_(version_ids), Block.section_key.is_not(None)).order_by(Block.version_id, Block.position)
    )
    versions = groupby(db.session.scalars(query), key=lambda block: block.version_id)
    return {number: sections(blocks) for number, blocks in versions}


def around(version: ModuleVersion, key: str) -> list[Block]:
    """A block between the one before and the one after it, for a page that shows it in its place."""
    found = list(db.session.scalars(_AROUND, {"version": version.id, "key": key}))
    middle = next((one for one in found if one.key == key), None)
    if middle is None:
        raise NotFound(key)
    return [one for one in found if _stand_together(one, middle)]


def earlier_blocks(module: Module) -> Sequence[tuple[Block, int]]:
    """Every block that a version of this module ever had, oldest first, with the number of that version."""
    query = (
        select(Block, ModuleVersion.number)
        .join(ModuleVersion, ModuleVersion.id == Block.version_id)
        .where(Block.module_id == module.id)
        .order_by(ModuleVersion.number, Block.position)
    )
    return [(one, number) for one, number in db.session.execute(query)]


def _stand_together(one: Block, other: Block) -> bool:
    """Both are of the text, or both are learning outcomes."""
    return one.kind is other.kind or not {one.kind, other.kind} & APART


def version_by_id(version_id: int) -> ModuleVersion:
    """One version by its row, for a comment that was made on it."""
    found = db.session.get(ModuleVersion, version_id)
    if found is None:
        raise NotFound(version_id)
    return found


def readable_versions(module: Module, *, drafts: bool = False) -> list[ModuleVersion]:
    """What was published of a module, oldest first; with drafts for those who may read them."""
    query = select(ModuleVersion).where(ModuleVersion.module_id == module.id).order_by(ModuleVersion.number)
    return list(db.session.scalars(query if drafts else query.where(ModuleVersion.published_at.is_not(None))))


def blocks_of(versions: Collection[ModuleVersion]) -> dict[int, list[Block]]:
    """All blocks of several versions in their order, by version."""
    numbers = [version.id for version in versions]
    query = select(Block).where(Block.version_id.in_(numbers)).order_by(Block.version_id, Block.position)
    found = {version_id: list(blocks) for version_id, blocks in groupby(db.session.scalars(query), key=lambda block: block.version_id)}
    return {number: found.get(number, []) for number in numbers}


@dataclass(frozen=True)
class State:
    """A version with who made it and who published it."""

    version: ModuleVersion
    maker: User | None
    publisher: User | None


def history(module: Module) -> list[State]:
    """Every version of a module, the newest first, with who made and who published it."""
    maker, publisher = aliased(User), aliased(User)
    query = (
        select(ModuleVersion, maker, publisher)
        .outerjoin(maker, maker.id == ModuleVersion.created_by_id)
        .outerjoin(publisher, publisher.id == ModuleVersion.published_by_id)
        .where(ModuleVersion.module_id == module.id)
        .order_by(ModuleVersion.number.desc())
    )
    return [State(version, made, published) for version, made, published in db.session.execute(query)]


@dataclass(frozen=True)
class Listed:
    """A module with its versions, the newest first."""

    module: Module
    versions: tuple[ModuleVersion, ...]

    @property
    def newest(self) -> ModuleVersion:
        """The one with the highest number."""
        return self.versions[0]

    @property
    def published(self) -> ModuleVersion | None:
        """The one that people read."""
        return next((version for version in self.versions if version.status is VersionStatus.PUBLISHED), None)


def all_modules(after: int = 0) -> Page[Listed]:
    """The modules by number, with their versions."""
    some = select(Module.id).where(Module.id > after).order_by(Module.id).limit(MODULES_A_PAGE + 1)
    numbers = select(some.subquery().c.id)
    query = select(ModuleVersion).where(ModuleVersion.module_id.in_(numbers))
    ordered = db.session.scalars(query.order_by(ModuleVersion.module_id, ModuleVersion.number.desc()))
    found = [Listed(versions[0].module, versions) for versions in (tuple(rows) for _id, rows in groupby(ordered, key=_module_id))]
    if len(found) <= MODULES_A_PAGE:
        return Page(found, None)
    kept = found[:MODULES_A_PAGE]
    return Page(kept, kept[-1].module.id)


def _module_id(version: ModuleVersion) -> int:
    return version.module_id
