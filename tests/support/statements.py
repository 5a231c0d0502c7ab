"""What the database was asked: `with statements as seen: …; assert len(seen.selects) <= 8`."""

from types import TracebackType
from typing import Any, Self

from flask import has_request_context
from sqlalchemy import event
from sqlalchemy.engine import Engine

from consult.core.db import writing

READS = ("SELECT", "WITH")
# Plumbing of a connection, not questions.
PLUMBING = ("PRAGMA", "BEGIN", "SET", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SHOW")


class Statements:
    """Records every statement while its block runs; entering it again starts anew."""

    def __init__(self) -> None:
        """Record nothing yet."""
        self._seen: list[tuple[str, bool]] = []

    def __enter__(self) -> Self:
        """Start to record."""
        self._seen = []
        event.listen(Engine, "before_cursor_execute", self._record)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Stop recording; what was seen stays readable."""
        event.remove(Engine, "before_cursor_execute", self._record)

    @property
    def all(self) -> list[str]:
        """The statements of the requests in the block; where it made no request, all of them."""
        in_requests = [statement for statement, in_request in self._seen if in_request]
        return in_requests or [statement for statement, _in_request in self._seen]

    @property
    def selects(self) -> list[str]:
        """The reads."""
        return [statement for statement in self.all if statement.lstrip().upper().startswith(READS)]

    @property
    def writes(self) -> list[str]:
        """Everything but reads."""
        return [statement for statement in self.all if not statement.lstrip().upper().startswith(READS)]

    def _record(self, _connection: object, _cursor: object, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
        if not statement.lstrip().upper().startswith(PLUMBING):
            self._seen.append((statement, is_of_a_request()))


def is_of_a_request() -> bool:
    """A request asks, or `core.shelf` for one before it begins: there nothing may be written, while a test may."""
    return has_request_context() or not writing.get()
