"""Every address of the site: by endpoint, method and language, filled in with what a test has made."""

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from consult.core.access import mark_of
from consult.core.i18n import Placed

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
READING = {"HEAD", "OPTIONS"}
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Route:
    """One rule of the site."""

    app: Flask
    rule: Rule

    @property
    def endpoint(self) -> str:
        """The view behind it."""
        return str(self.rule.endpoint)

    @property
    def lang(self) -> str:
        """Its language; '' for the few addresses that have none."""
        return str((self.rule.defaults or {}).get("lang", ""))

    @property
    def methods(self) -> list[str]:
        """What it takes."""
        return sorted((self.rule.methods or set()) - READING)

    @property
    def mark(self) -> str:
        """Who may reach it: public, signed_in or staff."""
        return str(mark_of(self.app.view_functions[self.endpoint]))

    def path(self, things: dict[str, Placed | int | str]) -> str:
        """Its address. A thing is named like the argument that asks for it; one with a page of its own brings its slug along."""
        values: dict[str, int | str] = {"lang": self.lang} if self.lang else {}
        for name in sorted(self.rule.arguments - {"lang", "slug"}):
            thing = things[name]
            values |= {name: thing} if isinstance(thing, int | str) else thing.place(self.lang or "en")
        wanted = {name: value for name, value in values.items() if name in self.rule.arguments}
        adapter = self.app.url_map.bind("localhost")
        built = adapter.build(self.endpoint, wanted, method=self.methods[0])
        return str(built).removeprefix("http://localhost")


def routes(app: Flask) -> list[Route]:
    """Every rule, by endpoint and language."""
    found = [Route(app, rule) for rule in app.url_map.iter_rules()]
    return sorted(found, key=lambda route: (route.endpoint, route.lang, route.rule.rule))
