"""What can be refused, in the words of the domain; only `core.error_pages` knows HTTP."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
ASKS_NOBODY = "asks_nobody"


def asks_nobody(view: View) -> View:
    """Mark a view that only a script calls: nobody reads its answer, so it asks nobody to sign in."""
    setattr(view, ASKS_NOBODY, True)
    return view


class DomainError(Exception):
    """Something asked for cannot be done; the reason is the class, the details are its arguments."""


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does."""


class Refused(DomainError):
    """A rule says no. Shown as not found: a refusal must not reveal what exists."""


class SignInNeeded(DomainError):
    """The act needs a signed-in person."""


class Closed(DomainError):
    """The consultation does not take this act today."""


class Overtaken(DomainError):
    """Somebody else has just done this, or its opposite: nothing was changed, look again."""


class Expired(DomainError):
    """The form was open too long: its token is no longer good. Nothing typed is lost."""


class Moved(DomainError):
    """The page lives at another address: an old slug, or a short one."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Incomplete(DomainError):
    """Something is missing before the act: `missing` names each part, ready for a translated sentence."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class FileFault(DomainError):
    """An imported file cannot be used: where, why, and how to mend it. Nothing was changed.

    Where a page may show it, `reason` and `mend` are sentences that can be said in another language (`core.sentences`).
    """

    def __init__(self, file: str, line: int | None, reason: str, mend: str) -> None:
        super().__init__(file, line, reason, mend)
        self.file = file
        self.line = line
        self.reason = reason
        self.mend = mend
        self.others: tuple[FileFault, ...] = ()

    @property
    def all(self) -> "tuple[FileFault, ...]":
        """This fault and those found with it."""
        return (self, *self.others)

    def __str__(self) -> str:
        """`FILE:LINE: reason. How to mend it.` (without a line where the whole file is at fault)."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason} {self.mend}"


class RowsFaulty(DomainError):
    """Some rows of an import are faulty and the import was strict: nothing was changed."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} rows are faulty; nothing was changed (--strict).")
