"""Self-identification: the answers that there are, and the tables that keep them apart from accounts.

Nobody can join an answer to an account with the database alone. A row has a random number and sealed words; the way from an account to
its row is sealed too, under a name that only the key can tell (`core.lockbox`). A row has no date and no order: SQLite keeps these tables
by their random keys alone, without the number that tells which row came first. What the account itself keeps is that its person agreed,
in which month, to which words: it goes with the answers.

Who will count the answers reads the rows in the worker alone, and gives out nothing but tables of groups of ten and more (METHOD 4.6).
There are no such tables yet: nothing reads a row but the deletion of it, and no query for one stands in `queries`.
"""

import enum
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Model

# Without it, the n-th row would be that of the n-th person to answer.
IN_NO_ORDER = {"sqlite_with_rowid": False}

# The number of the words that people agree to (`templates/accounts/_consent.html`). Other words have another number.
CONSENT = "1"
WRITTEN_MAX = 100


class Community(enum.StrEnum):
    """R2: the size of the place, by the classes of Statistics Canada; remote is self-declared."""

    LARGE_CITY = "large_city"
    MEDIUM_CITY = "medium_city"
    SMALL_TOWN = "small_town"
    RURAL = "rural"
    REMOTE = "remote"


class Land(enum.StrEnum):
    """R2: what a place may be beside its size."""

    RESERVE = "reserve"
    INUIT_NUNANGAT = "inuit_nunangat"


class AgeBand(enum.StrEnum):
    """R3, cut at the edges of the census. Who is under 15 takes part another way, and is not asked here."""

    FROM_15 = "15_24"
    FROM_25 = "25_34"
    FROM_35 = "35_44"
    FROM_45 = "45_54"
    FROM_55 = "55_64"
    FROM_65 = "65_74"
    FROM_75 = "75_plus"


class Gender(enum.StrEnum):
    """R4. Two-Spirit is an answer of its own, never counted as another."""

    WOMAN = "woman"
    MAN = "man"
    NON_BINARY = "non_binary"
    TWO_SPIRIT = "two_spirit"
    ANOTHER = "another"


class Identity(enum.StrEnum):
    """R5, distinctions-based."""

    FIRST_NATIONS = "first_nations"
    METIS = "metis"
    INUK = "inuk"
    NO = "no"
    NOT_SURE = "not_sure"


class Population(enum.StrEnum):
    """R6, the groups of the census."""

    SOUTH_ASIAN = "south_asian"
    CHINESE = "chinese"
    BLACK = "black"
    FILIPINO = "filipino"
    ARAB = "arab"
    LATIN_AMERICAN = "latin_american"
    SOUTHEAST_ASIAN = "southeast_asian"
    WEST_ASIAN = "west_asian"
    KOREAN = "korean"
    JAPANESE = "japanese"
    WHITE = "white"
    ANOTHER = "another"


class Disability(enum.StrEnum):
    """R7."""

    YES = "yes"
    NO = "no"


class OfficialLanguage(enum.StrEnum):
    """R8."""

    ENGLISH = "en"
    FRENCH = "fr"
    BOTH = "both"


@dataclass(frozen=True)
class Answers:
    """What one person says of themself. "Prefer not to say" is no answer: nothing is kept of it."""

    community: Community | None = None
    lands: tuple[Land, ...] = ()
    age: AgeBand | None = None
    gender: tuple[Gender, ...] = ()
    gender_written: str = ""
    identity: tuple[Identity, ...] = ()
    population: tuple[Population, ...] = ()
    population_written: str = ""
    disability: Disability | None = None
    language: OfficialLanguage | None = None
    languages_written: str = ""

    def as_json(self) -> dict[str, str | list[str]]:
        """What was answered, and nothing of what was not."""
        given = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return {name: value for name, value in given.items() if value}


class SelfIdentification(Model):
    """The answers of one person, sealed for the worker: who holds the database alone reads nothing here, and finds nobody."""

    __tablename__ = "self_identifications"
    __table_args__ = IN_NO_ORDER

    rep_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class SelfIdentificationLink(Model):
    """The way from an account to its row, so that the person can replace or delete it: a keyed name, and the row's number sealed."""

    __tablename__ = "self_identification_links"
    __table_args__ = IN_NO_ORDER

    account_key: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class SelfIdentificationRequest(Model):
    """What the worker has still to do for a person: keep these sealed answers or, where there are none, delete what it kept."""

    __tablename__ = "self_identification_requests"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed: Mapped[bytes | None]


class SelfIdentificationConsent(Model):
    """That a person agreed, in which month and to which words. It goes with the answers."""

    __tablename__ = "self_identification_consents"
    __table_args__ = (CheckConstraint("lang IN ('en', 'fr')", name="lang"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    given_in: Mapped[date]  # the first day of the month: a day with one consent would tell whose the day’s answers are
    words: Mapped[str]
    lang: Mapped[str]
