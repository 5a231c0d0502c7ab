"""Tables of feedback: comments, statements, votes on both with their history."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import Perspective, Province, User
from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual, bilingual
from consult.core.db import EnumByValue, Model, one_of

BODY_MAX = 20_000
IMPORTED_BODY_MAX = 100_000
STATEMENT_MIN, STATEMENT_MAX = 10, 180
IMPORTED_STATEMENT_MAX = 1_000
SIGNATURE_MAX = 80
WHOLE_MODULE = ""  # the block key of a comment on the module as a whole


class Kind(enum.StrEnum):
    """What a comment is, in the words of the person who wrote it. A reply may have none."""

    SUPPORT = "support"
    CONCERN = "concern"
    QUESTION = "question"
    MISSING = "missing"
    EXPERIENCE = "experience"
    SUGGESTION = "suggestion"
    EVIDENCE = "evidence"


class Visibility(enum.StrEnum):
    """The only stored state of a comment's publicity."""

    PENDING = "pending"
    PUBLISHED = "published"
    RETURNED = "returned"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class AuthorChoice(enum.StrEnum):
    """How the author wants to appear; `team_only` is never public."""

    NAME = "name"
    INITIALS = "initials"
    ROLE_PROVINCE = "role_province"
    ANONYMOUS = "anonymous"
    TEAM_ONLY = "team_only"


class Origin(enum.StrEnum):
    """By which way a comment came in."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    SESSION = "session"
    IMPORT = "import"


class Stance(enum.StrEnum):
    """One person's answer to a comment or a statement. Skipping is not an answer."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNSURE = "unsure"


class StatementOrigin(enum.StrEnum):
    """Who a statement comes from."""

    SEEDED = "seeded"
    PROMOTED = "promoted"
    IMPORTED = "imported"


class StatementStatus(enum.StrEnum):
    """Only a live statement is shown and voted on."""

    DRAFT = "draft"
    LIVE = "live"
    REJECTED = "rejected"
    RETIRED = "retired"


class Tallied:
    """Three counters kept true in the transaction of each vote; `check` recounts them from rows."""

    agree_count: Mapped[int] = mapped_column(default=0)
    disagree_count: Mapped[int] = mapped_column(default=0)
    unsure_count: Mapped[int] = mapped_column(default=0)

    @property
    def seen(self) -> int:
        """How many people answered."""
        return self.agree_count + self.disagree_count + self.unsure_count


class Comment(Tallied, Model):
    """What one person wrote about a module, a section, a paragraph, or in reply to a comment."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        Index("ix_comments_thread", "consultation_id", "module_id", "block_key", "parent_id", "id"),
        Index("ix_comments_queue", "visibility", "id"),
        one_of("kind", Kind),
        one_of("visibility", Visibility),
        one_of("withdrawn_from", Visibility),
        one_of("author_choice", AuthorChoice),
        one_of("origin", Origin),
        one_of("perspective", Perspective),
        one_of("province", Province),
        CheckConstraint(f"length(body) BETWEEN 1 AND {IMPORTED_BODY_MAX}", name="body_length"),
        CheckConstraint("kind IS NOT NULL OR parent_id IS NOT NULL", name="kind_unless_reply"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)  # also its public number
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"), index=True)
    block_key: Mapped[str] = mapped_column(default=WHOLE_MODULE)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    kind: Mapped[Kind | None] = mapped_column(EnumByValue(Kind))
    body: Mapped[str]
    lang: Mapped[str]
    safe_html: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    author_choice: Mapped[AuthorChoice] = mapped_column(EnumByValue(AuthorChoice))
    signed_as: Mapped[str] = mapped_column(default="")  # the name shown; empty: none
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))  # shown where the author chose it
    province: Mapped[Province | None] = mapped_column(EnumByValue(Province))
    quote_ok: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[Origin] = mapped_column(EnumByValue(Origin), default=Origin.WEB)
    visibility: Mapped[Visibility] = mapped_column(EnumByValue(Visibility))
    withdrawn_from: Mapped[Visibility | None] = mapped_column(EnumByValue(Visibility))  # what it returns to, if restored
    reason_code: Mapped[str | None]  # of the decision that hid it
    posted_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # when it was hidden or withdrawn
    reply_count: Mapped[int] = mapped_column(default=0)  # published replies
    source: Mapped[str | None]
    source_id: Mapped[str | None]

    consultation: Mapped[Consultation] = relationship()
    author: Mapped[User | None] = relationship()
    parent: Mapped["Comment | None"] = relationship(remote_side="Comment.id")


class Statement(Tallied, Model):
    """A short sentence to agree or disagree with."""

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        one_of("origin", StatementOrigin),
        one_of("status", StatementStatus),
        CheckConstraint(f"length(text_en) <= {IMPORTED_STATEMENT_MAX} AND length(text_fr) <= {IMPORTED_STATEMENT_MAX}", name="text_length"),
        CheckConstraint("text_en <> '' OR text_fr <> ''", name="text_present"),
        CheckConstraint("origin = 'imported' OR (text_en <> '' AND text_fr <> '')", name="text_complete"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    text: Mapped[Bilingual] = bilingual("text")
    origin: Mapped[StatementOrigin] = mapped_column(EnumByValue(StatementOrigin))
    status: Mapped[StatementStatus] = mapped_column(EnumByValue(StatementStatus))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"), index=True)
    section_key: Mapped[str | None]
    source_id: Mapped[str | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()

    def place(self, lang: str) -> dict[str, int | str]:
        """Arguments of its address."""
        return {**self.consultation.place(lang), "number": self.number}


class CommentVote(Model):
    """The one live answer of a person to a comment."""

    __tablename__ = "comment_votes"
    __table_args__ = (one_of("stance", Stance), one_of("perspective", Perspective))

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))
    cast_at: Mapped[datetime]


class StatementVote(Model):
    """The one live answer of a person to a statement."""

    __tablename__ = "statement_votes"
    __table_args__ = (one_of("stance", Stance), one_of("perspective", Perspective))

    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))
    cast_at: Mapped[datetime]


class FormerCommentVote(Model):
    """An answer that its voter changed: votes have their own history."""

    __tablename__ = "former_comment_votes"
    __table_args__ = (one_of("stance", Stance),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    cast_at: Mapped[datetime]
    replaced_at: Mapped[datetime]


class FormerStatementVote(Model):
    """The same for statements."""

    __tablename__ = "former_statement_votes"
    __table_args__ = (one_of("stance", Stance),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"), index=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    cast_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
