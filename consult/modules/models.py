"""Tables of the curriculum: a module, its numbered versions, and the blocks that people comment on."""

import enum
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core import clock
from consult.core.bilingual import LANGUAGES, Bilingual, bilingual
from consult.core.db import EnumByValue, Model, one_of

IS_PUBLISHED = "status = 'published'"
IS_UNPUBLISHED = "status IN ('draft', 'in_review')"


class Languages(enum.StrEnum):
    """In which languages a text is there. Only an import from elsewhere may be in one alone."""

    BOTH = "both"
    EN = "en"
    FR = "fr"

    @property
    def needed(self) -> tuple[str, ...]:
        """The languages that must be complete before publication."""
        return LANGUAGES if self is Languages.BOTH else (self.value,)


class VersionStatus(enum.StrEnum):
    """How far a version has come. From `published` on, it never changes again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class BlockKind(enum.StrEnum):
    """What a block is in the text."""

    SECTION = "section"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    OUTCOME = "outcome"
    CONTENT_NOTE = "content_note"

    @property
    def letter(self) -> str:
        """The first letter of the keys of such blocks."""
        return {BlockKind.SECTION: "s", BlockKind.OUTCOME: "o", BlockKind.CONTENT_NOTE: "n"}.get(self, "b")


class Module(Model):
    """A module of the curriculum, whatever its version. Its English slug identifies it in files; its number is its address."""

    __tablename__ = "modules"
    __table_args__ = (
        UniqueConstraint("slug_en"),
        UniqueConstraint("slug_fr"),
        UniqueConstraint("source", "source_id"),
        one_of("languages", Languages),
        CheckConstraint("slug_en <> '' AND slug_fr <> ''", name="slugs"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # the importer chooses it
    file_id: Mapped[int | None]  # the number its files gave on the first import, where that one was taken
    slug: Mapped[Bilingual] = bilingual("slug")
    languages: Mapped[Languages] = mapped_column(EnumByValue(Languages), default=Languages.BOTH)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    def place(self, lang: str) -> dict[str, int | str]:
        """What the address of this module is made of."""
        return {"module_id": self.id, "slug": self.slug[lang]}


class ModuleVersion(Model):
    """One state of a module. People comment on a published one, so its text is frozen; the next state is a new version."""

    __tablename__ = "module_versions"
    __table_args__ = (
        UniqueConstraint("module_id", "number"),
        Index(
            "uq_module_versions_published", "module_id", unique=True, sqlite_where=text(IS_PUBLISHED), postgresql_where=text(IS_PUBLISHED)
        ),
        one_of("status", VersionStatus),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("title_en <> '' OR title_fr <> ''", name="title"),
        CheckConstraint(f"({IS_UNPUBLISHED}) = (published_at IS NULL)", name="published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(EnumByValue(VersionStatus), default=VersionStatus.DRAFT)
    title: Mapped[Bilingual] = bilingual("title")
    audience: Mapped[Bilingual] = bilingual("audience")
    content_note: Mapped[Bilingual] = bilingual("content_note")
    notice: Mapped[Bilingual] = bilingual("notice")  # a line above the text, such as "awaits Indigenous reviewers"
    reading_minutes_en: Mapped[int] = mapped_column(default=0)
    reading_minutes_fr: Mapped[int] = mapped_column(default=0)
    sensitive: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[Bilingual] = bilingual("changes")  # the change log: what is new in this version, and why
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    support_lines: Mapped[list[str]] = mapped_column(JSON, default=list)
    hash: Mapped[str]  # of its blocks in both languages (source.hashes)
    # Of an import, which may change it: the highest key of each letter that a block ever had. No new block gets an old key.
    last_keys: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    made_from: Mapped[int | None]  # the number of the version whose text it began with
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)

    # Always read with its module, in the same SELECT: no page shows one without the other.
    module: Mapped[Module] = relationship(lazy="joined", innerjoin=True)

    def reading_minutes(self, lang: str) -> int:
        """How long the text takes to read in this language."""
        return self.reading_minutes_fr if lang == "fr" else self.reading_minutes_en


class Block(Model):
    """One addressable part of a version. Its key is stable through versions and languages, never reused and never shown."""

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "source_id"),
        one_of("kind", BlockKind),
        CheckConstraint("markdown_en <> '' OR markdown_fr <> ''", name="markdown"),
        CheckConstraint("comment_count >= 0", name="comment_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    key: Mapped[str]
    kind: Mapped[BlockKind] = mapped_column(EnumByValue(BlockKind))
    # In order: the content note at 0, learning outcomes from 1, then the text.
    position: Mapped[int]
    section_key: Mapped[str | None]  # of a section: its own key; before the first section: none
    number: Mapped[int | None]  # the paragraph number people see, given at publication
    markdown: Mapped[Bilingual] = bilingual("markdown")
    html: Mapped[Bilingual] = bilingual("html")
    text_hash: Mapped[Bilingual] = bilingual("text_hash")
    comment_count: Mapped[int] = mapped_column(default=0)
    source_id: Mapped[str | None]  # of a heading: the section that an import made it from
