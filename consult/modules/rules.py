"""Who may change the curriculum, what a version still lacks, and which of its states may follow which."""

from collections.abc import Iterable

from consult.accounts.models import Role, User
from consult.core.bilingual import Bilingual
from consult.modules.models import Block, BlockKind, ModuleVersion, VersionStatus

NUMBERED = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM})
UNPUBLISHED = frozenset({VersionStatus.DRAFT, VersionStatus.IN_REVIEW})
TRANSITIONS: dict[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.IN_REVIEW, VersionStatus.PUBLISHED}),
    VersionStatus.IN_REVIEW: frozenset({VersionStatus.DRAFT, VersionStatus.PUBLISHED}),
    VersionStatus.PUBLISHED: frozenset({VersionStatus.SUPERSEDED}),
    VersionStatus.SUPERSEDED: frozenset(),
}


def may_edit_modules(actor: User | None) -> bool:
    """May bring in a new version of a module, and publish one."""
    return actor is not None and (actor.holds(Role.EDITOR) or actor.holds(Role.ADMINISTRATOR))


def is_frozen(version: ModuleVersion) -> bool:
    """People may have commented on its wording: nothing in it changes any more."""
    return version.status not in UNPUBLISHED


def may_be_published(version: ModuleVersion, published: ModuleVersion | None) -> bool:
    """A version is published once, and never after a later one."""
    comes_later = published is None or published.number < version.number
    return comes_later and VersionStatus.PUBLISHED in TRANSITIONS[version.status]


def may_read_drafts(actor: User | None) -> bool:
    """A version that is not published is for staff alone."""
    return actor is not None and actor.is_staff


def paragraph_numbers(blocks: Iterable[Block]) -> dict[str, int]:
    """The numbers by which people name the paragraphs of a version, counted through all sections, by key."""
    return {key: number for number, key in enumerate((block.key for block in blocks if block.kind in NUMBERED), start=1)}


def missing_parts(version: ModuleVersion, blocks: Iterable[Block], *, follows: bool = False) -> list[str]:
    """What is still to be written before publication, as codes: `title_fr`, `b07_en`; `blocks` where there is no text at all.

    A version that `follows` one that people have read also says what is new, in both languages.
    """
    blocks = list(blocks)
    texts: list[tuple[str, Bilingual]] = [("title", version.title)]
    texts += [("changes", version.changes)] if follows or version.changes.en or version.changes.fr else []
    # These may be left out, but not in one language alone.
    texts += [(name, text) for name in ("audience", "content_note", "notice") if (text := getattr(version, name)).en or text.fr]
    texts += [(block.key, block.markdown) for block in blocks]
    missing = [f"{name}_{lang}" for name, text in texts for lang in version.module.languages.needed if not text[lang].strip()]
    return missing if blocks else [*missing, "blocks"]
