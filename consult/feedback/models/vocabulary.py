"""The words that feedback is kept in, its limits, and the counters of what is voted on."""

import enum

from sqlalchemy.orm import Mapped, mapped_column

BODY_MAX = 20_000
IMPORTED_BODY_MAX = 100_000
TITLE_MAX = 200
REASON_MAX = 2_000
REPLACEMENT_MAX = 5_000
STATEMENT_MIN, STATEMENT_MAX = 10, 180
IMPORTED_STATEMENT_MAX = 1_000
IMPORTED_TITLE_MAX = 1_000
SIGNATURE_MAX = 80
LEAST_IMPORTANT, MOST_IMPORTANT = 1, 5
WHOLE_MODULE = ""  # the block key, and the section, of a comment on the module as a whole
BEFORE_SECTIONS = "start"  # the section of what stands above the first heading: content note, learning outcomes, an introduction


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
    UNSIGNED = "unsigned"  # on this site, by somebody without an account


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


class Readiness(enum.StrEnum):
    """What one person says of a section: is it fit for use? Never averaged (METHOD 3.1)."""

    READY = "ready"
    CHANGES = "changes"
    NOT_READY = "not_ready"
    NOT_FOR_ME = "not_for_me"


class ReadinessReason(enum.StrEnum):
    """Why a section needs changes, or is not ready."""

    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"
    INACCURATE = "inaccurate"
    UNFAIR = "unfair"
    IMPRACTICAL = "impractical"
    OTHER = "other"


class SuggestionStatus(enum.StrEnum):
    """What became of a suggested wording."""

    OPEN = "open"
    ACCEPTED = "accepted"
    IN_PART = "in_part"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
