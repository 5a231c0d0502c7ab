"""Votes on comments and statements: one live row a person and item, and the answers that were changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.accounts.models import Perspective
from consult.core.db import EnumByValue, Model, one_of
from consult.core.seals import seal_column
from consult.feedback.models.vocabulary import Stance


class CommentVote(Model):
    """The one live answer of a person to a comment."""

    __tablename__ = "comment_votes"
    __table_args__ = (
        Index("ix_comment_votes_voter", "voter_id", "comment_id"),
        one_of("stance", Stance),
        one_of("perspective", Perspective),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))
    cast_at: Mapped[datetime | None]  # of an import, where its source does not say
    seal: Mapped[str] = seal_column()


class StatementVote(Model):
    """The one live answer of a person to a statement."""

    __tablename__ = "statement_votes"
    __table_args__ = (
        Index("ix_statement_votes_voter", "voter_id", "statement_id"),
        one_of("stance", Stance),
        one_of("perspective", Perspective),
    )

    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))
    cast_at: Mapped[datetime | None]  # of an import, where its source does not say
    seal: Mapped[str] = seal_column()


class FormerCommentVote(Model):
    """An answer that its voter changed: votes have their own history."""

    __tablename__ = "former_comment_votes"
    __table_args__ = (one_of("stance", Stance),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    stance: Mapped[Stance] = mapped_column(EnumByValue(Stance))
    cast_at: Mapped[datetime | None]  # of an import, where its source does not say
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
    cast_at: Mapped[datetime | None]  # of an import, where its source does not say
    replaced_at: Mapped[datetime]
