"""What every template knows beside its own page: who is asking, in which language, under which name and theme."""

import re
from collections.abc import MutableMapping
from functools import cache
from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, g, get_flashed_messages, request
from flask.templating import Environment
from flask_login import current_user

from consult.core import identity
from consult.core.i18n import language
from consult.core.paths import ROOT
from consult.settings import current

THEMES = ("system", "light", "dark")
THEME = re.compile(rf"(?:^|;\s*)theme=({'|'.join(THEMES)})(?:;|$)")
NO_MARKERS = re.compile(r"(?:^|;\s*)markers=0(?:;|$)")


class Templates(Environment):
    """Flask's templates, with the words they all know in one plain mapping.

    Jinja puts each template's own before it and walks through both at every import of a macro; no template here has any of its own.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All that a template knows beside what a page gives it."""
        return super().make_globals(d) if d else self.globals


def register(app: Flask) -> None:
    """Give every template these values, and the address of another page of a list."""
    app.context_processor(values)
    app.jinja_env.globals.update(list_address=list_address, flashed=flashed)


def values() -> dict[str, Any]:
    """The values; `actor` is a person or None, never a stand-in."""
    settings = current()
    return {
        "actor": current_user._get_current_object() if current_user and current_user.is_authenticated else None,  # noqa: SLF001 - the only way past the proxy
        "lang": language(),
        "site_name": identity.site_name(),
        "public_url": settings.public_url,
        "theme": theme(),
        "scripts_version": scripts_version(),
    }


def flashed() -> list[tuple[str, str]]:
    """What this person is told once, with its kind. A page with such words on it is theirs: no cache keeps it."""
    found = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    if found:
        g.never_kept = True
    return found


def theme() -> str:
    """Light, dark or the system's choice: the reader's cookie, read so that the first paint is already right."""
    return theme_in(request.headers.get("Cookie", "")) if request else "system"


def theme_in(cookies: str) -> str:
    """The theme that the cookies of a request ask for."""
    found = THEME.search(cookies) if cookies else None
    return found[1] if found else "system"


def markers_in(cookies: str) -> bool:
    """Whether texts show a way to comment at every block: the reader's cookie, where they chose to read without."""
    return not (cookies and NO_MARKERS.search(cookies))


def list_address(after: int | None = None) -> str:
    """The same list from this key on (from its start where none is given), the rest of the query kept."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "after"]
    query = urlencode([*kept, ("after", after)] if after is not None else kept)
    return f"{request.path}?{query}" if query else request.path


@cache
def scripts_version() -> str:
    """One hash for all scripts: a module is fetched by `main.js`, so a change in any of them must change every address."""
    digest = sha256()
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
