"""A version written back as the file of one language: read again, it is the same version."""

import re
from collections.abc import Iterator, Sequence

import yaml

from consult.core.i18n import TAGS, other
from consult.modules.models import Block, BlockKind, ModuleVersion, VersionStatus

IN_FRONT_MATTER = frozenset({BlockKind.OUTCOME, BlockKind.CONTENT_NOTE})
# A code may stand without quotation marks where YAML reads it as the same text (not so `no` or `988`).
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def written(version: ModuleVersion, blocks: Sequence[Block], lang: str, *, as_base: bool = False) -> str:
    """The whole file: front matter, title, text. As the base of a new version it is without the change log, which is the old one's."""
    head = "".join(line for line in _head(version, blocks, lang) if not (as_base and line.startswith("changes: ")))
    return f"---\n{head}---\n# {version.title[lang]}\n{''.join(_body(blocks, lang))}"


def _head(version: ModuleVersion, blocks: Sequence[Block], lang: str) -> Iterator[str]:
    module, status = version.module, version.status
    yield f"id: {module.id}\n"
    yield f"slug: {_code(module.slug[lang])}\n"
    yield f"lang: {TAGS[lang]}\n"
    yield f"translation_of: {_code(module.slug[other(lang)])}\n"
    yield f"title: {_quoted(version.title[lang])}\n"
    yield f"version: {version.number}\n"
    yield f"status: {'draft_for_consultation' if status is VersionStatus.DRAFT else status.value}\n"
    if version.demo:
        yield "demo: true\n"
    yield f"audience: {_quoted(version.audience[lang])}\n"
    yield f"reading_minutes: {version.reading_minutes(lang)}\n"
    if version.topics:
        yield f"topics: [{', '.join(map(_code, version.topics))}]\n"
    if version.sensitive:
        yield "sensitive: true\n"
    yield from (f"content_note: {_quoted(block.markdown[lang])}\n" for block in blocks if block.kind is BlockKind.CONTENT_NOTE)
    if version.notice[lang]:
        yield f"notice: {_quoted(version.notice[lang])}\n"
    if version.changes[lang]:
        yield f"changes: {_quoted(version.changes[lang])}\n"
    if version.support_lines:
        yield f"support_lines: [{', '.join(map(_code, version.support_lines))}]\n"
    outcomes = [block.markdown[lang] for block in blocks if block.kind is BlockKind.OUTCOME]
    if outcomes:
        yield "learning_outcomes:\n" + "".join(f"  - {_quoted(outcome)}\n" for outcome in outcomes)


def _quoted(text: str) -> str:
    quoted: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return quoted.rstrip("\n")


def _code(text: str) -> str:
    return text if CODE.fullmatch(text) and yaml.safe_load(text) == text else _quoted(text)


def _body(blocks: Sequence[Block], lang: str) -> Iterator[str]:
    """Items are counted, whatever their marks were: the blocks do not keep them, and no reader sees them."""
    item = 0
    for block in blocks:
        if block.kind in IN_FRONT_MATTER:
            continue
        item = item + 1 if block.kind is BlockKind.ITEM else 0
        first, further = {
            BlockKind.SECTION: ("## ", ""),
            BlockKind.QUOTE: ("> ", "> "),
            BlockKind.ITEM: (f"{item}. ", "   "),
        }.get(block.kind, ("", ""))
        words = block.markdown[lang].replace("\n", f"\n{further}")
        # The items of one list stand together; everything else is set apart by an empty line.
        apart = "" if item > 1 else "\n"
        yield f"{apart}{first}{words} {{#{block.key}}}\n"
