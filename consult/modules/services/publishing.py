"""Publish a version: from then on its text is frozen, and it takes the place of the one before."""

from collections.abc import Sequence

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import Incomplete, Refused
from consult.modules import queries, rules
from consult.modules.models import Block, ModuleVersion, VersionStatus


def publish_version(actor: User | None, version: ModuleVersion) -> None:
    """Freeze a version, number its paragraphs and put it before the public, in place of the one before.

    A consultation that asks about an earlier version stays on it: what people answer to does not change under them.
    """
    require(rules.may_edit_modules, actor)
    queries.lock(version.module)
    published = queries.published_version_or_none(version.module)
    if not rules.may_be_published(version, published):
        raise Refused(f"Version {version.number} of module {version.module_id} is not a draft, or a later one is published.")
    blocks = queries.blocks(version)
    missing = rules.missing_parts(version, blocks, follows=published is not None)
    if missing:
        raise Incomplete(missing)
    if published:
        published.status = VersionStatus.SUPERSEDED
        db.session.flush()  # first: a module has one published version at any moment
    _number(blocks)
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    version.published_by_id = actor.id if actor else None
    record(
        Action.MODULE_VERSION_PUBLISHED,
        version.published_by_id,
        f"module_version:{version.id}",
        detail={"module": version.module_id, "number": version.number, "hash": version.hash},
    )


def _number(blocks: Sequence[Block]) -> None:
    """Count the paragraphs through all sections, as people will name them."""
    numbers = rules.paragraph_numbers(blocks)
    for block in blocks:
        block.number = numbers.get(block.key)
