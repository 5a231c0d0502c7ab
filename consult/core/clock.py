"""The one clock: every date in the product comes from here, so that tests can set it."""

from contextvars import ContextVar, Token
from datetime import UTC, datetime

_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC, without microseconds that no reader needs."""
    return datetime.now(UTC).replace(microsecond=0)


def received() -> datetime:
    """The moment at which the request came in, or now where there is none.

    What people sent before closing is in time, however long it then waits for its turn at the database.
    """
    return _arrived.get() or now()


def arrive() -> Token[datetime | None]:
    """A request comes in; `leave` takes the token when it ends."""
    return _arrived.set(now())


def leave(token: Token[datetime | None]) -> None:
    """It is answered."""
    _arrived.reset(token)
