"""Tables of people: accounts, roles, committees, sessions and the one-time links that are mailed."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.core import clock
from consult.core.bilingual import Bilingual, bilingual, complete_unless
from consult.core.db import EnumByValue, Model, one_of

DISPLAY_NAME_MAX = 80
EVERYWHERE = "consultation_id IS NULL AND committee_id IS NULL"


def _now() -> datetime:
    """The moment a row is made. The clock is looked up each time, so that tests can stop it."""
    return clock.now()


class Origin(enum.StrEnum):
    """By which way an account came to be."""

    WEB = "web"
    COMMAND = "command"
    IMPORT = "import"
    DEMO = "demo"


class Role(enum.StrEnum):
    """What a person may be beside a participant, which everybody with an account is."""

    MODERATOR = "moderator"
    ANALYST = "analyst"
    EDITOR = "editor"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_CHAIR = "committee_chair"
    SAFETY_OFFICER = "safety_officer"
    ADMINISTRATOR = "administrator"


class Perspective(enum.StrEnum):
    """From where a person speaks of policing, in their own words to choose from."""

    COMMUNITY = "community"
    POLICE = "police"
    ACADEMIC = "academic"
    GOVERNMENT = "government"
    JUSTICE = "justice"
    SERVICES = "services"
    OTHER = "other"


class Province(enum.StrEnum):
    """The thirteen provinces and territories by their postal codes, and elsewhere."""

    AB = "AB"
    BC = "BC"
    MB = "MB"
    NB = "NB"
    NL = "NL"
    NS = "NS"
    NT = "NT"
    NU = "NU"
    ON = "ON"
    PE = "PE"
    QC = "QC"
    SK = "SK"
    YT = "YT"
    OUTSIDE = "outside"


class Purpose(enum.StrEnum):
    """What a mailed link is good for."""

    CONFIRM = "confirm"
    RESET = "reset"


class AboutYou(enum.StrEnum):
    """Where the one invitation to say something of oneself stands: made after the first contribution, and never again."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    SETTLED = "settled"  # the person said something, or "Not now"


class User(Model):
    """A person with an account, or one of whom an imported consultation knows only a number (no e-mail, no passphrase)."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email_key"),
        UniqueConstraint("source", "source_id"),
        one_of("origin", Origin),
        one_of("about_you", AboutYou),
        CheckConstraint("lang IN ('en', 'fr')", name="lang"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email_with_key"),
        CheckConstraint(f"length(display_name) <= {DISPLAY_NAME_MAX}", name="display_name_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None]  # as the person wrote it: mail goes there
    email_key: Mapped[str | None]  # the same mailbox in any spelling (core.mailboxes)
    passphrase_hash: Mapped[str | None]
    lang: Mapped[str] = mapped_column(default="en")  # of mails; pages have theirs in the path
    display_name: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=_now)
    origin: Mapped[Origin] = mapped_column(EnumByValue(Origin), default=Origin.WEB)
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    about_you: Mapped[AboutYou] = mapped_column(EnumByValue(AboutYou), default=AboutYou.NOT_ASKED, server_default=AboutYou.NOT_ASKED.value)

    grants: Mapped[list["RoleGrant"]] = relationship(foreign_keys="RoleGrant.user_id", back_populates="user", cascade="all, delete-orphan")
    profile: Mapped["Profile | None"] = relationship(back_populates="user")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds, wherever they apply."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Holds at least one role, anywhere."""
        return bool(self.grants)

    @property
    def is_active(self) -> bool:
        """Not disabled: this name and the three below are Flask-Login's."""
        return self.disabled_at is None

    @property
    def is_authenticated(self) -> bool:
        """An account, not a visitor."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """Never: a visitor is None to this site."""
        return False

    def get_id(self) -> str:
        """The account's number."""
        return str(self.id)

    def holds(self, role: Role, *, consultation_id: int | None = None, committee_id: int | None = None) -> bool:
        """Hold this role, and for this consultation or committee where one is given; a grant without a scope counts everywhere.

        Without a scope in the question, holding the role anywhere is enough: for menus and lists. An administrator is no
        moderator, editor or committee member by it: what administrators may do, `rules` says.
        """
        return any(grant.role is role and grant.reaches(consultation_id, committee_id) for grant in self.grants)


class Profile(Model):
    """What a person chose to say of where they stand; every part may be empty. It is the declared group of every analysis."""

    __tablename__ = "profiles"
    __table_args__ = (one_of("perspective", Perspective), one_of("province", Province))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    perspective: Mapped[Perspective | None] = mapped_column(EnumByValue(Perspective))
    province: Mapped[Province | None] = mapped_column(EnumByValue(Province))

    user: Mapped[User] = relationship(back_populates="profile")


class Committee(Model):
    """A standard-setting committee: it reads the reports of its consultations and answers them."""

    __tablename__ = "committees"
    __table_args__ = (complete_unless("name", condition="1 = 0"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Bilingual] = bilingual("name")


class RoleGrant(Model):
    """One role of one person: everywhere, or for one consultation or committee. Revoking removes it; the audit keeps the history."""

    __tablename__ = "role_grants"
    __table_args__ = (
        # NULLs are distinct in a unique constraint, so each kind of scope has its own index.
        Index(
            "uq_role_grants_everywhere", "user_id", "role", unique=True, sqlite_where=text(EVERYWHERE), postgresql_where=text(EVERYWHERE)
        ),
        UniqueConstraint("user_id", "role", "consultation_id"),
        UniqueConstraint("user_id", "role", "committee_id"),
        one_of("role", Role),
        CheckConstraint("consultation_id IS NULL OR committee_id IS NULL", name="one_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumByValue(Role))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id"), index=True)
    granted_at: Mapped[datetime] = mapped_column(default=_now)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)  # None: the command line

    user: Mapped[User] = relationship(foreign_keys=user_id, back_populates="grants")

    def reaches(self, consultation_id: int | None, committee_id: int | None) -> bool:
        """The grant counts for this consultation or committee (None: for any)."""
        return _covers(self.consultation_id, consultation_id) and _covers(self.committee_id, committee_id)


class LoginSession(Model):
    """One sign-in on one device. The browser holds the token, we its hash: a stolen table opens nothing. No address, no browser name."""

    __tablename__ = "login_sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=_now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class OneTimeToken(Model):
    """A link that was mailed: good once, for one purpose, for a while, and for the address it went to."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (UniqueConstraint("token_hash"), one_of("purpose", Purpose))

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    purpose: Mapped[Purpose] = mapped_column(EnumByValue(Purpose))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    email_key: Mapped[str]
    claim: Mapped[str | None]  # texts that wait for whoever follows it (`core.drafts`)
    created_at: Mapped[datetime] = mapped_column(default=_now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


def _covers(granted: int | None, asked: int | None) -> bool:
    """A grant without a scope covers all; a question without one is answered by any grant."""
    return granted is None or asked is None or granted == asked
