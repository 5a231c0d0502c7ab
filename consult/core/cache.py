"""Pages that every visitor sees alike, kept as bytes: made once for each state of what they show, then sent until that changes.

A page is known by its address, the language, its display (theme, markers), the revision of the words that stand around every page
(`core.identity`), and the *state* that its feature names with one small read: the revisions of what stands on it. Every public change
raises a revision in its own transaction, so nothing here is ever told to forget. The same state is the ETag: a browser that has the
page already gets a 304. Where pages are kept, and handed out, is `core.shelf`. Whoever is signed in, or has something waiting, gets a
page of their own and none of this. A reader gets no cookie: the forms on such a page carry no token of a session (`forms.VISITOR`).
"""

from collections.abc import Callable
from functools import cache, partial, wraps
from hashlib import sha256
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from consult.core import identity
from consult.core.context import markers_in, theme
from consult.core.db import db
from consult.core.forms import SAME_FOR_VISITORS
from consult.core.headers import FOR_VISITORS
from consult.core.i18n import language
from consult.core.paths import ROOT
from consult.core.shelf import MARK, NAMED, Key, Mark, Name, key_of, shelf
from consult.settings import current

P = ParamSpec("P")
Value = TypeVar("Value")

MOST_PARTS = 200
OK = 200
# What a list may be asked for. A page with any other word in its address is answered, and not kept.
ASKED_OF_LISTS = frozenset({"after", "kind", "language", "section"})
# What makes a page one person's own: an account, a message, a text that waits.
PERSONAL = ("_user_id", "_flashes", "draft")
SOURCES = ("consult", "templates", "translations", "static")


def register(app: Flask) -> None:
    """Give templates the two that keep parts."""
    app.jinja_env.globals.update(same_part=same_part, same_here=same_here)


def same_for_visitors(state: Callable[P, str]) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Keep what this view answers to visitors. `state` gets the arguments of the address and names what the page shows, in one read."""

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def kept(*arguments: P.args, **named: P.kwargs) -> ResponseReturnValue:
            if request.method not in {"GET", "HEAD"} or not is_visitor():
                return view(*arguments, **named)
            g.same_for_visitors = True  # its forms carry no token of a session, so the page needs none
            if not current().page_cache or not ASKED_OF_LISTS.issuperset(request.args):
                return view(*arguments, **named)
            name = partial(_named_now, partial(state, *arguments, **named))
            return _answer(name, lambda: view(*arguments, **named))

        setattr(kept, SAME_FOR_VISITORS, True)
        return kept

    return decorate


def is_visitor() -> bool:
    """Nobody that this site knows anything of: no account, nothing waiting, nothing to be told."""
    return not any(name in session for name in PERSONAL)


def _named_now(state: Callable[[], str]) -> Name:
    """What the page shows: its own, what stands around it, and the code that makes it. The state first: it may bring the words' along."""
    of_the_page = state()
    return _site(), of_the_page, identity.revision()


def _answer(ask: Callable[[], Name], view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    name = request.environ.pop(NAMED, None) or ask()
    identity.heard(name[2])
    g.state = name[1:]
    address = (request.script_root, request.full_path, theme(), markers_in(request.headers.get("Cookie", "")))
    etag = sha256(repr((address, name)).encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(etag):
        return _tagged(Response(status=304), etag)
    kept = shelf().take(key_of(request.environ))
    if kept is not None and kept.mark.name == name:
        return Response(kept.body, headers=kept.headers)
    response = make_response(view())
    if response.status_code != OK or session.modified:
        return response
    request.environ[MARK] = Mark(ask, name, etag, str(request.endpoint), language())
    return _tagged(response, etag)


def _tagged(response: Response, etag: str) -> Response:
    """Weak: a proxy may compress the bytes on their way."""
    response.set_etag(etag, weak=True)
    response.headers["Vary"] = "Cookie"
    response.headers["Cache-Control"] = FOR_VISITORS
    return response


def same_part(name: str, *of: object, caller: Callable[[], Markup]) -> Markup:
    """A part of a visitor's page that stands alike on many pages: `{% call same_part("footer") %}…{% endcall %}`.

    `of` is all that it depends on beside the language and the words of the site. On a page that is one person's own, it is made as
    if this were not here.
    """
    return _remembered((name, language(), identity.revision(), *of), caller) if g.get("same_for_visitors") else caller()


def same_here(name: str, *of: object, caller: Callable[[], Markup]) -> Markup:
    """The same for a part that stands on the pages of one address, whatever stretch of a list they show: it goes with their state."""
    return _remembered((name, request.path, g.state, *of), caller) if "state" in g else caller()


def while_the_same(name: str, *of: object, read: Callable[[], Value]) -> Value:
    """What a visitor's page reads from the database, and every other page of this state would read alike. Nobody may change it."""
    return _remembered((name, g.state, *of), lambda: _let_go(read())) if "state" in g else read()


def _site() -> Key:
    """What is on every page, and changes with a release or the settings alone."""
    settings = current()
    return release(), settings.public_url, settings.site_name


def _let_go(found: Value) -> Value:
    """Rows that outlive the request belong to no session: a lazy load of theirs fails at once, in every test."""
    db.session.expunge_all()
    return found


def _remembered(key: Key, make: Callable[[], Value]) -> Value:
    """Threads may make the same thing twice; none waits for another."""
    kept: dict[Key, Value] = current_app.extensions.setdefault("kept_parts", {})
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_PARTS:
            kept.clear()
        kept[key] = found = make()
    return found


@cache
def release() -> str:
    """A name for the code, the templates and the words that pages are made of: a new release makes every page anew."""
    digest = sha256()
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
