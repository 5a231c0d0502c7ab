"""The counters that pages read instead of counting: kept true in the transaction of each change, by statements that are written once."""

from typing import Any

from sqlalchemy import bindparam, select, update

from consult.consultations.models import ConsultationModule
from consult.core.db import db, rows_of
from consult.core.errors import NotFound
from consult.feedback.models import BEFORE_SECTIONS, WHOLE_MODULE, AuthorChoice, Comment
from consult.feedback.services.quotes import mark_quote
from consult.modules.models import Block

_entries, _blocks, _comments = (rows_of(table).c for table in (ConsultationModule, Block, Comment))
_change: Any = bindparam("change")
_MODULE = (
    update(rows_of(ConsultationModule))
    .where(_entries.consultation_id == bindparam("consultation"), _entries.module_id == bindparam("module"))
    .values(
        revision=_entries.revision + 1,
        comment_count=_entries.comment_count + _change,
        general_count=_entries.general_count + bindparam("general"),
    )
)
_BLOCK = (
    update(rows_of(Block))
    .where(_blocks.version_id == bindparam("version"), _blocks.key == bindparam("block"))
    .values(comment_count=_blocks.comment_count + _change)
)
_PARENT = update(rows_of(Comment)).where(_comments.id == bindparam("parent")).values(reply_count=_comments.reply_count + _change)
_SECTION = select(_blocks.section_key).where(_blocks.version_id == bindparam("version"), _blocks.key == bindparam("block"))


def count_published(comment: Comment, change: int) -> None:
    """Add a published comment to, or take it from, every counter that pages read: block, module, parent.

    Also where the counts stay (a waiting comment is hidden: its tombstone appears), the module has a new revision: kept pages are old.
    """
    if comment.author_choice is AuthorChoice.TEAM_ONLY:
        return
    db.session.flush()
    if change:
        mark_quote(comment, is_public=change > 0)
    connection, is_general = db.session.connection(), comment.block_key == WHOLE_MODULE
    place = {"consultation": comment.consultation_id, "module": comment.module_id}
    connection.execute(_MODULE, {**place, "change": change, "general": change if is_general else 0})
    if change and not is_general:
        connection.execute(_BLOCK, {"version": comment.version_id, "block": comment.block_key, "change": change})
    if change and comment.parent_id is not None:
        connection.execute(_PARENT, {"parent": comment.parent_id, "change": change})
    _read_again()


def section_of(version_id: int, block_key: str) -> str:
    """The section of a block: its own key, `start` above the first heading."""
    if block_key == WHOLE_MODULE:
        return WHOLE_MODULE
    found = db.session.connection().execute(_SECTION, {"version": version_id, "block": block_key}).first()
    if found is None:
        raise NotFound(block_key)
    return found.section_key or BEFORE_SECTIONS


def _read_again() -> None:
    """What the session has read of these counters is old now."""
    names: dict[type[object], list[str]] = {
        ConsultationModule: ["revision", "comment_count", "general_count"],
        Block: ["comment_count"],
        Comment: ["reply_count"],
    }
    for found in db.session.identity_map.values():
        if type(found) in names:
            db.session.expire(found, names[type(found)])
