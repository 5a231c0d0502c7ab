"""One page as one person sees it: what the examples of every room are made of."""

from dataclasses import dataclass, field

from flask import Flask

from consult.accounts.models import User
from consult.core.i18n import Placed, address
from tests.builders import World

VISITOR = "visitor"
# What stands behind the question mark of an address.
IN_QUERY = ("at", "after", "next", "status", "section", "language", "kind", "from", "to", "show", "view", "decision")


@dataclass(frozen=True)
class Example:
    """One page as one person sees it. With `sent` its main form is filled in so and sent: the page shown is the answer."""

    who: str
    endpoint: str
    subject: Placed | None = None
    sent: dict[str, str] | None = None
    status: int = 200
    arguments: dict[str, object] = field(default_factory=dict)

    def path(self, app: Flask, lang: str) -> str:
        """Its address in this language; an example without an endpoint names its path."""
        if self.endpoint.startswith("/"):
            return f"/{lang}{self.endpoint}"
        with app.test_request_context():
            return address(self.endpoint, self.subject, lang, **self.arguments)

    def user(self, world: World) -> User | None:
        """The person, or nobody."""
        return None if self.who == VISITOR else world.people[self.who]

    @property
    def covers(self) -> tuple[str, frozenset[str]]:
        """The page it is an example of."""
        placed = set(self.subject.place("en")) if self.subject else set()
        return self.endpoint, frozenset(placed | set(self.arguments)) - {"slug", *IN_QUERY}

    def __str__(self) -> str:
        return f"{self.endpoint} as {self.who}{' (sent)' if self.sent is not None else ''}"


def show(who: str, endpoint: str, subject: Placed | None = None, /, **arguments: object) -> Example:
    """A page as it opens."""
    return Example(who, endpoint, subject, arguments=arguments)


def send(who: str, endpoint: str, subject: Placed | None = None, sent: dict[str, str] | None = None, /, **arguments: object) -> Example:
    """A page that says what must be mended in what was sent (nothing, unless told otherwise)."""
    return Example(who, endpoint, subject, sent or {}, 422, arguments)
