"""Comments, and the indexes that keep every list of comments as fast at a million rows as at twenty."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Perspective, Province, User
from consult.consultations.models import Consultation
from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models.anchors import Anchor
from consult.feedback.models.vocabulary import (
    IMPORTED_BODY_MAX,
    IMPORTED_TITLE_MAX,
    WHOLE_MODULE,
    AuthorChoice,
    Kind,
    Origin,
    Tallied,
    Visibility,
)

if TYPE_CHECKING:
    from consult.feedback.models.suggestions import Suggestion

# A database uses an index of some rows only for a query that says the same of the rows in the same words: `queries` writes these.
SHOWN = "visibility IN ('published', 'hidden', 'withdrawn')"  # or what is left of it in public
LISTED = "visibility = 'published' AND author_choice <> 'team_only'"
ROOT = "parent_id IS NULL"
MARKED = "once_hash IS NOT NULL"  # what a page sent that sends it once
RECEIPTED = "receipt_hash IS NOT NULL"  # all but what was imported


def _listing(name: str, condition: str, *columns: str) -> Index:
    """The rows of one list in the order they are paged: equal columns first, then the key."""
    return Index(f"ix_comments_{name}", *columns, "id", sqlite_where=text(condition), postgresql_where=text(condition))


_THREAD = ("consultation_id", "module_id", "block_key")
_SECTION = ("consultation_id", "module_id", "section_key")
LISTINGS = (
    _listing("thread", f"{ROOT} AND {SHOWN}", *_THREAD),
    _listing("thread_lang", f"{ROOT} AND {LISTED}", *_THREAD, "lang"),
    _listing("thread_kind", f"{ROOT} AND {LISTED}", *_THREAD, "kind"),
    _listing("thread_lang_kind", f"{ROOT} AND {LISTED}", *_THREAD, "lang", "kind"),
    _listing("all", LISTED, "consultation_id"),
    _listing("all_lang", LISTED, "consultation_id", "lang"),
    _listing("all_kind", LISTED, "consultation_id", "kind"),
    _listing("all_lang_kind", LISTED, "consultation_id", "lang", "kind"),
    _listing("section", LISTED, *_SECTION),
    _listing("section_lang", LISTED, *_SECTION, "lang"),
    _listing("section_kind", LISTED, *_SECTION, "kind"),
    _listing("section_lang_kind", LISTED, *_SECTION, "lang", "kind"),
)


class Comment(Tallied, Model):
    """What one person wrote about a module, a section, a paragraph, or in reply to a comment."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        Index("ix_comments_queue", "visibility", "id"),
        Index("ix_comments_version_id_block_key", "version_id", "block_key"),  # `check` recounts each block by it
        Index(
            "uq_comments_receipt_hash",
            "receipt_hash",
            unique=True,
            sqlite_where=text(RECEIPTED),
            postgresql_where=text(RECEIPTED),
        ),
        Index("uq_comments_once_hash", "once_hash", unique=True, sqlite_where=text(MARKED), postgresql_where=text(MARKED)),
        Index("ix_comments_author", "author_id", "id"),  # a person's own, the newest first
        Index("ix_comments_replies", "parent_id", "id"),  # whole: it also serves the foreign key, and PostgreSQL would choose between two
        *LISTINGS,
        one_of("kind", Kind),
        one_of("visibility", Visibility),
        one_of("withdrawn_from", Visibility),
        one_of("author_choice", AuthorChoice),
        one_of("origin", Origin),
        one_of("perspective", Perspective),
        one_of("province", Province),
        CheckConstraint(f"length(body) <= {IMPORTED_BODY_MAX}", name="body_length"),
        CheckConstraint("body <> '' OR (kind = 'suggestion' AND origin = 'import')", name="body_present"),
        CheckConstraint(f"length(title) <= {IMPORTED_TITLE_MAX}", name="title_length"),
        CheckConstraint("kind IS NOT NULL OR parent_id IS NOT NULL", name="kind_unless_reply"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # also its public number
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"))
    block_key: Mapped[str] = mapped_column(default=WHOLE_MODULE)
    section_key: Mapped[str] = mapped_column(default=WHOLE_MODULE)  # of the section that the block stands in
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    kind: Mapped[Kind | None] = mapped_column(EnumByValue(Kind))
    title: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    lang: Mapped[str]
    safe_html: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author_choice: Mapped[AuthorChoice] = mapped_column(EnumByValue(AuthorChoice))
    signed_as: Mapped[str] = mapped_column(default="")  # the name shown; empty: none
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))  # shown where the author chose it
    province: Mapped[Province | None] = mapped_column(EnumByValue(Province))
    quote_ok: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[Origin] = mapped_column(EnumByValue(Origin), default=Origin.WEB)
    visibility: Mapped[Visibility] = mapped_column(EnumByValue(Visibility))
    withdrawn_from: Mapped[Visibility | None] = mapped_column(EnumByValue(Visibility))  # what it returns to, if restored
    reason_code: Mapped[str | None]  # of the decision that hid it
    posted_at: Mapped[datetime | None]  # of an import, where its source does not say
    settled_at: Mapped[datetime | None]  # when it was hidden or withdrawn
    edited_at: Mapped[datetime | None]  # when its words changed last after they had been public
    reply_count: Mapped[int] = mapped_column(default=0)  # published replies
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    receipt_hash: Mapped[str | None] = mapped_column(String(64))  # of the code that its author holds (core.receipts)
    once_hash: Mapped[str | None] = mapped_column(String(64))  # of the word of the page that sent it (services.once)

    consultation: Mapped[Consultation] = relationship()
    author: Mapped[User | None] = relationship()
    parent: Mapped["Comment | None"] = relationship(remote_side="Comment.id")
    suggestion: Mapped["Suggestion | None"] = relationship(back_populates="comment")
    anchor: Mapped["Anchor | None"] = relationship(viewonly=True)  # pages read it with the comment
