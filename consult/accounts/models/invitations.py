"""Tables of roles on offer: invitations that were mailed, and the link that makes the first administrator."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models.people import Role, User
from consult.core.db import EnumByValue, Model, one_of


class Invitation(Model):
    """A role offered to an e-mail address. Nothing is granted before it is accepted; sent again, only its newest link works.

    How it stands (open, accepted, expired, withdrawn) is computed from its dates: `rules.invitation_state`.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        one_of("role", Role),
        CheckConstraint("lang IN ('en', 'fr')", name="lang"),
        CheckConstraint("consultation_id IS NULL OR committee_id IS NULL", name="one_scope"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_by_somebody"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]  # as the administrator wrote it: mail goes there
    email_key: Mapped[str] = mapped_column(index=True)
    lang: Mapped[str]
    role: Mapped[Role] = mapped_column(EnumByValue(Role))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)  # whose role ends as this one begins
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    token_hash: Mapped[str | None]  # None until the job that mails it has made the token
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    withdrawn_at: Mapped[datetime | None]

    replaces: Mapped[User | None] = relationship(foreign_keys=replaces_id)


class SetupLink(Model):
    """The link that was printed last for making the first administrator; used once, its row goes."""

    __tablename__ = "setup_links"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
