"""Quotes: the words of a text that a comment is about, kept so that they are found again wherever they stand."""

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import EnumByValue, Model, one_of

CONTEXT_MAX = 32
MARKED_MOST = 200  # quotes of one block that are highlighted; of the others the words stand with their comments alone


class AnchorState(enum.StrEnum):
    """What became of the quoted words in the newest published version of their module."""

    EXACT = "exact"  # there is no newer one, or its block says the same
    CARRIED = "carried"  # the block has changed, these words have not
    MOVED = "moved"  # they stand in another block
    REWORDED = "reworded"
    REMOVED = "removed"


class Anchor(Model):
    """The quote of one comment, in one language of the block that the comment is on; its version never changes, so neither does this."""

    __tablename__ = "anchors"
    __table_args__ = (
        Index("ix_anchors_marked", "version_id", "is_marked", "block_key"),
        one_of("state", AnchorState),
        CheckConstraint("lang IN ('en', 'fr')", name="lang"),
        CheckConstraint("first >= 0 AND first < last", name="range"),
        CheckConstraint("length(exact) = last - first", name="exact"),
        CheckConstraint(f"length(prefix) <= {CONTEXT_MAX} AND length(suffix) <= {CONTEXT_MAX}", name="context"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("(found_key IS NULL) = (found_first IS NULL) AND (found_key IS NULL) = (found_last IS NULL)", name="found"),
        CheckConstraint("(state = 'removed') = (found_key IS NULL)", name="removed"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"))
    block_key: Mapped[str]
    lang: Mapped[str] = mapped_column(String(2))
    # In Unicode code points of the block's plain text (core.richtext.plain_text).
    first: Mapped[int]
    last: Mapped[int]  # exclusive
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    is_marked: Mapped[bool] = mapped_column(default=False)  # its comment is public, and it is among those that are highlighted
    # Where the words stand in the newest version that they were looked for in; at first, their own.
    carried_to_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"), index=True)
    state: Mapped[AnchorState] = mapped_column(EnumByValue(AnchorState), default=AnchorState.EXACT)
    score: Mapped[int] = mapped_column(default=100)  # likeness, in hundredths
    found_key: Mapped[str | None]
    found_first: Mapped[int | None]
    found_last: Mapped[int | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
