"""Texts that wait for a link: their author gave an e-mail address and no passphrase, and has not confirmed it yet."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.core.db import EnumByValue, Model, one_of
from consult.feedback.models.comments import MARKED, Comment
from consult.feedback.models.vocabulary import Kind


class UnconfirmedComment(Model):
    """A comment that is none yet. Nobody but the holder of the link reads it; it is deleted once it is sent, or after some days."""

    __tablename__ = "unconfirmed_comments"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index("uq_unconfirmed_comments_once_hash", "once_hash", unique=True, sqlite_where=text(MARKED), postgresql_where=text(MARKED)),
        one_of("kind", Kind),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64))  # of the newest link that was mailed
    expires_at: Mapped[datetime]  # of the link; the text stays longer
    email: Mapped[str]
    email_key: Mapped[str]
    name: Mapped[str]
    mail_lang: Mapped[str] = mapped_column(String(2))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_versions.id"), index=True)
    block_key: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    kind: Mapped[Kind | None] = mapped_column(EnumByValue(Kind))
    body: Mapped[str]
    lang: Mapped[str]
    more: Mapped[dict[str, str | bool]] = mapped_column(JSON, default=dict)  # `More`, as JSON
    written_at: Mapped[datetime] = mapped_column(index=True)
    once_hash: Mapped[str | None] = mapped_column(String(64))  # of the word of the page that sent it (services.once)

    consultation: Mapped[Consultation] = relationship()
    parent: Mapped[Comment | None] = relationship()
